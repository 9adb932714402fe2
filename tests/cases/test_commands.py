"""The commands of the contract: what they add, what they find, and how they say that something is not built yet."""

import io
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from cases.domain import claiming, searchable
from cases.enums import Role, Shift
from cases.models import Account, AuditEvent, Commitment, DecisionRule, DutyShift, EnhancedGround, PromiseRule, Unit
from reporting.domain.partners import admit
from reporting.enums import KeyScope
from reporting.models import EmergencyLine, Outbox, Report
from reporting.taxonomy import RECORDING
from tests import cast as actors
from tests.cast import Cast
from tests.given import outside

ROOT = Path(__file__).resolve().parents[2]


def run(name: str, *arguments: str) -> tuple[int, str]:
    """Status and output."""
    out = io.StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "retention --dry-run",
    ],
)
def test_what_is_not_built_says_so_in_one_sentence(line: str) -> None:
    status, said = run(*line.split())
    assert status == 2
    assert said.endswith("is not built yet.\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "name",
    ["surges", "check_promises", "verify_audit", "reconcile", "doctor", "load_reference", "create_demo_accounts"],
)
def test_every_command_explains_itself(name: str) -> None:
    from django.core.management import get_commands, load_command_class

    assert len(load_command_class(get_commands()[name], name).help) > 30


@pytest.mark.django_db
class TestReferenceData:
    def test_a_new_database_gets_what_the_first_report_needs(self) -> None:
        assert "6 units" in run("load_reference")[1]
        assert Unit.objects.get(is_default=True).key == "hate-crime"
        assert Unit.objects.get(is_sealed=True).key == "counter-terrorism"
        ordinary, enhanced = PromiseRule.objects.filter(is_enhanced=False), PromiseRule.objects.filter(is_enhanced=True)
        hours = {(r.kind, r.priority): r.within.total_seconds() / 3600 for r in ordinary}
        assert hours["read", "immediate"] == 0.25
        assert (hours["read", "high"], hours["read", ""], hours["recording_decision", ""]) == (4, 24, 24)
        assert hours["next_action", ""] == 14 * 24
        assert {r.kind for r in enhanced} == {"answer", "update", "referral"}
        assert all(
            r.within.total_seconds() / 3600 < hours[r.kind, ""] and "Victims of Crime" in r.source for r in enhanced
        )
        assert EnhancedGround.objects.count() == 4
        assert set(DecisionRule.objects.values_list("recording", flat=True)) == set(RECORDING)
        assert {"999", "999, then 55", "18000", "0800 789 321"} <= set(
            EmergencyLine.objects.values_list("contact", flat=True)
        )

    def test_nobody_claims_to_have_checked_the_lines(self) -> None:
        run("load_reference")
        assert not EmergencyLine.objects.exclude(checked_on=None).exists()

    def test_a_second_call_adds_nothing_and_keeps_what_was_changed(self) -> None:
        run("load_reference")
        Unit.objects.filter(key="hate-crime").update(name="Our unit")
        EmergencyLine.objects.filter(key="18000").delete()
        assert run("load_reference")[1] == "Nothing to add.\n"
        assert Unit.objects.get(key="hate-crime").name == "Our unit"
        assert not EmergencyLine.objects.filter(key="18000").exists()

    def test_the_operators_default_unit_stays_the_default(self) -> None:
        Unit.objects.create(key="ours", name="Ours", is_default=True)
        run("load_reference")
        assert Unit.objects.get(is_default=True).key == "ours"


