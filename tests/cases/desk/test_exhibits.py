"""Exhibits at the desk: seen as a safe copy, each look logged, sealed in one press, the original with a reason."""

import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.domain import intake
from cases.models import AuditEvent, Case, ExhibitSeal, SafeCopy, TimelineEntry, Voice
from reporting.domain import vault
from reporting.models import Evidence
from tests import cast as people
from tests import files
from tests.cast import Cast
from tests.desk import at_the_desk
from tests.test_grants import acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.urls("config.urls_desk")]
HARMLESS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Desk:
    """A case with one photo, and an officer before it."""

    def __init__(self, cast: Cast, content: bytes = b"", kind: str = "image/jpeg", **fields: Any) -> None:
        self.case = people.case()
        people.take_and_read(self.case, cast.officer)
        self.file = people.file_of(self.case.opened_for, content or files.photo(), kind, **fields)
        self.officer, self.supervisor = at_the_desk(cast.officer), at_the_desk(cast.supervisor)
        self.there = f"/desk/cases/{self.case.reference}/exhibits/{self.file.pk}/"

    def page(self, client: Client | None = None) -> str:
        return str((client or self.officer).get(self.there).content.decode())


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_the_case_page_lists_the_exhibit_with_number_caption_and_hash(desk: Desk) -> None:
    page = desk.officer.get(f"/desk/cases/{desk.case.reference}/").content.decode()
    for shown in ("1.F1", "My door", "photo.jpg", hashlib.sha256(files.photo()).hexdigest(), desk.there):
        assert shown in page


def test_nothing_is_made_or_shown_before_somebody_asks(desk: Desk) -> None:
    assert "<img" not in desk.page()
    assert not SafeCopy.objects.exists()
    desk.officer.post(f"{desk.there}copy/")
    assert f'src="{desk.there}copy/0/"' in desk.page()


