"""A partner's report is kept once, in its own words, and never with more than the person agreed to."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from reporting.domain import follow_up, partner_reports, sealing
from reporting.domain.partner_reports import others_of
from reporting.models import Alarm, Outbox, PartnerKey, PartnerReport, Report
from tests.reporting.api.conftest import Program

pytestmark = pytest.mark.django_db
PERSON = {
    "contact_name": "Amina Canary", "contact_email": "canary@example.org", "contact_phone": "020 7946 0999",
    "contact_by": ["email"], "who_did_it": "Canary from number 5", "where": "Canary Street 5",
    "do_not_disclose": "Canary", "contact_voicemail": "yes",
}  # fmt: skip


def sealed_of(report: Report) -> dict[str, str]:
    if report.sealed_answers is None:
        return {}
    return sealing.unseal(report.sealed_answers, table="report", row=report.reference, field="answers")


def test_a_report_is_kept_and_answered_with_reference_and_code(program: Program) -> None:
    answer = program.send(
        happened_to="someone_else", because=["race"], contact_name="Amina", partner_reference="17/2026"
    )
    assert answer.status_code == 201
    given = answer.json()
    report = Report.objects.get(reference=given["reference"])
    assert (report.words, report.channel, report.answers) == (
        "He spat at me.", "api", {"happened_to": "someone_else", "because": ["race"]},
    )  # fmt: skip
    assert sealed_of(report) == {"contact_name": "Amina"}
    assert report.from_partner.partner_reference == "17/2026"
    assert follow_up.open_report(given["follow_up_code"], now=timezone.now()) is not None
    assert Outbox.objects.filter(task="cases.open_case", subject=report.pk).count() == 1
    assert answer["Location"] == f"/api/v1/reports/{report.reference}"
    assert answer["Cache-Control"] == "no-store"


def test_danger_rings(program: Program) -> None:
    program.send(in_danger_now="yes")
    assert Alarm.objects.count() == 1


@pytest.mark.parametrize("said", [True, "Yes", " YES ", "he is at the door", 1])
@pytest.mark.parametrize("scope", ["share_identity", "statistics_only"])
def test_danger_that_is_said_otherwise_rings_too(program: Program, said: object, scope: str) -> None:
    program.send(in_danger_now=said, consent_scope=scope)
    assert Alarm.objects.count() == 1
    assert Report.objects.get().answers["in_danger_now"] == "yes"


@pytest.mark.parametrize("said", [False, "No", "not_sure", "", None])
def test_no_danger_is_read_as_freely(program: Program, said: object) -> None:
    program.send(in_danger_now=said)
    assert not Alarm.objects.exists()


class TestSentAgain:
    def test_gives_the_same_answer_and_makes_no_second_report(self, program: Program) -> None:
        first = program.send("one", because=["race"])
        again = program.send("one", because=["race"])
        assert (again.status_code, again.json()) == (201, first.json())
        assert Report.objects.count() == 1

    def test_in_another_order_and_with_other_escapes_is_the_same(self, program: Program) -> None:
        head = {"Idempotency-Key": "one"}
        first = program.post("reports", '{"what_happened": "\\u00e9", "area": "SE15"}', **head)
        again = program.post("reports", '{"area":"SE15","what_happened":"é"}'.encode(), **head)
        assert again.json() == first.json()

    def test_with_another_body_is_refused(self, program: Program) -> None:
        program.send("one")
        answer = program.send("one", area="SE15")
        assert answer.status_code == 409
        assert "new key" in answer.json()["detail"]
        assert Report.objects.count() == 1

    def test_after_a_day_names_the_report_and_makes_none(
        self, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = program.send("one").json()
        monkeypatch.setattr(partner_reports, "ANSWERED_AGAIN_FOR", timedelta(0))
        answer = program.send("one")
        assert (answer.status_code, answer.json()["reference"]) == (409, first["reference"])
        assert "follow_up_code" not in answer.json()
        assert Report.objects.count() == 1

    def test_by_another_partner_is_another_report(self, program: Program, stranger: Program) -> None:
        assert program.send("one").json()["reference"] != stranger.send("one").json()["reference"]
        assert Report.objects.count() == 2

    def test_with_a_newer_key_of_the_same_partner_is_the_same(self, program: Program) -> None:
        assert program.send("one").json() == Program(program.partner).send("one").json()


class TestWhatThePersonAgreedTo:
    def test_statistics_only_keeps_out_whatever_identifies(self, program: Program) -> None:
        given = program.send(
            consent_scope="statistics_only", nickname="Canary", already_reported_reference="Canary 1", **PERSON
        ).json()
        report = Report.objects.get()
        assert report.from_partner.already_reported_reference == ""
        kept = json.dumps(report.answers) + json.dumps(sealed_of(report))
        kept += json.dumps(others_of(report.from_partner, report.reference))
        assert "anary" not in kept
        assert "0999" not in kept
        assert report.answers == {"contact_by": ["no_contact"]}
        assert set(given["left_out"]) == {*PERSON, "nickname", "already_reported_reference"}

    def test_contact_through_us_keeps_out_how_to_reach_them(self, program: Program) -> None:
        program.send(consent_scope="contact_through_us", contact_pager="Canary", **PERSON)
        report = Report.objects.get()
        assert set(sealed_of(report)) == {"who_did_it", "where", "do_not_disclose"}
        assert report.answers == {"contact_by": ["website"]}
        assert others_of(report.from_partner, report.reference) == {}

    @pytest.mark.parametrize("scope", ["share_identity", None])
    def test_else_everything_is_kept(self, program: Program, scope: str | None) -> None:
        program.send(consent_scope=scope, **PERSON)
        report = Report.objects.get()
        assert {**report.answers, **sealed_of(report)} == PERSON
        assert report.from_partner.consent_scope == (scope or "")

    def test_a_scope_that_does_not_exist_is_refused(self, program: Program) -> None:
        answer = program.send(consent_scope="everything")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "consent_scope")


class TestWords:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            (rb'"a\ud800b"', "a�b"),
            (rb'"a\u0000b"', "a�b"),
            (b'"a\xffb"', "a�b"),
            (rb'"a\r\nb"', "a\nb"),
            (rb'"\ud83d\ude00"', "😀"),
            (rb'"  kept  "', "  kept  "),
        ],
    )
    def test_are_kept_in_canonical_form(self, program: Program, sent: bytes, kept: str) -> None:
        answer = program.post("reports", b'{"what_happened": ' + sent + b"}", **{"Idempotency-Key": "one"})
        assert answer.status_code == 201
        report = Report.objects.get()
        assert (report.words, report.fingerprint) == (kept, hashlib.sha256(kept.encode()).hexdigest())

    def test_in_names_and_other_answers_too(self, program: Program) -> None:
        body = rb'{"what_happened": "x", "area": "\ud800", "\ud800\u0000": ["\udfff"], "partner_reference": "\u0000"}'
        assert program.post("reports", body, **{"Idempotency-Key": "one"}).status_code == 201

    def test_what_answers_no_question_is_kept_beside_and_named(self, program: Program) -> None:
        given = program.send(
            weather="rain", because=["race", "weather"], place_kind="bus", area=["SE15"], happened_to={"a": 1}
        ).json()
        report = Report.objects.get()
        assert report.answers == {"because": ["race"]}
        assert others_of(report.from_partner, report.reference) == {
            "weather": "rain", "because": '["weather"]', "place_kind": "bus", "area": '["SE15"]',
            "happened_to": '{"a": 1}',
        }  # fmt: skip
        assert {note["field"] for note in given["notes"]} == {"weather", "because", "place_kind", "area", "happened_to"}
        assert "rain" not in json.dumps(given)

    def test_an_answer_that_stands_alone_leaves_the_others_out(self, program: Program) -> None:
        program.send(contact_by=["email", "no_contact"])
        assert Report.objects.get().answers == {"contact_by": ["no_contact"]}


class TestSlips:
    SENT = {
        "happened_on": "2026-02-31", "contact_email": "nobody at home", "contact_phone": "12", "area": "SE99 1AA",
        "who_did_it": "a tall man",
    }  # fmt: skip

    def test_are_kept_as_they_were_sent_and_named_each_with_a_sentence(self, program: Program) -> None:
        answer = program.send(**self.SENT)
        assert answer.status_code == 201
        said = {note["field"]: note["detail"] for note in answer.json()["notes"]}
        assert set(said) == {"happened_on", "contact_email", "contact_phone", "area"}
        assert said["happened_on"].startswith("February 2026 has only 28 days.")
        assert all(sentence.endswith(" It is kept as you sent it.") for sentence in said.values())
        report = Report.objects.get()
        assert (report.answers["happened_on"], report.answers["area"]) == ("2026-02-31", "SE99 1AA")

    @pytest.mark.parametrize(
        "sent", ["2026-13", "0000-00-00", "1800-01-01", "2999-01-01", "31/2/2026", "9" * 40, "soon"]
    )
    def test_of_every_kind_of_day(self, program: Program, sent: str) -> None:
        answer = program.send(happened_on=sent)
        assert (answer.status_code, [one["field"] for one in answer.json()["notes"]]) == (201, ["happened_on"])
        assert Report.objects.get().answers["happened_on"] == sent

    @pytest.mark.parametrize("sent", ["2026-03-27", "2026-03", "2026"])
    def test_a_day_that_may_be_is_not_doubted(self, program: Program, sent: str) -> None:
        assert program.send(happened_on=sent).json()["notes"] == []

    def test_are_told_again_with_the_same_answer(self, program: Program) -> None:
        first, again = (program.send("one", **self.SENT) for _ in range(2))
        assert again["Idempotency-Replayed"] == "true"
        assert first.json() == again.json()

    def test_of_what_the_person_did_not_agree_to_are_not_told(self, program: Program) -> None:
        given = program.send(consent_scope="statistics_only", **self.SENT).json()
        assert not {one["field"] for one in given["notes"]} & set(given["left_out"])

    def test_are_named_in_bulk(self, program: Program) -> None:
        reports = [{"what_happened": "x", "happened_on": "2026-02-31"}, {"what_happened": "y"}]
        given = program.post("reports/bulk", {"reports": reports}, **{"Idempotency-Key": "one"}).json()
        assert [[note["field"] for note in one["notes"]] for one in given["results"]] == [["happened_on"], []]


class TestRefused:
    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b" ", 400), (b"{", 400), (b"[1]", 422), (b"{}", 422), (b'{"what_happened": 5}', 422),
            (b'{"what_happened": " "}', 422), (b'{"what_happened": NaN}', 400), (b"[" * 100_000, 400),
            (b'{"what_happened": "x", "taken_at": "2099-01-01"}', 422),
            (b'{"what_happened": "x", "taken_at": "2026-02-31"}', 422),
            (b'{"what_happened": "x", "language": 5}', 422),
            (b'{"what_happened": "x", "already_reported": 1}', 422),
            (b'{"what_happened": "x", "partner_reference": [1]}', 422),
        ],
    )  # fmt: skip
    def test_with_one_sentence(self, program: Program, body: bytes, status: int) -> None:
        answer = program.post("reports", body, **{"Idempotency-Key": "one"})
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["detail"].endswith(".")
        assert not Report.objects.exists()

    def test_above_16_mib(self, program: Program) -> None:
        answer = program.send(area="x" * (16 * 2**20))
        assert (answer.status_code, answer.json()["detail"]) == (
            413, "This is more than 16 MiB: send several reports, or a shorter one.",
        )  # fmt: skip

    def test_what_is_not_json(self, program: Program) -> None:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = program.client.post(
                "/api/v1/reports", b"a=1", content_type=kind, headers=program.headers(**{"Idempotency-Key": "one"})
            )
            assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json"), kind

    def test_without_an_idempotency_key(self, program: Program) -> None:
        assert program.post("reports", {"what_happened": "x"}).status_code == 400

    def test_when_the_database_is_away(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*args: object, **kwargs: object) -> None:
            raise OperationalError

        monkeypatch.setattr(partner_reports, "take_report", away)
        answer = program.send()
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")

    def test_an_address_or_method_that_there_is_not(self, program: Program) -> None:
        assert program.client.get("/api/v1/persons").json()["status"] == 404
        answer = program.client.get("/api/v1/reports")
        assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (
            405,
            "POST",
            "application/problem+json",
        )


class TestKeys:
    def test_are_kept_as_a_digest_only(self, program: Program) -> None:
        secret = program.key.rpartition("_")[2]
        row = PartnerKey.objects.values().get()
        assert secret not in json.dumps(row, default=str)
        assert secret.encode() not in bytes(row["digest"])

    @pytest.mark.parametrize("key", ["", "x", "heard_", "heard_AAAAAAAA_" + "B" * 32, "heard_é_\x00", "heard_a_b_c"])
    def test_that_are_wrong_open_nothing(self, program: Program, key: str) -> None:
        program.key = key
        answer = program.send()
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")

    def test_that_are_revoked_open_nothing_from_the_next_request_on(self, program: Program) -> None:
        from reporting.domain.partners import revoke_key

        reference = program.send().json()["reference"]
        key = PartnerKey.objects.get()
        assert revoke_key(key.pk, partner_id=program.partner.pk, by="admin", now=timezone.now())
        assert not revoke_key(key.pk, partner_id=program.partner.pk, by="other", now=timezone.now())
        assert program.send().status_code == 401
        assert program.ask(reference).status_code == 401

    def test_open_what_they_are_for(self, program: Program, only_status: Program) -> None:
        assert only_status.send().status_code == 403
        assert only_status.ask(program.send().json()["reference"]).status_code == 200

    @pytest.mark.parametrize(
        "change",
        [
            {"is_active": False},
            {"agreed_on": timezone.localdate() + timedelta(days=1)},
            {
                "agreed_on": timezone.localdate() - timedelta(days=9),
                "agreed_until": timezone.localdate() - timedelta(days=1),
            },
        ],
    )
    def test_open_nothing_without_an_agreement_in_force(self, program: Program, change: dict[str, object]) -> None:
        type(program.partner).objects.update(**change)
        assert program.send().status_code == 403

    def test_have_a_quota_of_requests(self, program: Program) -> None:
        PartnerKey.objects.update(per_minute=2)
        reference = program.send().json()["reference"]
        assert program.ask(reference).status_code == 200
        answer = program.ask(reference)
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 60
        PartnerKey.objects.update(minute_from=timezone.now() - timedelta(minutes=2))
        assert program.ask(reference).status_code == 200

    def test_have_a_quota_of_reports(self, program: Program) -> None:
        PartnerKey.objects.update(per_day=2)
        assert program.post("reports/bulk", {"reports": [{}] * 3}).status_code == 429
        assert program.send().status_code == 201
        assert program.send().status_code == 201
        answer = program.send()
        assert (answer.status_code, 0 < int(answer["Retry-After"]) <= 86_400) == (429, True)
        assert program.ask("0000-00000").status_code == 404  # asking goes on


class TestStatus:
    def test_is_told_of_ones_own_reports_only(self, program: Program, stranger: Program) -> None:
        reference = program.send(partner_reference="17").json()["reference"]
        answer = program.ask(reference.lower().replace("-", ""))
        told = answer.json()
        assert (told["reference"], told["partner_reference"], told["status"], told["promised"]) == (
            reference, "17", "received", "read",
        )  # fmt: skip
        assert "He spat" not in answer.content.decode()
        nothing = stranger.ask(reference)
        assert nothing.status_code == 404
        assert nothing.content == stranger.ask("0000-00000").content == stranger.ask("not a reference").content


class TestMany:
    def test_are_each_kept_or_refused_by_itself(self, program: Program) -> None:
        many = [
            {"idempotency_key": "a", "what_happened": "One."},
            {"idempotency_key": "b"},
            {"what_happened": "Without a key."},
            5,
            {"idempotency_key": "a", "what_happened": "Another under the same key."},
            {
                "idempotency_key": "c",
                "what_happened": "Two.",
                "consent_scope": "statistics_only",
                "contact_name": "Canary",
            },
        ]
        answer = program.post("reports/bulk", {"reports": many}).json()
        assert [one["status"] for one in answer["results"]] == [201, 422, 400, 400, 409, 201]
        assert (answer["taken"], answer["refused"], Report.objects.count()) == (2, 4, 2)
        again = program.post("reports/bulk", {"reports": many}).json()
        assert Report.objects.count() == 2
        assert again["results"][0]["follow_up_code"] == answer["results"][0]["follow_up_code"]
        assert program.send("a", what_happened="One.").json()["reference"] == answer["results"][0]["reference"]

    def test_take_the_key_of_the_whole_and_their_place(self, program: Program) -> None:
        many = {"reports": [{"what_happened": "One."}, {"what_happened": "Two."}]}
        for _ in range(2):
            assert program.post("reports/bulk", many, **{"Idempotency-Key": "all"}).json()["taken"] == 2
        assert Report.objects.count() == 2

    def test_are_a_thousand_at_most(self, program: Program) -> None:
        assert program.post("reports/bulk", {"reports": [{}] * 1001}).status_code == 422
        for nothing in ({}, [], {"reports": []}, {"reports": "x"}):
            assert program.post("reports/bulk", nothing).status_code == 422


def test_what_a_partner_said_is_never_changed(program: Program) -> None:
    program.send(partner_reference="17")
    with pytest.raises(Exception, match="never edited"):
        PartnerReport.objects.update(partner_reference="18")
