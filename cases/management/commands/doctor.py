"""`manage.py doctor`: whether an instance stands as it must, one line a check."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cases.domain import text_messages
from cases.domain.mail import is_mail_on
from cases.domain.model_in_force import model_in_force
from cases.engine.model import DamagedModelError
from cases.enums import Shift
from cases.models import AlarmContact, RoutingRule, Unit
from cases.queries.complaints import complaints_that_nobody_may_have
from cases.queries.duty_gaps import first_gap
from cases.queries.readers import police_unit, readers, units_without_reader, working_units
from cases.queries.reviews import reviews_that_nobody_may_answer
from cases.queries.rights import differences
from cases.queries.staffing import cases_that_nobody_sees, deserted_units
from reporting.models import EmergencyLine, SupportOrganisation
from reporting.queries.statements import statements_missing

# By default a violated constraint writes the whole statement, words included, into the server's log.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse", "log_statement": "none",
         "log_parameter_max_length_on_error": "0"}  # fmt: skip
AHEAD = timedelta(days=7)
Line = tuple[bool | None, str]  # well, not well, or None for a note


class Command(BaseCommand):
    """Changes nothing; run as owner."""

    help = "Check server, rights, keys, duty and reference data of this instance. Status 1 when something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        bad = False
        for well, sentence in _findings():
            self.stdout.write({True: "ok     ", False: "NOT OK ", None: "note   "}[well] + sentence)
            bad = bad or well is False
        if bad:
            sys.exit(1)


def _findings() -> Iterator[Line]:
    yield settings.KEYS_ARE_SET, "Keys are set outside the database." if settings.KEYS_ARE_SET else "Keys are not set."
    try:
        yield True, f"The categoriser's model in force is {model_in_force().version}."
    except DamagedModelError as error:
        yield False, f"{error} Reports are taken and wait for a person."
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield not plan, f"{len(plan)} migrations are waiting." if plan else "All migrations are applied."
    if plan:
        return  # the tables that follow may not be there
    yield from _server()
    yield from _rights()
    yield from _duty()
    yield from _reference()
    yield from _ways_to_stop()


def _ways_to_stop() -> Iterator[Line]:
    """Whoever is told that something waits for them can say: no more."""
    if settings.NOTICE_URL:
        return
    if is_mail_on():
        yield False, "E-mails to people who reported say no way to stop them: set NOTICE_URL."
    if text_messages.is_on() and not text_messages.can_be_answered():
        yield (
            False,
            "Texts come from a name, which nobody can answer with STOP: set NOTICE_URL, or a number as SMS_FROM.",
        )


def _server() -> Iterator[Line]:
    for name, wanted in QUIET.items():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [name])
            found = cursor.fetchone()[0]
        yield (
            found == wanted,
            f"The server's {name} is {found}"
            + ("." if found == wanted else f", not {wanted}: words could reach its log."),
        )


def _rights() -> Iterator[Line]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{report_is_said_once}', true)")
        cursor.execute("SELECT _pgtrigger_should_ignore('report_is_said_once')")
        is_closed = cursor.fetchone() == (False,)
        cursor.execute("SELECT set_config('pgtrigger.ignore', '', true)")
    yield (
        is_closed,
        "No session can switch the rules of the tables off."
        if is_closed
        else ("A session can switch the rules of the tables off: run `manage.py grant_roles`."),
    )
    found = list(differences(connection))
    for sentence in found:
        yield False, f"Rights: {sentence}: run `manage.py grant_roles`."
    if not found:
        yield True, "The rights of the database roles are those of the written matrix."


def _duty() -> Iterator[Line]:
    now = timezone.now()
    for kind, who in ((Shift.DUTY, "on the duty desk"), (Shift.SUPERVISOR, "as supervisor on call")):
        gap = first_gap(kind, since=now, until=now + AHEAD)
        yield (
            gap is None,
            f"Nobody is {who} from {timezone.localtime(gap):%Y-%m-%d %H:%M}."
            if gap
            else f"Somebody is {who} for {AHEAD.days} days.",
        )
    for unit in deserted_units(now):
        yield False, f"Everybody who takes cases in {unit.name} is marked absent or disabled."
    for case in cases_that_nobody_sees(now):
        yield False, f"Nobody of its unit who is there may see case {case.reference}: let somebody else have it."
    if not AlarmContact.objects.filter(is_active=True, step__lte=2).exists():
        yield None, "Alarms go to the desk and to officers' e-mail only: no other contact is named."


def _reference() -> Iterator[Line]:
    has_unit = Unit.objects.filter(is_default=True).exists()
    yield has_unit, "New cases have a unit to come to." if has_unit else "No unit is named for new cases."
    unit = police_unit() or Unit.objects.filter(is_default=True).first()
    has_reader = unit is not None and readers().filter(unit=unit).exists()
    yield (
        has_reader,
        (
            f"Somebody in {unit} reads restricted reports, such as those about the police."
            if has_reader
            else "Nobody is named to read restricted reports: name a reader in /admin/."
        ),
    )
    if unit is not None and not unit.takes_police_reports:
        yield None, "Reports about the police come to the unit that has new cases: no other has a named reader."
    for bereft in units_without_reader():
        yield False, f"{bereft} has restricted cases that nobody there may read: name a reader in /admin/."
    for rule in RoutingRule.objects.in_force(timezone.localdate()).exclude(unit__in=working_units()):
        yield None, f"Routing rule “{rule}” does nothing: nobody works in the unit that it leads to."
    for about in statements_missing(timezone.localdate()):
        sentence = f"The operator has not said on the public pages {about}: write it in /admin/."
        yield (False if settings.HTTPS else None), sentence  # compulsory before the public may use it
    lines = EmergencyLine.objects.count()
    unchecked = EmergencyLine.objects.filter(checked_on=None).count()
    yield lines > 0, f"{lines} emergency lines are shown." if lines else "No emergency line is shown."
    if unchecked:
        yield None, f"{unchecked} emergency lines were not yet checked by the operator."
    unreachable = SupportOrganisation.objects.filter(is_shown=True, phone="", other_ways="").count()
    if unreachable:
        yield (
            None,
            f"{unreachable} organisations that help are shown without a way to reach them: fill them in in /admin/.",
        )
    for work in complaints_that_nobody_may_have():
        yield False, f"Complaint {work.complaint.reference}: no supervisor may have it: name another supervisor."
    for _, case in reviews_that_nobody_may_answer():
        yield (
            False,
            f"Case {case.reference}: a review was asked for that nobody in {case.unit} may answer, since all had a part in"
            " it: send the case to another unit.",
        )
