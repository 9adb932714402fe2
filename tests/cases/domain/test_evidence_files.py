"""What happens to files behind our back is found, and nothing else is; erasing a report destroys their keys."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from cases.domain import evidence_files, safe_copies
from cases.queries import agreement
from reporting.domain import vault
from reporting.models import Evidence
from tests import files
from tests.cast import Cast, case, file_of
from tests.reporting.domain.test_evidence import Begun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: pytest.FixtureRequest, tmp_path: object) -> None:
    settings.EVIDENCE_DIR = tmp_path


def test_missing_changed_and_ownerless_files_are_found_and_no_others(cast: Cast) -> None:
    report = case().opened_for
    kept = [file_of(report, files.photo(), "image/jpeg") for _ in range(6)]
    safe_copies.make_copies(kept[5], now=timezone.now())
    Begun().add(files.photo())
    assert list(evidence_files.wrong(is_deep=True)) == []
    vault.forget(kept[0].stored)
    for at, change in ((1, lambda whole: whole[:-1]), (2, lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]))):
        path = vault.path_of(kept[at].stored)
        path.write_bytes(change(path.read_bytes()))
    vault.put_piece(name := uuid.uuid4(), vault.new_key(), 0, b"x", is_last=True)
    vault.keep(name)
    found = list(evidence_files.wrong(is_deep=True))
    assert [sentence.split(":")[0] for sentence in found] == [
        *(f"evidence {number} of report {report.reference}" for number in (1, 2, 3)), f"file {name.hex}",
    ]  # fmt: skip
    assert len(list(evidence_files.wrong())) == 3


def test_a_spoken_report_agrees_with_its_recording() -> None:
    begun = Begun(words="")
    begun.add(files.sound(), "me.wav", is_recording=True)
    assert begun.send().sent
    assert not agreement.reports_with_other_words().exists()


def test_erasing_a_report_destroys_the_keys_of_its_files_and_their_copies(cast: Cast) -> None:
    held = case()
    file = file_of(held.opened_for, files.photo(), "image/jpeg")
    (copy,) = safe_copies.make_copies(file, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_erasuredecision (report_id, reason, decided_by_id, decided_at, approved_by_id, approved_at)"
            " VALUES (%s, 'due', %s, now(), %s, now()) RETURNING id",
            [held.opened_for_id, cast.supervisor.pk, cast.admin.pk],
        )
        cursor.execute("SELECT erase_report(%s, %s)", [held.opened_for_id, cursor.fetchone()[0]])
    copy.refresh_from_db()
    assert (Evidence.objects.get().sealed, copy.sealed_key) == (None, None)
    assert [one.failure for one in safe_copies.make_copies(Evidence.objects.get(), now=timezone.now())] == ["lost"]
