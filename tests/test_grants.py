"""As each database role, every table and verb equals the written matrix; and the surfaces can live with it."""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from cases import grants
from cases.domain import (
    alarm_care,
    borough_months,
    bulletins,
    claiming,
    closing,
    complaints,
    drafts,
    duty,
    intake,
    lanes,
    likeness,
    presence,
    referrals,
    roll_ups,
    searchable,
    sites,
    surges,
)
from cases.domain.categorisation import categorise_report
from cases.domain.entering import enter_report
from cases.domain.figures import publish_figures
from cases.domain.hot_spots import incidents_seen
from cases.engine.asked import read_search
from cases.engine.sites_file import SiteLine
from cases.enums import DatedBy
from cases.models import BoroughMonth, Bulletin, Case, CountOfDay, ProtectedSite, Surge
from cases.queries.bulletin import bulletin_of
from cases.queries.complaints import open_complaints
from cases.queries.hot_spots import populations
from cases.queries.likeness import cases_beside
from cases.queries.search import search_page
from cases.queries.series import series_of
from cases.queries.trends import What, counts_of
from reporting.domain import about_you, follow_up, outbox, referral_links, resuming, step_totals
from reporting.domain import drafts as of_the_public
from reporting.domain.about_you import AboutYou
from reporting.domain.complaints import followed, make_complaint, open_complaint
from reporting.domain.complaints import stop_code as stop_complaint
from reporting.domain.partner_reports import Said, standing_of, take_report
from reporting.domain.partners import admit, issue_key
from reporting.domain.submission import submit_report
from reporting.domain.webhooks import TELL, tell_partner
from reporting.enums import KeyScope, PartnerSays
from reporting.models import Alarm, EqualityCount, Outbox, Partner, PublishedFigure, Report, StatusEvent, StepTotal
from reporting.queries import figures
from reporting.queries.equality import questions_in_force
from reporting.queries.statements import statements_missing
from reporting.queries.support import organisations_that_help
from tests.cast import Cast, case, decide_and_answer, left, refer, take_and_read
from tests.servers import role_url

