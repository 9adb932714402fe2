"""A hand-over pack: everything that is kept, word for word, or nothing that identifies anybody; and proof of it."""

import csv
import hashlib
import io
import json
import re
import tracemalloc
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from cases.desk.archive import Archive, csv_lines, inert, safe_name
from cases.desk.pack_files import Order, stream
from cases.domain import contact_card, deciding, packs
from cases.domain.categorisation import categorise_report
from cases.domain.redaction import LEFT_OUT, Redaction
from cases.models import AuditEvent, Case
from reporting.models import Report
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk, draw_blind

pytestmark = pytest.mark.django_db
FULL = {"form": "full", "recipient": "The investigating officer, CID", "reason": "They investigate."}
REDACTED = {**FULL, "form": "redacted"}
SECRETS = {
    "contact_name": "Zahra Quillfeather",
    "contact_email": "zahra.q@canary-mail.example",
    "contact_phone": "07700 900123",
    "contact_safe_times": "canary-times after eleven",
    "contact_who_might_see": "canary-husband reads everything",
    "do_not_disclose": "Nobody at home knows the canary-secret about me.",
    "who_did_it": "Bertram Oakenshaw of canary-lane, plate AB12 CDE",
    "where": "canary-alley behind number nine",
}
CANARIES = (
    "zahra", "quillfeather", "canary", "900123", "900 123", "bertram", "oakenshaw", "ab12 cde",
)  # fmt: skip
WORDS = (
    "It was Bertram Oakenshaw, in canary-alley behind\nnumber nine. Call me on +44 7700 900 123, I am ZAHRA.\n"
    "Nobody at home knows the canary-secret about me. https://canary.example/x"
)


