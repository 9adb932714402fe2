"""The administration: for administrators, logged, and through the domain."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin import site
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from cases.domain import audit, claiming, deciding
from cases.domain.audit import AuditDown
from cases.domain.categorisation import categorise_report
from cases.enums import State
from cases.models import (
    Account,
    AlarmContact,
    AuditEvent,
    Case,
    DecisionRule,
    DutyShift,
    PromiseRule,
    TimelineEntry,
    Unit,
)
from reporting.domain import outbox
from reporting.models import EmergencyLine, Outbox
from tests import cast as actors
from tests.cast import Cast
from tests.desk import draw_blind

pytestmark = pytest.mark.django_db
LISTS = ("case", "account", "unit", "promiserule", "decisionrule", "dutyshift", "alarmcontact", "auditevent")
CASES = "/admin/cases/case/"


def logged_in(account: Account) -> Client:
    """With both factors."""
    client = Client()
    client.force_login(account)
    device = TOTPDevice.objects.create(user=account, name="app", confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return client


@pytest.fixture
def admin(cast: Cast) -> Client:
    """The administrator's browser."""
    return logged_in(cast.admin)


def addresses() -> Iterator[str]:
    """Every list."""
    for model in site._registry:
        yield f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def test_every_list_and_form_opens_for_an_administrator(admin: Client, cast: Cast) -> None:
    actors.case(in_danger_now="yes")
    Account.objects.filter(pk=cast.admin.pk).update(keeps_sites=True)  # rank alone opens no list of protected sites
    for address in addresses():
        assert admin.get(address).status_code == 200, address
    for address in ("/admin/", "/admin/cases/", "/admin/password_change/", "/admin/jsi18n/"):
        assert admin.get(address).status_code == 200, address
    for name in ("account", "unit", "promiserule", "decisionrule", "dutyshift", "alarmcontact"):
        assert admin.get(f"/admin/cases/{name}/add/").status_code == 200, name


@pytest.mark.parametrize("who", ["officer", "colleague", "supervisor", "outsider"])
def test_for_officers_and_supervisors_the_administration_does_not_exist(cast: Cast, who: str) -> None:
    client = logged_in(getattr(cast, who))
    for address in ("/admin/", *addresses(), "/admin/password_change/"):
        assert client.get(address).status_code == 404, address


def test_an_auditor_finds_the_log_and_nothing_else(cast: Cast) -> None:
    client = logged_in(cast.auditor)
    assert client.get("/admin/").status_code == 200
    for address in addresses():
        assert client.get(address).status_code == (200 if address.endswith("/auditevent/") else 404), address


def test_nobody_comes_in_with_a_password_alone(cast: Cast) -> None:
    client = Client()
    assert client.get("/admin/").url.startswith("/desk/log-in/")
    client.force_login(cast.admin)
    assert client.get("/admin/").url.startswith("/desk/second-factor/")
    assert client.get(CASES).url.startswith("/desk/second-factor/")
    assert client.get("/admin/login/").status_code == 302


def test_second_factors_are_registered_nowhere(cast: Cast) -> None:
    names = {model._meta.label for model in site._registry}
    assert not [name for name in names if "otp" in name or "auth" in name]


def test_a_list_writes_one_row_that_names_every_case_shown(admin: Client, cast: Cast) -> None:
    references = sorted(actors.case().reference for _ in range(3))
    admin.get(CASES, {"state": "new"})
    row = AuditEvent.objects.get()
    assert (row.action, row.username, row.address, sorted(row.references)) == ("admin.list", "admin", CASES, references)
    assert row.details["asked"] == {"state": "new"}


def test_the_page_of_a_case_names_the_case_and_its_reports(admin: Client, cast: Cast) -> None:
    case = actors.case("Words that stay on the desk.")
    page = admin.get(f"{CASES}{case.pk}/change/")
    assert AuditEvent.objects.get(action="admin.view").references == [case.reference]
    assert case.reference in page.content.decode()
    assert "Words that stay on the desk." not in page.content.decode()


