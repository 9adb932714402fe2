"""Who must act on a count is told that there is one: of surges and of incidents near protected sites, without content.

Supervisors, whoever is on duty and the press contacts are told of surges; keepers of protected sites of what gathers
near one. The e-mail says how many wait to be looked at and where; the desk says the rest, to whoever may see it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from cases.domain.carriers import carry_letter
from cases.domain.mail import addresses_of, is_mail_on
from cases.domain.turns import wait_turn
from cases.enums import NoticeState, Role
from cases.models import Account, AlarmContact, DutyShift, FindingNotice, SiteNotice, Surge
from cases.queries.absence import is_there

PRESS = 3  # the step of an alarm contact that is told of surges, and of no alarm
STILL_NEWS = timedelta(days=2)  # what was found longer ago is not told of any more
APART = timedelta(hours=6)  # nobody gets two of these within this time: what is found meanwhile comes with the next
_SENDING = "sending"
_READ_BY_THE_WORKER = ("username", "role", "unit", "is_active", "absent_until", "keeps_sites", "wants_digest")

Finding = Surge | SiteNotice


@dataclass
class _Letter:
    """To whom, and of what they have not been told."""

    address: str
    account: Account | None = None
    contact: str = ""
    findings: list[Finding] = field(default_factory=list)


def tell_of_findings(*, now: datetime) -> int:
    """Tell everybody of what was found and they were not told of; how many e-mails that were.

    Each row is written before its e-mail leaves: after a crash one may be missing, and none comes twice. Nobody gets
    two within six hours. What a server refuses is not tried again: the desk shows the same.
    """
    if not is_mail_on():
        return 0
    with transaction.atomic():
        wait_turn("findings")
        letters = _untold(now)
        FindingNotice.objects.bulk_create(
            [_row(letter, finding, now=now) for letter in letters for finding in letter.findings]
        )
    return sum(_send(letter, now=now) for letter in letters)


def _untold(now: datetime) -> list[_Letter]:
    since = now - STILL_NEWS
    surges = list(Surge.objects.alarms().filter(found_at__gt=since, found_at__lte=now).order_by("pk"))
    notices = list(SiteNotice.objects.filter(found_at__gt=since, found_at__lte=now).order_by("pk"))
    if not surges and not notices:
        return []
    told: defaultdict[tuple[int | None, str], set[tuple[str, int]]] = defaultdict(set)
    lately: set[tuple[int | None, str]] = set()
    for one in FindingNotice.objects.filter(at__gt=since - APART):
        who = (one.account_id, one.contact)
        told[who].add(("site", one.site_notice_id) if one.site_notice_id else ("surge", one.surge_id or 0))
        if one.at > now - APART:
            lately.add(who)
    letters = []
    for letter in _recipients(now, surges, notices):
        who = (letter.account.pk if letter.account else None, letter.contact)
        letter.findings = [one for one in letter.findings if _name(one) not in told[who]]
        if letter.findings and who not in lately:
            letters.append(letter)
    return letters


def _recipients(now: datetime, surges: list[Surge], notices: list[SiteNotice]) -> Iterable[_Letter]:
    """Everybody with an address, and what they may be told of."""
    there = list(Account.objects.filter(is_there(now), wants_digest=True).only(*_READ_BY_THE_WORKER).order_by("pk"))
    on_duty = set(DutyShift.objects.filter(starts_at__lte=now, ends_at__gt=now).values_list("account", flat=True))
    addresses = addresses_of(account.pk for account in there)
    for account in there:
        hears = account.role == Role.SUPERVISOR or account.pk in on_duty
        findings: list[Finding] = [*(surges if hears else []), *(notices if account.keeps_sites else [])]
        if findings and addresses.get(account.pk):
            yield _Letter(addresses[account.pk], account, findings=findings)
    for contact in AlarmContact.objects.filter(is_active=True, step=PRESS).exclude(email="").order_by("pk"):
        yield _Letter(contact.email, contact=contact.name, findings=list(surges))


def _send(letter: _Letter, *, now: datetime) -> bool:
    desk = settings.DESK_URL.rstrip("/")
    context = {
        "surges": sum(isinstance(one, Surge) for one in letter.findings),
        "sites": sum(isinstance(one, SiteNotice) for one in letter.findings),
        "surges_url": f"{desk}/desk/surges/", "sites_url": f"{desk}/desk/sites/",
        "own": f"{desk}/desk/workload/#digest" if letter.account else "",
    }  # fmt: skip
    subject = render_to_string("emails/finding_subject.txt", context).strip()
    body = render_to_string("emails/finding.txt", context)
    carried = carry_letter(letter.address, subject, body, sender=settings.DEFAULT_FROM_EMAIL)
    rows = FindingNotice.objects.filter(account=letter.account, contact=letter.contact, at=now)
    rows.update(state=carried.state, failure=carried.failure[:40])
    return carried.state == NoticeState.SENT


def _row(letter: _Letter, finding: Finding, *, now: datetime) -> FindingNotice:
    row = FindingNotice(account=letter.account, contact=letter.contact, at=now, state=_SENDING)
    if isinstance(finding, Surge):
        row.surge = finding
    else:
        row.site_notice = finding
    return row


def _name(finding: Finding) -> tuple[str, int]:
    return ("surge" if isinstance(finding, Surge) else "site", finding.pk)