def told(cast: Cast, words: str = WORDS, **answers: object) -> Case:
    """A case in which everything is said that can be, and said again by everybody."""
    case = people.case(words, **{**SECRETS, "contact_by": ["phone"], **answers})
    people.take_and_read(case, cast.officer)
    categorise_report(case.opened_for_id, now=timezone.now())
    people.write(case, "It is Zahra again, 07700900123, canary-times after eleven.")
    deciding.add_note(
        case.pk, note="Zahra Quillfeather called about Bertram Oakenshaw.", by=cast.officer, now=timezone.now()
    )
    deciding.record_decision(
        case.pk, recording="crime", system="Niche", number="CR/1/26", offence="Assault", strands=["race"],
        reason="Told by zahra.q@canary-mail.example", by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    people.refer(case, cast.officer)
    return case


def pack_of(client: Client, case: Case, form: dict[str, str] = FULL, **more: str) -> zipfile.ZipFile:
    answer = client.post(f"/desk/cases/{case.reference}/pack/give/", {**form, **more})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def everything(pack: zipfile.ZipFile) -> str:
    return "\n".join([*pack.namelist(), *(pack.read(name).decode() for name in pack.namelist())])


@pytest.mark.parametrize("form", [FULL, REDACTED])
def test_every_files_hash_is_in_the_manifest(cast: Cast, form: dict[str, str]) -> None:
    pack = pack_of(at_the_desk(cast.officer), told(cast), form)
    assert pack.testzip() is None
    listed = dict(line.split("  ", 1)[::-1] for line in pack.read("manifest.sha256").decode().splitlines())
    assert listed == {
        name: hashlib.sha256(pack.read(name)).hexdigest() for name in pack.namelist() if name != "manifest.sha256"
    }


def test_the_words_are_byte_for_byte_what_was_sent(cast: Cast) -> None:
    words = '  <script>alert(1)</script> ‮"go home" 😢\n\n=1+1 '
    case = told(cast, words)
    pack = pack_of(at_the_desk(cast.officer), case)
    kept = pack.read(f"case-{case.reference}/report-{case.reference}/words.txt")
    assert kept.decode() == words
    assert hashlib.sha256(kept).hexdigest() == Report.objects.get().fingerprint


def test_a_full_pack_holds_everything(cast: Cast) -> None:
    case = told(cast)
    pack = pack_of(at_the_desk(cast.officer), case)
    page, data = pack.read("index.html").decode(), json.loads(pack.read("pack.json"))
    shown = BeautifulSoup(page, "html5lib").get_text(" ")
    for secret in (*SECRETS.values(), "CR/1/26", "Please call.", "The investigating officer, CID", "They investigate."):
        assert secret in shown
    assert data["cases"][0]["crime_number"] == "CR/1/26 (Niche)"
    assert {"Because of", "Priority"} <= {
        name for said in data["cases"][0]["reports"][0]["voices"] for name, _ in said["lines"]
    }
    assert data["cases"][0]["passed_on"][0]["shared"] == ["Name", "Phone number"]
    assert "Follow-up codes" in pack.read("not-included.txt").decode()


def agreed(case: Case, cast: Cast) -> None:
    """What the person said of reaching them is no longer so."""
    contact_card.keep_card(
        case.pk, case.persons.get(role="reporter").pk, channels=["letter"], withhold_number=True, no_visit=True,
        code_word="Bluebell", not_to="Her flatmate", address="14 Rookwood Terrace, Leeds",
        agreed_how="She said so on the phone.", by=cast.officer, now=timezone.now(),
    )  # fmt: skip


def test_a_pack_gives_the_card_that_officers_agreed_with_every_limit_of_it(cast: Cast) -> None:
    case = told(cast, under_18="yes", happened_to="me", contact_no_visit="ask_first")
    agreed(case, cast)
    data = json.loads(pack_of(at_the_desk(cast.officer), case).read("pack.json"))
    lines = dict(data["cases"][0]["reports"][0]["persons"][0]["lines"])
    assert lines["Safe ways"] == "Letter"
    assert (lines["Our number"], lines["Visits"]) == ("Withhold it", "Do not visit")
    assert lines["Parents"].startswith("Do not tell them")
    assert (lines["Do not speak to"], lines["Code word"]) == ("Her flatmate", "Bluebell")
    assert "14 Rookwood Terrace, Leeds" in lines.values()
    assert lines["Agreed with them"].endswith("officer: She said so on the phone.")


def test_what_officers_agreed_survives_in_no_redacted_pack(cast: Cast) -> None:
    case = told(cast)
    agreed(case, cast)
    note = "The letter went to 14 Rookwood Terrace, Leeds. We said bluebell, and her flatmate was out."
    deciding.add_note(case.pk, note=note, by=cast.officer, now=timezone.now())
    whole = everything(pack_of(at_the_desk(cast.officer), case, REDACTED)).lower()
    assert "we said" in whole
    for secret in ("rookwood", "bluebell", "her flatmate"):
        assert secret not in whole


def test_a_redacted_pack_holds_nothing_that_identifies_anybody(cast: Cast) -> None:
    case = told(cast)
    whole = everything(pack_of(at_the_desk(cast.officer), case, REDACTED)).lower()
    assert [canary for canary in CANARIES if canary in whole] == []
    assert LEFT_OUT in whole
    assert case.opened_for.fingerprint not in whole
    for kept in ("assault", "cr/1/26", "called about"):  # what is left out does not take the rest with it
        assert kept in whole


def test_a_redacted_pack_marks_where_it_leaves_out(cast: Cast) -> None:
    case = told(cast)
    data = json.loads(pack_of(at_the_desk(cast.officer), case, REDACTED).read("pack.json"))
    report = data["cases"][0]["reports"][0]
    answers = dict(map(tuple, report["answers"]))
    assert answers["Who did it"] == answers["Where it happened"] == answers["Name"] == LEFT_OUT
    assert dict(map(tuple, report["persons"][0]["lines"]))["Do not give this away"] == LEFT_OUT


def test_the_row_of_the_log_is_there_before_a_byte_leaves_and_the_manifest_after(cast: Cast) -> None:
    case = told(cast)
    answer = at_the_desk(cast.officer).post(f"/desk/cases/{case.reference}/pack/give/", FULL)
    (row,) = AuditEvent.objects.filter(action="case.pack")
    assert (row.references, row.reason, row.details) == (
        [case.reference], "They investigate.", {"form": "full", "recipient": "The investigating officer, CID"},
    )  # fmt: skip
    assert not AuditEvent.objects.filter(action="case.pack.sent").exists()
    pack = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    (sent,) = AuditEvent.objects.filter(action="case.pack.sent")
    assert sent.details["manifest_sha256"] == hashlib.sha256(pack.read("manifest.sha256")).hexdigest()
    entry = case.timeline.get(what="pack_given")
    assert (entry.note, entry.details["to"]) == ("They investigate.", "The investigating officer, CID")


def test_without_the_log_no_pack(cast: Cast) -> None:
    case = told(cast)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_auditevent ADD CONSTRAINT log_is_down CHECK (false) NOT VALID")
    answer = at_the_desk(cast.officer).post(f"/desk/cases/{case.reference}/pack/give/", FULL)
    assert answer.status_code == 503
    assert not case.timeline.filter(what="pack_given").exists()


@pytest.mark.parametrize("missing", ["form", "recipient", "reason"])
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(cast: Cast, missing: str) -> None:
    case = told(cast)
    typed = {**FULL, "others": "", missing: ""}
    answer = at_the_desk(cast.officer).post(f"/desk/cases/{case.reference}/pack/give/", typed)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html5lib")
    assert page.select_one(f'.govuk-error-summary a[href^="#pack-{missing}"]')
    if missing != "recipient":
        assert page.select_one("[name=recipient]")["value"] == FULL["recipient"]  # type: ignore[index]
    assert not AuditEvent.objects.filter(action="case.pack").exists()


def test_all_that_is_missing_is_said_at_once(cast: Cast) -> None:
    case = told(cast)
    answer = at_the_desk(cast.officer).post(f"/desk/cases/{case.reference}/pack/give/", {"others": "0000-00000, nine"})
    links = BeautifulSoup(answer.content, "html5lib").select(".govuk-error-summary li a")
    asked = ["form_0", "recipient", "reason", "others", "others"]
    assert [link["href"] for link in links] == [f"#pack-{one}" for one in asked]


def test_cases_of_a_series_go_into_one_pack_in_that_order(cast: Cast) -> None:
    first, second = told(cast), people.case("Another time.")
    pack = pack_of(at_the_desk(cast.officer), first, others=f"{second.reference}, {first.reference}")
    assert [one["reference"] for one in json.loads(pack.read("pack.json"))["cases"]] == [
        first.reference,
        second.reference,
    ]
    (row,) = AuditEvent.objects.filter(action="case.pack")
    assert row.references == sorted([first.reference, second.reference])
    assert second.timeline.filter(what="pack_given").exists()


def test_a_link_may_name_the_cases_of_a_series(cast: Cast) -> None:
    case = told(cast)
    answer = at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/pack/", {"with": "ABCD-12345 <b>"})
    assert BeautifulSoup(answer.content, "html5lib").select_one("[name=others]").get_text() == "ABCD-12345 <b>"  # type: ignore[union-attr]


def test_a_suggestion_that_is_hidden_from_the_officer_is_in_no_pack(cast: Cast, settings: Settings) -> None:
    case = people.take_and_read(people.case("He hit me because I am a Muslim."), cast.officer)
    draw_blind(case, settings)
    categorise_report(case.opened_for_id, now=timezone.now())
    pack = pack_of(at_the_desk(cast.officer), case)
    assert "Islamophobic" not in everything(pack)
    assert "may not see it" in pack.read("not-included.txt").decode()


def test_a_case_that_may_not_be_known_is_answered_like_one_that_does_not_exist(cast: Cast) -> None:
    case, restricted, elsewhere = told(cast), people.case(about_police="yes"), people.case()
    elsewhere.unit = cast.other_unit
    elsewhere.save()
    said = []
    for reference in (restricted.reference, elsewhere.reference, "0000-00000"):
        answer = at_the_desk(cast.officer).post(
            f"/desk/cases/{case.reference}/pack/give/", {**FULL, "others": reference}
        )
        assert answer.status_code == 422
        said.append(answer.content.decode().count("is no case of your unit"))
    assert len(set(said)) == 1
    assert said[0]


def test_what_cannot_be_opened_cannot_be_redacted(cast: Cast) -> None:
    case = told(cast)
    person = case.persons.get()
    person.sealed_identity = b"\x01" + b"x" * 40
    person.save()
    client = at_the_desk(cast.officer)
    answer = client.post(f"/desk/cases/{case.reference}/pack/give/", REDACTED)
    assert answer.status_code == 422
    assert b"cannot be opened" in answer.content
    assert "cannot be opened" in pack_of(client, case).read("not-included.txt").decode()


def test_the_page_runs_nothing_and_asks_for_nothing(cast: Cast) -> None:
    hostile = "<script>fetch('https://x.example')</script><img src=x onerror=alert(1)>"
    case = told(cast, hostile, who_did_it=hostile, area=hostile, contact_name=hostile)
    deciding.add_note(case.pk, note=hostile, by=cast.officer, now=timezone.now())
    page = BeautifulSoup(pack_of(at_the_desk(cast.officer), case, recipient=hostile).read("index.html"), "html5lib")
    assert page.select("script, style, img, iframe, object, embed, form, base, [onerror], [style]") == []
    assert {link["href"].split("/")[0] for link in page.select("a")} == {f"case-{case.reference}"}
    policy = page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]  # type: ignore[index]
    assert policy == "default-src 'none'; style-src 'self' file:"
    assert [sheet["href"] for sheet in page.select("link")] == ["pack.css"]