def test_nothing_is_shown_when_the_log_is_down(admin: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = actors.case()

    def away(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(audit.AuditEvent.objects, "create", away)
    for address in (CASES, f"{CASES}{case.pk}/change/"):
        answer = admin.get(address)
        assert answer.status_code == 503
        assert case.reference not in answer.content.decode()
    with pytest.raises(AuditDown):
        audit.record_event(account=None, action="x", address="", references=[], now=timezone.now())
    answer = admin.post("/admin/cases/unit/add/", {"key": "new", "name": "New", "is_active": "on"})
    assert answer.status_code == 503
    assert not Unit.objects.filter(key="new").exists()


def test_sealed_and_restricted_cases_do_not_exist_for_administrators(admin: Client, cast: Cast) -> None:
    sealed, restricted, other = actors.case(), actors.case(), actors.case(in_danger_now="yes")
    Case.objects.filter(pk=sealed.pk).update(unit=cast.sealed_unit)
    Case.objects.filter(pk=restricted.pk).update(is_restricted=True)
    ringing = actors.case(in_danger_now="yes")
    Case.objects.filter(pk=ringing.pk).update(unit=cast.sealed_unit)
    audit.record_event(
        account=cast.officer, action="case.open", address="", references=[sealed.reference], now=timezone.now()
    )
    pages = [
        admin.get(address).content.decode()
        for address in (CASES, "/admin/reporting/alarm/", "/admin/cases/auditevent/")
    ]
    for page in pages:
        for case in (sealed, restricted, ringing):
            assert case.reference not in page
    assert other.reference in pages[0]
    assert other.reference in pages[1]
    assert admin.get(f"{CASES}{sealed.pk}/change/").status_code == 302  # Django's way of saying that there is none
    assert "1 of 1 selected" in pages[0] or "1 case" in pages[0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "in_progress"}, 1),
        ({"priority": "immediate"}, 1),
        ({"lane": "held"}, 0),
        ({"strand": "race"}, 1),
        ({"q": "ZZZZ"}, 0),
    ],
)
def test_cases_are_filtered_and_searched(admin: Client, cast: Cast, asked: dict[str, str], found: int) -> None:
    taken = actors.case()
    claiming.take_case(taken.pk, by=cast.officer, now=timezone.now())
    Case.objects.filter(pk=taken.pk).update(strands=["race"])
    actors.case(in_danger_now="yes")
    Case.objects.exclude(pk=taken.pk).update(strands=[])
    assert len(admin.get(CASES, asked).context_data["cl"].result_list) == found


def test_a_suggestion_that_is_hidden_is_hidden_in_the_administration_too(
    admin: Client, cast: Cast, settings: Settings
) -> None:
    case = actors.case("He hit me and called me a paki. He broke my nose.", because=["disability"])
    draw_blind(case, settings)
    categorise_report(case.opened_for_id, now=timezone.now())
    actors.take_and_read(case, cast.officer)

    def shown() -> tuple[str, int, int]:
        row = BeautifulSoup(admin.get(CASES).content, "html.parser").select_one("#result_list tbody tr").text
        page = BeautifulSoup(admin.get(f"{CASES}{case.pk}/change/").content, "html.parser").select_one("#content").text
        found = [
            len(admin.get(CASES, {"strand": key}).context_data["cl"].result_list) for key in ("race", "disability")
        ]
        return row + page, *found

    text, race, disability = shown()
    assert "Disability" in text
    assert not [said for said in ("Race", "Verbal abuse", "Physical", "may be hurt") if said in text]
    assert (race, disability) == (0, 1)
    deciding.record_decision(
        case.pk,
        recording="intelligence_only",
        strands=["race"],
        kinds=["verbal_abuse"],
        by=cast.officer,
        now=timezone.now(),
    )
    text, race, disability = shown()
    assert not [said for said in ("Race", "Verbal abuse", "may be hurt") if said not in text]
    assert (race, disability) == (1, 1)


def test_a_reference_is_found_by_its_beginning(admin: Client, cast: Cast) -> None:
    case, _ = actors.case(), actors.case()
    found = admin.get(CASES, {"q": case.reference[:6].lower()}).context_data["cl"].result_list
    assert case in found