@pytest.mark.django_db
class TestDemoAccounts:
    def test_each_account_is_printed_once_with_a_password_that_works(self) -> None:
        run("load_reference")
        *lines, partner = [line.split() for line in run("create_demo_accounts")[1].splitlines()]
        assert partner[:2] == ["partner", "demo"]
        assert admit(partner[2], scope=KeyScope.REPORT, now=timezone.now())
        assert [(line[0], line[1]) for line in lines] == [
            ("account", name) for name in ("officer", "colleague", "supervisor", "outsider", "auditor", "admin")
        ]
        for _, name, password in lines:
            assert len(password) == 20
            assert Account.objects.get(username=name).check_password(password)
        assert run("create_demo_accounts") == (0, "")

    def test_they_have_the_roles_and_units_of_their_names(self) -> None:
        run("load_reference")
        run("create_demo_accounts")
        roles = dict(Account.objects.values_list("username", "role"))
        assert roles["auditor"] == Role.AUDITOR
        assert roles["admin"] == Role.ADMINISTRATOR
        outsider, officer = (Account.objects.get(username=name) for name in ("outsider", "officer"))
        assert outsider.unit != officer.unit
        assert not outsider.unit.is_sealed

    def test_somebody_is_on_duty_from_now_on(self) -> None:
        run("load_reference")
        run("create_demo_accounts")
        now = timezone.now()
        for kind in Shift:
            assert DutyShift.objects.filter(
                kind=kind, starts_at__lte=now, ends_at__gt=now + timedelta(days=300)
            ).exists()


@pytest.mark.django_db
class TestPromises:
    def test_all_is_well_with_new_cases(self, cast: Cast) -> None:
        actors.take_and_read(actors.case(), cast.officer)
        actors.case(now=timezone.now() - timedelta(days=4))
        status, said = run("check_promises")
        assert status == 0, said
        assert "2 of them are overdue" in said

    def test_a_wrong_due_time_is_named(self, cast: Cast) -> None:
        case = actors.case()
        without_rules("UPDATE cases_case SET next_due_at = next_due_at + interval '1 day' WHERE id = %s", case.pk)
        status, said = run("check_promises")
        assert status == 1
        assert f"WRONG case {case.reference}: due" in said

    def test_an_unread_report_without_a_promise_is_named(self, cast: Cast) -> None:
        case = actors.case()
        without_rules(
            "UPDATE cases_commitment SET released_at = now(), released_because = 'x' WHERE case_id = %s", case.pk
        )
        status, said = run("check_promises")
        assert status == 1
        assert f"report {case.reference}: unread" in said
        assert f"case {case.reference}: open, and owes nothing" in said

    def test_lateness_that_the_reporter_is_not_told_is_named(self, cast: Cast) -> None:
        case = actors.case(now=timezone.now() - timedelta(days=3))
        Report.objects.filter(pk=case.opened_for_id).update(public_due_at=timezone.now() + timedelta(days=1))
        status, said = run("check_promises")
        assert status == 1
        assert "the reporter is not told that we are late" in said
        late = Commitment.objects.overdue(timezone.now()).get(kind="read")
        assert f"commitment {late.pk} (read, case {case.reference})" in said


@pytest.mark.django_db
class TestAudit:
    def test_unsealed_rows_are_counted(self, cast: Cast) -> None:
        claiming.take_case(actors.case().pk, by=cast.officer, now=timezone.now())
        status, said = run("verify_audit")
        assert status == 0
        assert f"{AuditEvent.objects.count()} rows are not sealed" in said

    def test_a_seal_that_nobody_here_set_is_named(self, cast: Cast) -> None:
        claiming.take_case(actors.case().pk, by=cast.officer, now=timezone.now())
        row = AuditEvent.objects.latest("pk")
        AuditEvent.objects.filter(pk=row.pk).update(sequence=1, mac=b"x")
        status, said = run("verify_audit")
        assert status == 1
        assert f"audit row {row.pk} " in said