def test_a_copy_is_saved_not_run_and_each_look_is_a_row(desk: Desk) -> None:
    desk.officer.post(f"{desk.there}copy/")
    before = events("exhibit.look")
    answer = desk.officer.get(f"{desk.there}copy/0/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "attachment" in answer["Content-Disposition"]
    assert "photo" not in answer["Content-Disposition"]
    assert {name: answer[name] for name in HARMLESS} == HARMLESS
    assert events("exhibit.look") == before + 1
    assert AuditEvent.objects.filter(action="exhibit.look").latest("pk").details["exhibit"] == desk.file.pk


def test_a_failure_says_why(cast: Cast) -> None:
    desk = Desk(cast, b"\xff\xd8\xff broken")
    desk.officer.post(f"{desk.there}copy/")
    assert "the file is damaged, or is not what it seems" in desk.page()


def test_a_text_is_shown_as_text(cast: Cast) -> None:
    desk = Desk(cast, b"<b>He</b> wrote", "text/plain")
    desk.officer.post(f"{desk.there}copy/")
    assert "&lt;b&gt;He&lt;/b&gt; wrote" in desk.page()


def test_the_original_takes_a_permission_and_a_reason(desk: Desk, cast: Cast) -> None:
    assert desk.officer.post(f"{desk.there}original/", {"reason": "x"}).status_code == 404
    assert desk.supervisor.post(f"{desk.there}original/", {"reason": " "}).status_code == 422
    assert events("exhibit.original") == 0
    answer = desk.supervisor.post(f"{desk.there}original/", {"reason": "For the examiner."})
    assert b"".join(answer.streaming_content) == files.photo()
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AuditEvent.objects.get(action="exhibit.original").reason == "For the examiner."
    cast.officer.takes_originals = True
    cast.officer.save()
    assert desk.officer.post(f"{desk.there}original/", {"reason": "Now I may."}).status_code == 200


def test_one_press_seals_and_destroys_the_copies_and_lists_who_had_looked(desk: Desk, cast: Cast) -> None:
    cast.other_unit.opens_sealed_exhibits = True
    cast.other_unit.save()
    desk.officer.post(f"{desk.there}copy/")
    desk.officer.get(f"{desk.there}copy/0/")
    copy = SafeCopy.objects.get()
    assert 'aria-keyshortcuts="Shift+X"' in desk.page()
    for _ in range(2):
        assert desk.officer.post(f"{desk.there}seal/").status_code == 302
    seal = ExhibitSeal.objects.get()
    assert (seal.unit, {one[0] for one in seal.viewers}) == (cast.other_unit, {"officer"})
    assert not SafeCopy.objects.exists()
    assert TimelineEntry.objects.filter(what="exhibit_sealed").count() == 1
    page = desk.page()
    assert "Only North can open the original" in page
    assert "My door" not in page
    assert desk.officer.get(f"{desk.there}copy/0/").status_code == 404
    desk.officer.post(f"{desk.there}copy/")
    assert not SafeCopy.objects.exists()
    assert desk.supervisor.post(f"{desk.there}original/", {"reason": "x"}).status_code == 404
    assert "My door" not in desk.officer.get(f"/desk/cases/{desk.case.reference}/").content.decode()
    assert copy.stored
    assert vault.path_of(desk.file.stored).exists()


def test_the_named_unit_opens_a_sealed_original_with_two_reasons(desk: Desk, cast: Cast) -> None:
    cast.other_unit.opens_sealed_exhibits = True
    cast.other_unit.save()
    desk.officer.post(f"{desk.there}seal/")
    outsider = at_the_desk(cast.outsider)
    outsider.post(f"/desk/cases/{desk.case.reference}/reason/", {"reason": "It was sealed for our unit."})
    answer = outsider.post(f"{desk.there}original/", {"reason": "To grade it."})
    assert b"".join(answer.streaming_content) == files.photo()


def test_a_spoken_answer_is_said_to_be_one_until_somebody_writes_it_down(cast: Cast) -> None:
    desk = Desk(cast, files.sound(), "audio/wav", is_recording=True)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_report DISABLE TRIGGER USER")
        cursor.execute("UPDATE reporting_report SET words = '', fingerprint = %s", [desk.file.sha256])
        cursor.execute("ALTER TABLE reporting_report ENABLE TRIGGER USER")
    there = f"/desk/cases/{desk.case.reference}/"
    assert "not yet written down" in desk.officer.get(there).content.decode()
    assert desk.officer.post(f"{desk.there}transcript/", {"text": "", "language": "en"}).status_code == 422
    assert desk.officer.post(f"{desk.there}transcript/", {"text": "He shouted.", "language": "en"}).status_code == 302
    page = desk.officer.get(there).content.decode()
    assert "He shouted." in page
    assert "written down by officer" in page
    assert "not yet written down" not in page
    desk.officer.post(f"{desk.there}transcript/", {"text": "He shouted.", "language": "en"})
    assert Voice.objects.filter(text="He shouted.").count() == 1


def test_the_case_page_asks_no_more_with_many_files(desk: Desk, django_assert_max_num_queries: Any) -> None:
    def count() -> int:
        with django_assert_max_num_queries(80) as counted:
            desk.officer.get(f"/desk/cases/{desk.case.reference}/")
        return len(counted)

    few = count()
    for _ in range(20):
        people.file_of(desk.case.opened_for, b"words", "text/plain")
    assert count() == few


def test_added_files_open_a_closed_case_and_owe_an_answer(desk: Desk, cast: Cast) -> None:
    intake.take_evidence(desk.file.pk, now=timezone.now())
    intake.take_evidence(desk.file.pk, now=timezone.now())
    assert TimelineEntry.objects.filter(what="evidence_added").count() == 1
    assert Case.objects.get().commitments.filter(kind="answer", met_at=None).count() == 1


def test_the_queue_finds_cases_with_evidence(desk: Desk) -> None:
    without = people.case("Somebody else.")
    page = desk.officer.get("/desk/queue/?tab=all&evidence=yes").content.decode()
    assert desk.case.reference in page
    assert f'data-case="{without.reference}"' not in page


def test_a_full_pack_holds_the_originals_with_their_hashes_and_a_redacted_one_says_that_it_does_not(desk: Desk) -> None:
    people.file_of(desk.case.opened_for, b"sealed words", "text/plain")
    desk.officer.post(f"/desk/cases/{desk.case.reference}/exhibits/{Evidence.objects.latest('pk').pk}/seal/")
    for form, has in (("full", True), ("redacted", False)):
        answer = desk.officer.post(
            f"/desk/cases/{desk.case.reference}/pack/give/", {"form": form, "recipient": "CID", "reason": "Trial."}
        )
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
            kept = [name for name in pack.namelist() if "exhibit-" in name]
            assert bool(kept) is has
            if has:
                assert [pack.read(name) for name in kept] == [files.photo()]
                assert hashlib.sha256(files.photo()).hexdigest() in pack.read("manifest.sha256").decode()
            assert "sealed" in pack.read("not-included.txt").decode()


@pytest.mark.django_db(transaction=True)
def test_the_desks_role_may_do_all_of_it(cast: Cast) -> None:
    desk = Desk(cast)
    with acting_as("heard_desk"):
        desk.officer.post(f"{desk.there}copy/")
        assert desk.officer.get(f"{desk.there}copy/0/").status_code == 200
        assert desk.supervisor.post(f"{desk.there}original/", {"reason": "x"}).status_code == 200
        copy = vault.path_of(SafeCopy.objects.get().stored)
        assert copy.exists()
        assert desk.officer.post(f"{desk.there}seal/").status_code == 302
        assert not copy.exists()