pytestmark = pytest.mark.django_db(transaction=True)
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Everything inside goes over a real connection of this role."""
    mine = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    theirs = urlsplit(role_url(role.removeprefix("heard_"), connection.settings_dict["NAME"]))
    connection.close()
    connection.settings_dict.update(USER=theirs.username, PASSWORD=unquote(theirs.password or ""))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(mine)


def granted(role: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """What PostgreSQL says: (table, verb) -> columns, () for the whole table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, v.verb, has_table_privilege(%s, c.oid, v.verb),
                      array_remove(array_agg(a.attname::text ORDER BY a.attname)
                                   FILTER (WHERE v.verb IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                                           AND has_column_privilege(%s, c.oid, a.attnum, v.verb)), NULL)
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,
                    unnest(%s::text[]) AS v(verb)
               WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
               GROUP BY c.relname, c.oid, v.verb""",
            [role, role, list(VERBS)],
        )
        return {
            (table, verb): () if whole else tuple(columns)
            for table, verb, whole, columns in cursor.fetchall()
            if whole or columns
        }


@pytest.mark.parametrize("role", sorted(grants.MATRIX))
def test_each_role_has_exactly_the_written_rights(role: str) -> None:
    written = {
        (table, verb): tuple(sorted(columns))
        for table, verbs in grants.MATRIX[role].items()
        for verb, columns in verbs.items()
    }
    assert granted(role) == written


@pytest.mark.parametrize("role", sorted(grants.MATRIX))
def test_each_role_owns_nothing_and_makes_nothing(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [role])
        assert cursor.fetchone() == (0,)
    with pytest.raises(DatabaseError), acting_as(role), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE something (id int)")


def test_the_public_role_takes_reports_and_answers_codes_without_reading_a_word(cast: Cast) -> None:
    with acting_as("heard_public"):
        receipt = submit_report(
            answers={"what_happened": "They followed me.", "in_danger_now": "yes", "who_did_it": "two men"},
            token="t", now=timezone.now(),
        )  # fmt: skip
        assert receipt == submit_report(answers={"what_happened": "They followed me."}, token="t", now=timezone.now())
        visit = follow_up.open_report(receipt.code, now=timezone.now())
        assert follow_up.language_of(visit) == "en-gb"
        assert follow_up.send_message(visit, words="One more thing.", token="m", now=timezone.now())
        assert [one.words for one in follow_up.read_thread(visit)] == ["One more thing."]
        assert follow_up.stop_code(visit, now=timezone.now())
    for forbidden in ("SELECT words FROM reporting_report", "SELECT * FROM reporting_message", "SELECT 1 FROM cases_case",
                      "DELETE FROM reporting_outbox", "SELECT verifier FROM reporting_report"):  # fmt: skip
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting_as("heard_public"),
            connection.cursor() as cursor,
        ):
            cursor.execute(forbidden)


def test_the_public_role_serves_a_partner_without_reading_its_keys_or_reports(cast: Cast, settings: Settings) -> None:
    partner = Partner.objects.create(name="Partner", agreed_on=timezone.localdate(), webhook_url="https://127.0.0.1/")
    key, now = issue_key(partner.pk, label="theirs", by="admin", now=timezone.now()), timezone.now()
    body = {"what_happened": "He spat at me.", "weather": "rain", "contact_name": "Amina"}
    with acting_as("heard_public"):
        admitted = admit(key, scope=KeyScope.REPORT, reports=1, now=now)
        taken = [
            take_report(admitted=admitted, idempotency_key="one", body=body, said=Said(partner_reference="17"), now=now)
            for _ in range(2)
        ]
        assert [one.is_again for one in taken] == [False, True]
        reference = taken[0].receipt.reference
        assert standing_of(reference, admitted=admitted).partner_reference == "17"
        for forbidden in ("SELECT digest FROM reporting_partnerkey", "SELECT 1 FROM reporting_partner",
                          "SELECT partner_reference FROM reporting_partnerreport", "SELECT 1 FROM reporting_statusevent",
                          "UPDATE reporting_partnerkey SET per_day = 1"):  # fmt: skip
            with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
                cursor.execute(forbidden)
    settings.PARTNER_WEBHOOKS = True
    report = Report.objects.get(reference=reference)
    with acting_as("heard_worker"):
        intake.open_case(report.pk, now=now)
    with acting_as("heard_desk"):
        take_and_read(Case.objects.get(opened_for=report), cast.officer)
        assert issue_key(partner.pk, label="another", by="admin", now=now)
    with acting_as("heard_worker"):
        owed = Outbox.objects.get(task=TELL)
        assert outbox.finish(owed.pk, lambda event: tell_partner(event, now=now), now=now)  # tried: it leads inside
    event = StatusEvent.objects.get()
    assert (event.tries, event.told_at, Outbox.objects.filter(task=TELL).count()) == (1, None, 2)


def test_the_desk_enters_a_report_with_its_rights(cast: Cast) -> None:
    with acting_as("heard_desk"):
        receipt = enter_report(
            answers={"what_happened": "He spat at me.", "contact_name": "Amina"}, channel="phone", token="caller",
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip
    assert Case.objects.filter(reference=receipt.reference).exists()


def test_the_public_role_counts_who_answers_and_cannot_read_the_numbers() -> None:
    about = AboutYou((("age", "How old are you?", "18-24", "18 to 24"), ("sex", "What is your sex?", "male", "Male")))
    with acting_as("heard_public"):
        for _ in range(2):
            about_you.count(about, now=timezone.now())
        assert questions_in_force(timezone.localdate()) == []
        assert len(statements_missing(timezone.localdate())) == 1
        with pytest.raises(ProgrammingError, match="permission denied"):
            EqualityCount.objects.count()
    assert set(EqualityCount.objects.values_list("question", "answer", "number")) == {
        ("age", "18-24", 2), ("sex", "male", 2)
    }  # fmt: skip


def test_worker_and_desk_do_their_whole_work_with_their_rights(cast: Cast) -> None:
    receipt = submit_report(
        answers={"what_happened": "They spat at me."}, token=secrets.token_hex(8), now=timezone.now()
    )
    report = Report.objects.get(reference=receipt.reference)
    with acting_as("heard_worker"):
        row = Outbox.objects.get(task="cases.open_case")
        assert outbox.finish(
            row.pk, lambda subject: intake.open_case(subject, now=timezone.now()) and None, now=timezone.now()
        )
        categorise_report(report.pk, now=timezone.now())
        row = Outbox.objects.get(task="cases.find_alike")
        assert outbox.finish(
            row.pk, lambda case_id: likeness.find_alike(case_id, now=timezone.now()) and None, now=timezone.now()
        )
        searchable.index_what_is_owed(now=timezone.now())
        searchable.fill_some(now=timezone.now(), most=1)
        assert outbox.sweep(now=timezone.now() + timedelta(hours=1)) == 1
    with acting_as("heard_desk"):
        held = claiming.claim_next(by=cast.officer, now=timezone.now())
        decide_and_answer(take_and_read(held, cast.officer), cast.officer)
        assert (
            closing.close_case(held.pk, closing_reason="person_wants_no_more", by=cast.officer, now=timezone.now())
            == "closed"
        )
        assert cases_beside(held, cast.officer).references == []
        assert not series_of(cast.officer).exists()
        for near, words in ((False, "spat"), (True, "spatt")):
            page = search_page(cast.officer, read_search(f"{words} state:closed"), near=near)
            assert [hit.case.pk for hit in page.hits] == [held.pk]


def test_danger_in_a_later_message_rings_anew_with_the_workers_rights(cast: Cast) -> None:
    held = case(in_danger_now="yes")
    alarm = Alarm.objects.get(report=held.opened_for)
    duty.no_danger(alarm.pk, reason="They are with friends.", by=cast.officer, now=timezone.now())
    left(held, "He has a knife and he is inside the flat now, please help us.")
    with acting_as("heard_worker"):
        assert intake.take_messages_left(before=timezone.now() + timedelta(seconds=1), now=timezone.now()) == 1
        assert lanes.let_go_of_unread(now=timezone.now()) == 0
    assert Alarm.objects.ringing().get() == alarm


def test_what_nobody_went_on_with_rings_again_with_the_workers_rights(cast: Cast) -> None:
    alarm = Alarm.objects.get(report=case(in_danger_now="yes").opened_for)
    with acting_as("heard_desk"):
        duty.acknowledge(alarm.pk, by=cast.officer, now=timezone.now())
    with acting_as("heard_worker"):
        assert alarm_care.ring_unattended(now=timezone.now() + timedelta(hours=1)) == 1
    with acting_as("heard_desk"):
        duty.end_alarm(alarm.pk, done="They are safe.", by=cast.officer, now=timezone.now())


@pytest.mark.parametrize("says", PartnerSays)
def test_a_partners_own_answer_goes_from_the_public_to_the_desk_with_each_roles_rights(
    cast: Cast, says: PartnerSays
) -> None:
    held = take_and_read(case(contact_name="Jo", contact_phone="020 7946 0999"), cast.officer)
    referral = refer(held, cast.officer)
    with acting_as("heard_desk"):
        _, code = referrals.make_answer_code(held.pk, referral.pk, by=cast.officer, now=timezone.now())
    with acting_as("heard_public"):
        assert referral_links.answer(code, says=says, name="A", number="1", note="We called.", now=timezone.now())
    with acting_as("heard_worker"):
        subject = Outbox.objects.get(task="cases.take_partner_answer").subject
        referrals.take_partner_answer(subject, now=timezone.now())
    referral.refresh_from_db()
    assert referral.outcome == says


@pytest.mark.parametrize("role", ["heard_public", "heard_desk", "heard_worker", "heard_auditor"])
def test_no_role_edits_or_removes_what_was_said(cast: Cast, role: str) -> None:
    held = case()
    for statement in (
        "UPDATE reporting_report SET words = 'x'", "DELETE FROM reporting_report", "TRUNCATE reporting_report CASCADE",
        "UPDATE cases_timelineentry SET note = 'x'", "DELETE FROM cases_auditevent",
        "ALTER TABLE reporting_report DISABLE TRIGGER ALL",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), acting_as(role), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Case.objects.get().reference == held.reference


def test_naming_triggers_to_be_skipped_opens_no_door(cast: Cast) -> None:
    case()
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname::text)::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger%%'")
        names = cursor.fetchone()[0]
    with (
        pytest.raises(DatabaseError, match=r"a case keeps|Cannot update"),
        acting_as("heard_desk"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [names])
        cursor.execute("UPDATE cases_case SET reference = 'other'")


def test_erasure_takes_two_people_and_goes_through_the_one_door(cast: Cast) -> None:
    held = case(who_did_it="a neighbour")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_erasuredecision (report_id, reason, decided_by_id, decided_at)"
            " VALUES (%s, 'due', %s, now()) RETURNING id",
            [held.opened_for_id, cast.supervisor.pk],
        )
        decision = cursor.fetchone()[0]
    with pytest.raises(DatabaseError, match="two approvers"), acting_as("heard_desk"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT erase_report(%s, %s)", [held.opened_for_id, decision])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_erasuredecision SET approved_by_id = %s, approved_at = now()", [cast.admin.pk])
    with acting_as("heard_desk"), connection.cursor() as cursor:
        cursor.execute("SELECT erase_report(%s, %s)", [held.opened_for_id, decision])
    report = Report.objects.get()
    assert (report.words, report.sealed_answers, report.erasure_decision) == ("", None, decision)
    assert report.erased_at


def test_the_desk_keeps_drafts_and_says_who_is_here_and_the_ring_forgets_both(cast: Cast) -> None:
    held, now = Case.objects.select_related("unit").get(pk=case().pk), timezone.now()
    with acting_as("heard_desk"):
        on = drafts.On(held.pk)
        presence.be_here(held, by=cast.officer, now=now)
        assert drafts.keep_draft(on, form="note", about="", values={"note": ["x"]}, by=cast.officer, now=now)
        drafts.discard_draft(on, form="note", about="", by=cast.officer, now=now)
    with acting_as("heard_worker"):
        later = now + timedelta(days=8)
        assert (drafts.remove_old(now=later), presence.forget_old(now=later)) == (1, 1)


def test_leaving_coming_back_and_complaining_work_with_each_roles_rights(cast: Cast) -> None:
    key, now = of_the_public.new_key(), timezone.now()
    step_totals.forget_waiting()  # what tests before this one counted
    with acting_as("heard_public"):
        draft = of_the_public.keep_answers(
            uuid.uuid4(), key=key, token="t", answers={"what_happened": "x"}, begins=True, now=now
        )
        code, _ = resuming.ask_code(draft.id, key=key, now=now)
        assert resuming.resume(code, key=key, now=now)
        assert of_the_public.keep_open(draft.id, key=key, now=now)
        step_totals.count_step("where", "shown", day=now.date(), now=now)
        step_totals.write_waiting()
        assert StepTotal.objects.get(step="where").shown == 1
        assert organisations_that_help() == []
        made = make_complaint(words="Nobody called.", contact="a@example.org", token="c", now=now)
        assert made == make_complaint(words="Nobody called.", token="c", now=now)
    for forbidden in (
        "SELECT words FROM reporting_complaint",
        "SELECT verifier FROM reporting_complaint",
        "SELECT words FROM reporting_complaintnews",
        "SELECT language FROM reporting_report",
        "SELECT 1 FROM cases_complaintwork",
    ):
        with pytest.raises(ProgrammingError), acting_as("heard_public"), connection.cursor() as cursor:
            cursor.execute(forbidden)
    with acting_as("heard_worker"):
        row = Outbox.objects.get(task="cases.take_complaint")
        assert outbox.finish(row.pk, lambda subject: complaints.take_in(subject, now=now), now=now)
    with acting_as("heard_desk"):
        work = open_complaints(cast.supervisor).get()
        complaints.take_complaint(work.pk, by=cast.supervisor, now=now)
        complaints.answer_complaint(work.pk, answer="Sorry.", how="by e-mail", by=cast.supervisor, now=now)
        assert complaints.close_complaint(work.pk, reason="Upheld.", by=cast.supervisor, now=now).closed_at
    with acting_as("heard_public"):
        visit = open_complaint(made.code)
        assert followed(visit)[0].answer == "Sorry."
        assert stop_complaint(visit)
        assert followed(visit) == []
    with acting_as("heard_worker"):
        assert of_the_public.forget_expired(now=now + timedelta(days=8)) == 1


def test_the_worker_counts_and_the_desk_writes_the_bulletin_and_notes_on_surges(cast: Cast) -> None:
    now = timezone.now()
    day = timezone.localdate(now) - timedelta(days=1)
    case(now=now - timedelta(days=1))
    with acting_as("heard_worker"):
        assert roll_ups.roll_up() > 0
        assert surges.find_surges(timezone.localdate(now), now=now) == []
        Surge.objects.create(key="all", day=day, observed=9, expected=1, upper=4, chance=0.001, found_at=now)
    with acting_as("heard_desk"):
        found = bulletin_of(day)
        assert found is not None
        bulletin = bulletins.draft_bulletin(day, content=found.as_dict(), by=cast.officer, now=timezone.localtime(now))
        bulletins.approve_bulletin(bulletin.pk, by=cast.supervisor, now=now)
        bulletins.publish_bulletin(bulletin.pk, by=cast.supervisor, now=now)
        surges.note_step(Surge.objects.get().pk, note="Patrols told.", by=cast.officer, now=now)
    with acting_as("heard_worker"):
        publish_figures(now=now)
        publish_figures(now=now + timedelta(minutes=10))
        for hidden in ("drafted_by_id", "approved_by_id", "published_by_id"):  # what is said, not who said it
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                Bulletin.objects.values_list(hidden).get()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Bulletin.objects.update(edition=2)
    with acting_as("heard_public"):
        assert figures.promise_figures() is not None
        assert [one.value["edition"] for one in figures.bulletins()] == [1]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            BoroughMonth.objects.exists()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            PublishedFigure.objects.update(value={})
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Bulletin.objects.values_list("content").get()
    with acting_as("heard_desk"):
        for _ in range(2):
            assert borough_months.month_as_said(date(2020, 2, 1), dated_by=DatedBy.RECEIVED, now=now) is not None
        with pytest.raises(ProgrammingError), transaction.atomic():
            CountOfDay.objects.update(count=1)


def test_the_worker_finds_what_gathers_near_a_site_without_its_contact_and_the_desk_warns_it(cast: Cast) -> None:
    now = timezone.now()
    line = SiteLine("school", "Oak School", "Oak Lane", "N1 1AA", "N1", "islington", [], "The head", now.date())
    sites.import_sites([line], by="root", now=now)
    type(cast.officer).objects.filter(pk=cast.officer.pk).update(keeps_sites=True)
    for _ in range(3):
        case(now=now, area="N1")
    with acting_as("heard_worker"):
        notice = sites.find_gatherings(now=now)[0]
        with pytest.raises(ProgrammingError), transaction.atomic():
            list(ProtectedSite.objects.values("sealed_contact"))
    with acting_as("heard_desk"):
        cast.officer.refresh_from_db()
        assert sites.contact_of(ProtectedSite.objects.get(), by=cast.officer) == "The head"
        sites.warn_site(notice.site_id, notice_id=notice.pk, told="The head.", token="t", by=cast.officer, now=now)
        assert counts_of(What(), first=now.date(), last=now.date()).sources == set()
        assert len(incidents_seen(cast.officer, strand="", first=now.date(), last=now.date())[0]) == 3
        assert populations() == {}
    for role in ("heard_public", "heard_auditor"):
        with pytest.raises(ProgrammingError), acting_as(role), transaction.atomic():
            ProtectedSite.objects.exists()