@pytest.mark.django_db
class TestReconcile:
    def test_all_is_well_with_what_came_in(self, cast: Cast) -> None:
        actors.case(now=timezone.now() - timedelta(minutes=5))
        searchable.index_what_is_owed(now=timezone.now())
        Outbox.objects.update(finished_at=timezone.now())
        status, said = run("reconcile")
        assert status == 0, said
        assert "1 reports compared." in said

    def test_a_report_without_a_case_is_named_after_a_minute(self, cast: Cast) -> None:
        report = actors.report(now=timezone.now() - timedelta(minutes=5))
        actors.report()
        Outbox.objects.update(finished_at=timezone.now())
        status, said = run("reconcile")
        assert status == 1
        assert said.count("WRONG") == 1
        assert f"WRONG report {report.reference}: no case was opened" in said

    def test_work_that_nobody_will_try_again_is_named_and_what_waits_for_a_person_is_told(self, cast: Cast) -> None:
        actors.case()
        first, *others = Outbox.objects.order_by("pk")
        Outbox.objects.filter(pk=first.pk).update(due_at=timezone.now() + timedelta(days=1))
        Outbox.objects.exclude(pk=first.pk).update(needs_person=True, failure="ValueError")
        status, said = run("reconcile")
        assert status == 1
        assert f"WRONG work {first.pk} " in said
        assert said.count("waits for a person: ValueError") == len(others)

    def test_other_words_than_those_of_the_fingerprint_are_named(self, cast: Cast) -> None:
        report = actors.report()
        without_rules("ALTER TABLE reporting_report DROP CONSTRAINT fingerprint_is_that_of_the_words")
        without_rules("UPDATE reporting_report SET words = 'other' WHERE id = %s", report.pk)
        status, said = run("reconcile")
        assert status == 1
        assert f"report {report.reference}: its words are not those of its fingerprint" in said
        assert "other" not in said

    def test_a_code_that_opens_nothing_is_named(self, cast: Cast) -> None:
        report = actors.report()
        Report.objects.filter(pk=report.pk).update(verifier=None)
        assert f"report {report.reference}: its code opens nothing" in run("reconcile")[1]


@pytest.mark.django_db
class TestDoctor:
    def test_a_well_kept_instance_passes(self, settings: Settings) -> None:
        settings.NOTICE_URL = "https://weather.example.org/"
        run("load_reference")
        run("create_demo_accounts")
        status, said = run("doctor")
        complaints = [line for line in said.splitlines() if line.startswith("NOT OK")]
        if outside("DATABASE_URL"):  # how a given server logs is not ours to set
            complaints = [line for line in complaints if "The server's log" not in line]
        else:
            assert status == 0
        assert complaints == []
        assert "6 emergency lines were not yet checked by the operator." in said

    def test_a_gap_in_the_duty_rota_is_named(self) -> None:
        run("load_reference")
        run("create_demo_accounts")
        DutyShift.objects.filter(kind=Shift.DUTY).update(ends_at=timezone.now() + timedelta(days=2))
        status, said = run("doctor")
        assert status == 1
        assert "NOT OK Nobody is on the duty desk from" in said

    def test_a_unit_in_which_everybody_is_absent_is_named(self) -> None:
        run("load_reference")
        run("create_demo_accounts")
        Account.objects.filter(unit__is_default=True).update(absent_until=timezone.now().date() + timedelta(days=2))
        status, said = run("doctor")
        assert status == 1
        assert "NOT OK Everybody who takes cases in" in said
        assert "NOT OK Nobody is on the duty desk from" in said

    def test_restricted_reports_that_nobody_may_read_are_named(self) -> None:
        run("load_reference")
        run("create_demo_accounts")
        Account.objects.update(reads_restricted=False)
        status, said = run("doctor")
        assert status == 1
        assert "NOT OK Nobody is named to read restricted reports" in said

    @pytest.mark.parametrize(
        ("grant", "said"),
        [
            (
                "GRANT SELECT (words) ON reporting_report TO heard_public",
                "heard_public may SELECT of reporting_report other columns",
            ),
            ("GRANT DELETE ON reporting_report TO heard_desk", "heard_desk may DELETE reporting_report"),
            ("GRANT TRUNCATE ON cases_auditevent TO heard_worker", "heard_worker may TRUNCATE cases_auditevent"),
            ("REVOKE SELECT ON cases_case FROM heard_desk", "heard_desk may not SELECT the whole of cases_case"),
            (
                "GRANT EXECUTE ON FUNCTION erase_report(bigint, bigint) TO heard_worker",
                "heard_worker may call erase_report(bigint,bigint)",
            ),
        ],
    )
    def test_a_right_that_differs_from_the_matrix_is_named(self, grant: str, said: str) -> None:
        without_rules(grant)
        status, found = run("doctor")
        assert status == 1
        assert said in found


def test_a_command_typed_by_hand_ends_with_status_2_and_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "retention", "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.endswith(" is not built yet.\n")
    assert done.stdout == ""


def without_rules(statement: str, *parameters: object) -> None:
    """As a superuser or a fault would do it: behind the back of the tables' rules."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending holds so far
        for table in ("cases_case", "cases_commitment", "reporting_report"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, list(parameters))