def test_the_list_costs_the_same_for_one_case_and_for_thirty(
    admin: Client, cast: Cast, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    actors.case()
    counts = []
    for more in (0, 29):
        for _ in range(more):
            actors.case()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            admin.get(CASES)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def act(admin: Client, action: str, *cases: Case, **given: object) -> list[str]:
    """Carry out an action on the list, and give what the page says afterwards."""
    data = {"action": action, "_selected_action": [case.pk for case in cases], **given}
    answer = admin.post(CASES, {**data, "sure": "yes"}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_an_action_first_asks_and_names_the_cases(admin: Client, cast: Cast) -> None:
    case = actors.case()
    page = admin.post(CASES, {"action": "close", "_selected_action": [case.pk]})
    assert page.status_code == 200
    assert case.reference in page.content.decode()
    assert AuditEvent.objects.filter(references=[case.reference], username="admin").exists()
    case.refresh_from_db()
    assert case.state == State.NEW


def test_closing_in_bulk_skips_what_is_unread_and_names_it(admin: Client, cast: Cast) -> None:
    ready, unread, unanswered = (actors.case() for _ in range(3))
    actors.decide_and_answer(actors.take_and_read(ready, cast.officer), cast.officer)
    claiming.take_case(unread.pk, by=cast.officer, now=timezone.now())
    actors.take_and_read(unanswered, cast.officer)
    said = act(
        admin, "close", ready, unread, unanswered, closing_reason="no_line_left", reason="Nothing more to follow."
    )
    states = {case.pk: Case.objects.get(pk=case.pk).state for case in (ready, unread, unanswered)}
    assert states == {ready.pk: State.CLOSED, unread.pk: State.IN_PROGRESS, unanswered.pk: State.IN_PROGRESS}
    assert "Done for 1 case." in said
    assert any(sentence.startswith(f"{unread.reference}: Read every report") for sentence in said)
    assert any(sentence.startswith(f"{unanswered.reference}: Record a decision") for sentence in said)
    assert TimelineEntry.objects.filter(case=ready, what="closed", by="admin").exists()


def test_closing_takes_a_reason(admin: Client, cast: Cast) -> None:
    case = actors.decide_and_answer(actors.take_and_read(actors.case(), cast.officer), cast.officer)
    data = {
        "action": "close",
        "_selected_action": [case.pk],
        "sure": "yes",
        "closing_reason": "no_line_left",
        "reason": " ",
    }
    assert admin.post(CASES, data).status_code == 200
    assert Case.objects.get(pk=case.pk).state != State.CLOSED


def test_cases_are_handed_back_and_assigned_through_the_domain(admin: Client, cast: Cast) -> None:
    taken, new = actors.take_and_read(actors.case(), cast.officer), actors.case()
    assert "Done for 1 case." in act(admin, "hand_back", taken, new)
    assert Case.objects.get(pk=taken.pk).officer is None
    assert "Done for 2 cases." in act(admin, "assign", taken, new, officer=cast.colleague.pk)
    assert set(Case.objects.values_list("officer__username", "state")) == {("colleague", State.IN_PROGRESS)}
    said = act(admin, "assign", new, officer=cast.outsider.pk)
    assert said == [f"{new.reference}: outsider cannot work on this case."]
    assert TimelineEntry.objects.filter(case=new, what="assigned", by="admin").count() == 1


def test_administrators_do_not_read_decide_or_answer(cast: Cast) -> None:
    from cases.domain import deciding, reading
    from cases.domain.refusals import NotThere

    case = actors.take_and_read(actors.case(), cast.officer)
    with pytest.raises(NotThere):
        reading.mark_read(case.pk, case.opened_for_id, by=cast.admin, now=timezone.now())
    with pytest.raises(NotThere):
        deciding.record_decision(case.pk, recording="nothing_recorded", reason="x", by=cast.admin, now=timezone.now())


def test_nothing_that_was_said_or_done_can_be_changed_or_deleted(admin: Client, cast: Cast) -> None:
    case = actors.case(in_danger_now="yes")
    alarm, work, event = case.opened_for.alarm, Outbox.objects.first(), AuditEvent.objects.first()
    rows = [("cases/case", case), ("reporting/alarm", alarm), ("reporting/outbox", work)]
    if event:
        rows.append(("cases/auditevent", event))
    for place, row in rows:
        assert admin.post(f"/admin/{place}/{row.pk}/change/", {"state": "closed"}).status_code == 403, place
        assert admin.post(f"/admin/{place}/{row.pk}/delete/", {"post": "yes"}).status_code == 403, place
        assert admin.post(f"/admin/{place}/add/").status_code == 403, place
    assert admin.post(f"/admin/cases/account/{cast.officer.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.post(f"/admin/cases/unit/{cast.unit.pk}/delete/", {"post": "yes"}).status_code == 403


def account_form(**changes: object) -> dict[str, object]:
    """What the form of an account sends."""
    return {
        "first_name": "",
        "last_name": "",
        "email": "",
        "role": "officer",
        "languages": "en",
        "is_active": "on",
        **changes,
    }


def test_an_account_is_added_with_a_password_and_without_further_rights(admin: Client, cast: Cast) -> None:
    secret = "a long pass phrase of words"
    form = account_form(
        username="newcomer", password1=secret, password2=secret, unit=cast.unit.pk, is_superuser="on", is_staff="on"
    )
    assert admin.post("/admin/cases/account/add/", form).status_code == 302
    made = Account.objects.get(username="newcomer")
    assert made.check_password(secret)
    assert (made.role, made.unit, made.is_superuser, made.is_staff) == ("officer", cast.unit, False, False)
    page = admin.get(f"/admin/cases/account/{made.pk}/change/").content.decode()
    assert "argon2" not in page
    assert "is_superuser" not in page


@pytest.mark.parametrize("secret", ["short", "password1234", "newcomer-1234"])
def test_a_weak_password_is_refused(admin: Client, cast: Cast, secret: str) -> None:
    form = account_form(username="newcomer", password1=secret, password2=secret, unit=cast.unit.pk)
    assert admin.post("/admin/cases/account/add/", form).status_code == 200
    assert not Account.objects.filter(username="newcomer").exists()


def test_an_officer_without_a_unit_is_refused_in_words(admin: Client, cast: Cast) -> None:
    page = admin.post(f"/admin/cases/account/{cast.officer.pk}/change/", account_form())
    assert "An officer or supervisor belongs to a unit." in page.content.decode()


def test_an_administrator_cannot_lock_everybody_out(admin: Client, cast: Cast) -> None:
    form = account_form(role="auditor")
    page = admin.post(f"/admin/cases/account/{cast.admin.pk}/change/", form)
    assert "ask another administrator" in page.content.decode()
    answer = admin.post(
        "/admin/cases/account/",
        {"action": "disable", "_selected_action": [cast.admin.pk, cast.officer.pk]},
        follow=True,
    )
    assert answer.status_code == 200
    assert set(Account.objects.filter(is_active=False).values_list("username", flat=True)) == {"officer"}


def test_resetting_the_second_factor_ends_its_holders_sessions(admin: Client, cast: Cast) -> None:
    theirs = logged_in(cast.officer)
    assert theirs.get("/desk/queue/").status_code == 200
    admin.post("/admin/cases/account/", {"action": "reset_second_factor", "_selected_action": [cast.officer.pk]})
    assert not TOTPDevice.objects.filter(user=cast.officer).exists()
    assert theirs.get("/desk/queue/").url.startswith("/desk/log-in/")
    assert AuditEvent.objects.filter(action="account.second_factor_reset", details__account="officer").exists()


def test_a_new_password_ends_the_sessions_of_its_holder(admin: Client, cast: Cast) -> None:
    theirs, secret = logged_in(cast.officer), "another long pass phrase"
    assert admin.get(f"/admin/cases/account/{cast.officer.pk}/password/").status_code == 200
    form = {"password1": secret, "password2": secret, "usable_password": "true"}
    assert admin.post(f"/admin/cases/account/{cast.officer.pk}/password/", form).status_code == 302
    assert theirs.get("/desk/queue/").url.startswith("/desk/log-in/")


def test_one_unit_is_the_default_and_never_a_sealed_one(admin: Client, cast: Cast) -> None:
    def choose(unit: Unit) -> None:
        admin.post("/admin/cases/unit/", {"action": "make_default", "_selected_action": [unit.pk]})

    choose(cast.other_unit)
    assert Unit.objects.get(is_default=True) == cast.other_unit
    choose(cast.sealed_unit)
    assert Unit.objects.get(is_default=True) == cast.other_unit


def test_a_promise_in_force_is_ended_and_replaced_never_rewritten(admin: Client, cast: Cast) -> None:
    rule = PromiseRule.objects.create(kind="answer", within=timedelta(hours=72), in_force_from="2026-01-01")
    admin.post(
        f"/admin/cases/promiserule/{rule.pk}/change/",
        {"within": "01:00:00", "in_force_until": "2026-06-30", "source": "board"},
    )
    rule.refresh_from_db()
    assert (rule.within, str(rule.in_force_until)) == (timedelta(hours=72), "2026-06-30")
    late = {"kind": "read", "priority": "", "within": "2 00:00:00", "in_force_from": "2026-07-01"}
    assert admin.post("/admin/cases/promiserule/add/", late).status_code == 200  # reading is promised within 24 hours
    assert not PromiseRule.objects.filter(kind="read").exists()


def test_a_decision_may_be_switched_off_from_a_day_on(admin: Client, cast: Cast) -> None:
    form = {"recording": "incident", "in_force_from": "2026-07-01", "source": "guidance of that month"}
    assert admin.post("/admin/cases/decisionrule/add/", form).status_code == 302
    assert DecisionRule.objects.get().is_allowed is False


def test_duty_contacts_and_emergency_lines_are_kept_and_removed(admin: Client, cast: Cast) -> None:
    shift = {
        "account": cast.officer.pk,
        "kind": "duty",
        "starts_at_0": "2026-07-01",
        "starts_at_1": "00:00",
        "ends_at_0": "2026-07-02",
        "ends_at_1": "00:00",
    }
    assert admin.post("/admin/cases/dutyshift/add/", shift).status_code == 302
    backwards = {**shift, "ends_at_0": "2026-06-01"}
    assert admin.post("/admin/cases/dutyshift/add/", backwards).status_code == 200
    assert (
        admin.post(
            "/admin/cases/alarmcontact/add/",
            {"name": "Control room", "step": 2, "email": "control@example.org", "is_active": "on"},
        ).status_code
        == 302
    )
    line = EmergencyLine.objects.create(key="999", label="Call", contact="999")
    assert "not yet checked by the operator" in admin.get("/admin/reporting/emergencyline/").content.decode()
    admin.post("/admin/reporting/emergencyline/", {"action": "checked_today", "_selected_action": [line.pk]})
    line.refresh_from_db()
    assert line.checked_on == timezone.localdate()
    for place, row in (
        ("cases/dutyshift", DutyShift.objects.get()),
        ("cases/alarmcontact", AlarmContact.objects.get()),
        ("reporting/emergencyline", line),
    ):
        assert admin.post(f"/admin/{place}/{row.pk}/delete/", {"post": "yes"}).status_code == 302, place
    assert not DutyShift.objects.exists()


def test_work_that_failed_is_tried_again_and_finished_work_stays_finished(admin: Client, cast: Cast) -> None:
    actors.report()
    actors.report()
    given_up, finished = Outbox.objects.order_by("pk")[:2]
    Outbox.objects.filter(pk=given_up.pk).update(needs_person=True, failures=3, failure="ValueError")
    Outbox.objects.filter(pk=finished.pk).update(finished_at=timezone.now())
    admin.post("/admin/reporting/outbox/", {"action": "try_again", "_selected_action": [given_up.pk, finished.pk]})
    given_up.refresh_from_db()
    assert (given_up.needs_person, given_up.failures) == (False, 0)
    assert given_up in Outbox.objects.due(timezone.now())
    assert outbox.retry([finished.pk], now=timezone.now()) == 0


def test_an_auditor_finds_who_looked_at_a_case_by_its_reference(cast: Cast) -> None:
    case = actors.case()
    Case.objects.filter(pk=case.pk).update(unit=cast.sealed_unit)
    now = timezone.now()
    for account, reference in ((cast.officer, case.reference), (cast.colleague, "OTHER")):
        audit.record_event(account=account, action="case.open", address="/", references=[reference], now=now)
    found = (
        logged_in(cast.auditor).get("/admin/cases/auditevent/", {"q": case.reference}).context_data["cl"].result_list
    )
    assert [row.username for row in found] == ["officer"]


def test_no_page_has_inline_script_or_style_or_a_foreign_address(admin: Client, cast: Cast) -> None:
    import re

    case = actors.case()
    pages = [
        *addresses(),
        "/admin/",
        f"{CASES}{case.pk}/change/",
        "/admin/cases/account/add/",
        f"/admin/cases/account/{cast.officer.pk}/change/",
    ]
    for address in pages:
        page = admin.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page), address
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), address
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page), address