def test_nothing_starts_a_formula(cast: Cast) -> None:
    case = told(cast)
    for note in ('=cmd|"/C calc"!A0', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "＝1"):
        deciding.add_note(case.pk, note=note, by=cast.officer, now=timezone.now())
    pack = pack_of(at_the_desk(cast.officer), case)
    for name in ("history", "who-looked"):
        text = pack.read(f"case-{case.reference}/{name}.csv").decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert cells
        assert [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝")] == []


@given(st.text(max_size=30))
def test_an_inert_cell_says_the_same_and_starts_no_formula(text: str) -> None:
    cell = inert(text)
    assert cell in (text, f"'{text}")
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


@given(st.text(max_size=60))
def test_a_safe_name_stays_in_its_folder(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", name)
    assert name not in (".", "..")


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}\.txt", fullmatch=True), st.lists(st.binary(max_size=200)), max_size=5)
)
def test_an_archive_gives_back_what_went_in(files: dict[str, list[bytes]]) -> None:
    archive = Archive(now=timezone.now())
    made = b"".join([*(piece for name, pieces in files.items() for piece in archive.add(name, pieces)), *archive.end()])
    opened = zipfile.ZipFile(io.BytesIO(made))
    assert {name: opened.read(name) for name in files} == {name: b"".join(pieces) for name, pieces in files.items()}


