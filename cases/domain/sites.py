"""Protected sites: kept by few, watched for incidents that gather near one, warned by the contact that was agreed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases.domain.audit import record_event
from cases.domain.refusals import NotThere, Refused
from cases.domain.timeline import write_entry
from cases.domain.turns import wait_turn
from cases.engine.london import hints_of
from cases.engine.nearness import Incident, Site, following, gathering, how_near
from cases.engine.sites_file import SiteLine
from cases.engine.text import fold
from cases.enums import State
from cases.models import (
    Account,
    ActionTaken,
    BoroughPopulation,
    Case,
    CaseReport,
    ProtectedSite,
    SiteNotice,
    SiteWarning,
)
from cases.permissions import may_keep_sites, may_see_sites
from cases.queries.boroughs import boroughs
from reporting.domain import sealing
from reporting.enums import Channel
from reporting.places import area_of
from reporting.taxonomy import PRIORITIES

WATCHED = timedelta(days=7)
QUIET = timedelta(days=14)
"""Within this time after a notice of a site only what came since is told, and only where it is much or grave."""
APART = timedelta(days=1)
"""No two notices of a site within this time, whatever comes."""

_GRAVE_KINDS = frozenset({"physical_assault", "sexual_offence", "criminal_damage", "arson_danger"})

_SITE_WARNED = "site_warned"  # the taxonomy's action


def seal_contact(site: ProtectedSite, contact: str) -> None:
    """Put the agreed contact into a site, sealed; not saved."""
    site.sealed_contact = sealing.seal(contact, table="site", row=_row(site), field="contact")


def contact_of(site: ProtectedSite, *, by: Account) -> str:
    """Who is to be warned, and how; the caller has the look logged. Raises `NotThere` for whoever may not know."""
    if not (may_see_sites(by) or may_keep_sites(by)):
        raise NotThere
    return str(sealing.unseal(site.sealed_contact, table="site", row=_row(site), field="contact"))


def keep_site(site: ProtectedSite, *, contact: str, by: Account, now: datetime) -> ProtectedSite:
    """Save a site as an administrator filled it in, its contact sealed.

    A second call saves the same again. Raises `NotThere` for whoever may not keep sites, `Refused` without a contact.
    """
    if not may_keep_sites(by):
        raise NotThere
    if not contact.strip():
        raise Refused("Write who is to be warned, and how.", about="contact")
    with transaction.atomic():
        seal_contact(site, contact.strip())
        site.save()
        record_event(account=by, action="site.keep", address="", references=[], details={"site": site.pk}, now=now)
    return site


@transaction.atomic
def import_sites(lines: Iterable[SiteLine], *, by: str, now: datetime) -> tuple[int, int]:
    """Take in the sites of a file, all or none, and return how many were added and how many renewed.

    A site of the same name and postcode is renewed; none is removed. The same file again changes nothing that is seen.
    """
    added = renewed = 0
    for line in lines:
        site = ProtectedSite.objects.select_for_update().filter(name=line.name, postcode=line.postcode).first()
        if site is None:
            site, added = ProtectedSite(), added + 1
        else:
            renewed += 1
        for name, value in line._asdict().items():
            if name != "contact":
                setattr(site, name, value)
        seal_contact(site, line.contact)
        site.save()
    record_event(
        account=None, action="site.import", address="", references=[],
        details={"by": by, "added": added, "renewed": renewed}, now=now,
    )  # fmt: skip
    return added, renewed


@transaction.atomic
def import_people(people: dict[str, tuple[int, int]], *, source: str) -> int:
    """Take in how many people live in each borough, all or none; the newest import says it. Returns how many it named."""
    for borough, (count, year) in people.items():
        BoroughPopulation.objects.update_or_create(
            borough=borough, defaults={"people": count, "year": year, "source": source}
        )
    return len(people)


@transaction.atomic
def find_gatherings(*, now: datetime) -> list[SiteNotice]:
    """Write a notice for each site near which incidents of the last week gather.

    Of a site that had one within two weeks it tells what came since: three incidents or more, or a grave one, and a day
    later at the earliest. So a second call writes nothing; two at a time wait for each other. Imported reports are left
    out: they are of old.
    """
    wait_turn("gatherings")
    noted: dict[int, set[int]] = {}
    lately = set()
    for one in SiteNotice.objects.filter(found_at__gt=now - QUIET):
        noted.setdefault(one.site_id, set()).update(one.case_ids)
        if one.found_at > now - APART:
            lately.add(one.site_id)
    sites = ProtectedSite.objects.filter(is_active=True).exclude(pk__in=lately)
    rows = list(sites.values("pk", *_COMPARED))
    if not rows:
        return []
    incidents = list(_incidents(now))
    found = []
    for row in rows:
        site, known = _site(row), noted.get(row["pk"])
        case_ids, why = gathering(site, incidents) if known is None else following(site, incidents, known=known)
        if case_ids:
            notice = SiteNotice(
                site_id=row["pk"], found_at=now, incidents=len(case_ids), case_ids=list(case_ids), why=why
            )
            found.append(notice)
    return SiteNotice.objects.bulk_create(found)


def came_since(site: ProtectedSite, notice: SiteNotice, *, by: Account, now: datetime) -> list[int]:
    """The cases at or near a site that came since a notice, and are in none: as far as the place that was told says.

    What the words alone tell is known to the worker, and comes with the next notice. Raises `NotThere` for whoever may not
    see sites.
    """
    if not may_see_sites(by):
        raise NotThere
    told = {case_id for ids in site.notices.values_list("case_ids", flat=True) for case_id in ids}
    one = _site({name: getattr(site, name) for name in _COMPARED})
    return [
        incident.pk
        for incident in _incidents(now, since=notice.found_at, with_words=False)
        if incident.pk not in told and how_near(one, incident)
    ]


def warn_site(site_id: int, *, notice_id: int | None, told: str, token: str, by: Account, now: datetime) -> SiteWarning:
    """Note that the agreed contact of a site was warned, and of what; and as an action on each case it came from.

    On the cases it says that a site was warned, never which: the list of sites is for few. The same form twice warns
    once. Raises `NotThere` for whoever may not see sites, `Refused` without words and for a site that is switched off.
    """
    if not may_see_sites(by):
        raise NotThere
    if not told.strip():
        raise Refused("Write who was told, and what.", about="told")
    with transaction.atomic():
        site = ProtectedSite.objects.filter(pk=site_id).first()
        if site is None or (notice_id and not site.notices.filter(pk=notice_id).exists()):
            raise NotThere
        if not site.is_active:
            raise Refused("This site is switched off: nobody there has agreed to be warned.")
        warning, is_new = SiteWarning.objects.get_or_create(
            token=token[:64],
            defaults={"site": site, "notice_id": notice_id, "at": now, "by": by, "told": told.strip()[:300]},
        )
        if is_new:
            cases = _cases_behind(notice_id)
            ActionTaken.objects.bulk_create(
                [ActionTaken(case=case, action=_SITE_WARNED, by=by, at=now) for case in cases]
            )
            for case in cases:
                write_entry(case, "site_warned", by=by, now=now)
            record_event(
                account=by, action="site.warn", address="", references=[case.reference for case in cases],
                details={"site": site.pk}, now=now,
            )  # fmt: skip
    return warning


def _cases_behind(notice_id: int | None) -> list[Case]:
    """The cases of a notice; in place of an emptied one that which holds its report now."""
    if notice_id is None:
        return []
    ids = SiteNotice.objects.filter(pk=notice_id).values_list("case_ids", flat=True).first() or []
    emptied = Case.objects.filter(pk__in=ids, state=State.EMPTIED).values("opened_for")
    holding = CaseReport.objects.filter(report__in=emptied, detached_at=None).values("case")
    cases = Case.objects.filter(Q(pk__in=ids) | Q(pk__in=holding)).exclude(state=State.EMPTIED)
    return list(cases.order_by("pk"))


def _row(site: ProtectedSite) -> str:
    return f"{site.name}|{site.postcode}"


_COMPARED = ("name", "kind", "postcode", "district", "borough", "strands")


def _site(row: Mapping[str, Any]) -> Site:
    return Site(
        row["name"], row["kind"], row["postcode"], row["district"], boroughs()[row["borough"]].name,
        frozenset(row["strands"]),
    )  # fmt: skip


def _incidents(now: datetime, *, since: datetime | None = None, with_words: bool = True) -> list[Incident]:
    """Those of the last week, or `since` a time; with what their words tell of the place, which is sealed."""
    sealed = ["traits__sealed"] if with_words else []
    rows = (
        Case.objects.counted()
        .filter(received_at__gt=since or now - WATCHED, received_at__lte=now)
        .exclude(opened_for__channel=Channel.IMPORT)
        .values("pk", "area", "strands", "kinds", "priority", "opened_for__answers", "reference", *sealed)
    )
    found = []
    for row in rows:
        answers = row["opened_for__answers"] or {}
        area = row["area"] or area_of(answers)
        hints = hints_of(area)
        named = set(fold(area).replace(",", " ").split())
        if row.get("traits__sealed") is not None:
            kept = sealing.unseal(row["traits__sealed"], table="traits", row=row["reference"], field="sealed")
            named |= set(kept["places"])
            hints = hints._replace(
                postcodes=hints.postcodes | set(kept["postcodes"]), districts=hints.districts | set(kept["districts"])
            )
        found.append(
            Incident(
                row["pk"], hints.postcodes, hints.districts, hints.boroughs, frozenset(named),
                str(answers.get("place_kind", "")), frozenset(row["strands"]),
                PRIORITIES[row["priority"]].rings or bool(_GRAVE_KINDS & set(row["kinds"])),
            )
        )  # fmt: skip
    return found