def test_every_page_forbids_caching(admin: Client, cast: Cast) -> None:
    for address in addresses():
        assert "no-store" in admin.get(address)["Cache-Control"]


def test_the_list_of_accounts_costs_the_same_for_any_number(admin: Client, cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (0, 20):
        for number in range(more):
            Account.objects.create(username=f"officer-{number}", unit=cast.unit, password="!")
        with CaptureQueriesContext(connection) as captured:
            admin.get("/admin/cases/account/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_emergency_lines_are_not_deleted_in_bulk(admin: Client) -> None:
    lines = [EmergencyLine.objects.create(key=key, label="Call", contact=key) for key in ("999", "112")]
    assert "delete_selected" not in admin.get("/admin/reporting/emergencyline/").content.decode()
    chosen = {"action": "delete_selected", "_selected_action": [line.pk for line in lines], "post": "yes"}
    admin.post("/admin/reporting/emergencyline/", chosen)
    assert EmergencyLine.objects.count() == 2


def test_rows_and_filters_call_a_value_by_the_same_name(admin: Client, cast: Cast) -> None:
    actors.take_and_read(actors.case(in_danger_now="yes", because=["race"]), cast.officer)

    def shown(address: str, column: str, title: str) -> tuple[str, list[str]]:
        page = BeautifulSoup(admin.get(address).content, "html5lib")
        group = page.find("details", attrs={"data-filter-title": title})
        filters = [" ".join(one.text.split()) for one in group.select("li a")]
        return " ".join(page.select_one(f"#result_list .field-{column}").text.split()), filters

    for address, column, title in (
        (CASES, "state_name", "state"),
        (CASES, "priority_name", "priority"),
        (CASES, "lane_name", "lane"),
        (CASES, "strand_names", "strand"),
        (CASES, "unit", "unit"),
        ("/admin/reporting/alarm/", "outcome_name", "outcome"),
        ("/admin/reporting/alarm/", "cause_name", "cause"),
        ("/admin/cases/auditevent/?username=officer", "unit_name", "unit"),
        ("/admin/cases/account/", "role", "role"),
    ):
        value, filters = shown(address, column, title)
        assert value in filters, (column, value, filters)


@pytest.mark.parametrize(("outcome", "found"), [("ringing", 1), ("handed_over", 0), ("", 1)])
def test_alarms_that_ring_can_be_asked_for(admin: Client, cast: Cast, outcome: str, found: int) -> None:
    actors.case(in_danger_now="yes")
    answer = admin.get("/admin/reporting/alarm/", {"outcome": outcome} if outcome else {})
    assert len(answer.context_data["cl"].result_list) == found


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches(admin: Client, cast: Cast) -> None:
    actors.case()
    for address in (CASES, "/admin/cases/auditevent/"):
        box = BeautifulSoup(admin.get(address).content, "html5lib").find(id="result_list").parent
        assert (box["tabindex"], box["role"]) == ("0", "region")
        assert box["aria-label"]