def test_an_archive_that_was_cut_off_does_not_open() -> None:
    archive = Archive(now=timezone.now())
    made = b"".join(archive.add("words.txt", [b"They shouted."]))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(made))


@pytest.mark.slow
def test_sixteen_mebibytes_of_words_go_through_in_a_few(cast: Cast) -> None:
    line = "They shouted at us again tonight – żółć. "
    words = line * (16 * 1024 * 1024 // len(line.encode()))
    case = people.take_and_read(people.case(words), cast.officer)
    order = Order([case], packs.FULL, "x", "x", cast.officer, timezone.now())
    digest, size = hashlib.sha256(), 0
    tracemalloc.start()
    for piece in stream(order):
        digest.update(piece)
        size += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size
    assert peak < 16 * 1024 * 1024
    (sent,) = AuditEvent.objects.filter(action="case.pack.sent")
    assert sent.details["files"] == 8


def test_redaction_finds_what_is_spelled_and_dialled_otherwise() -> None:
    redaction = Redaction(["the green door behind the mill"], names=["Ana Lu Castellanos"], phones=["020 7946 0018"])
    for said in (
        "The  GREEN\ndoor behind the mill", "CASTELLANOS", "ana", "+44 20 7946 0018", "(020)79460018", "0044 2079460018",
    ):  # fmt: skip
        assert redaction.cut(f"He said {said}, twice.") == f"He said {LEFT_OUT}, twice.", said
    assert redaction.cut("Banana skins on the mill.") == "Banana skins on the mill."
    assert redaction.cut("near SE15 4PT, in se15") == f"near SE15 {LEFT_OUT}, in se15"


def test_who_was_named_under_seal_is_left_out_wherever_they_are_named_again() -> None:
    redaction = Redaction(["Then Bertram Oakenshaw of 4 Mill Lane hit the Muslim woman."])
    assert redaction.cut("OAKENSHAW, of Mill\nLane, shouted that Muslims should leave the lane.") == (
        f"{LEFT_OUT}, of {LEFT_OUT}, shouted that Muslims should leave the lane."
    )


def test_of_a_very_long_text_nothing_is_left_that_nobody_looked_at() -> None:
    redaction = Redaction(names=["Zahra"])
    kept = redaction.cut("word " * 39_990 + "call 07700 900123 " * 20 + "Zahra " * 10_000)
    assert "900123" not in kept
    assert "Zahra" not in kept
    assert len(kept) < 200_000


def test_the_log_of_a_pack_is_a_table_with_a_head() -> None:
    lines = b"".join(csv_lines(["When", "Who"], [["now", "=me"]])).decode("utf-8-sig")
    assert lines == "When,Who\r\nnow,'=me\r\n"
