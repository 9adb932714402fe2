"""Background tasks of the officers' side. The only argument of each is the id of its outbox row.

Each does its work and finishes its row in one transaction, and may run twice: after a crash it is simply sent again.
"""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from cases.domain import (
    categorisation,
    complaints,
    digests,
    figures,
    intake,
    likeness,
    likeness_gaps,
    models_in_service,
    notices,
    referrals,
    rereading,
    roll_ups,
    searchable,
    sites,
    surges,
    telling,
    tension,
    wishes,
)
from cases.domain.text_messages import GatewayAway
from reporting.domain import outbox


@shared_task(name="cases.open_case")
def open_case(outbox_id: int) -> None:
    """Open the case of a new report."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda report_id: intake.open_case(report_id, now=now), now=now)


@shared_task(name="cases.categorise")
def categorise(outbox_id: int) -> None:
    """Suggest strands, kinds and priority for a report."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda report_id: categorisation.categorise_report(report_id, now=now), now=now)


@shared_task(name="cases.take_message")
def take_message(outbox_id: int) -> None:
    """Put a reporter's message in front of an officer."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda message_id: intake.take_message(message_id, now=now), now=now)


@shared_task(name=intake.WEIGH_MESSAGE)
def weigh_message(outbox_id: int) -> None:
    """Ask the machine how soon a message is to be answered."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda message_id: categorisation.weigh_message(message_id, now=now), now=now)


@shared_task(name=intake.WEIGH_WISH)
def weigh_wish(outbox_id: int) -> None:
    """The same for what somebody wrote with a wish."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda wish_id: categorisation.weigh_wish(wish_id, now=now), now=now)


@shared_task(name="cases.take_complaint")
def take_complaint(outbox_id: int) -> None:
    """Put a complaint before the supervisors."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda complaint_id: complaints.take_in(complaint_id, now=now), now=now)


@shared_task(name="cases.take_partner_answer")
def take_partner_answer(outbox_id: int) -> None:
    """Put what a partner answered to a referral before the officer."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda answer_id: referrals.take_partner_answer(answer_id, now=now), now=now)


@shared_task(name="cases.take_tension")
def take_tension(outbox_id: int) -> None:
    """Put what a partner heard of before the officers."""
    outbox.finish(outbox_id, tension.take_in, now=timezone.now())


@shared_task(name="cases.take_evidence")
def take_evidence(outbox_id: int) -> None:
    """Put files that were added to a report in front of an officer."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda evidence_id: intake.take_evidence(evidence_id, now=now), now=now)


@shared_task(name="cases.take_wish")
def take_wish(outbox_id: int) -> None:
    """Put what a person asks for with their code in front of an officer."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda wish_id: wishes.take_wish(wish_id, now=now), now=now)


@shared_task(name="cases.notify")
def notify(outbox_id: int) -> None:
    """Tell a person that a message waits for them."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda message_id: notices.send_notice(message_id, now=now), now=now)


@shared_task(name="cases.recategorise")
def recategorise(outbox_id: int) -> None:
    """Let a model that was switched on suggest for open cases, a few at a time."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda switch_id: models_in_service.recategorise_some(switch_id, now=now), now=now)


@shared_task(name="cases.index_case")
def index_case(outbox_id: int) -> None:
    """Keep for search what a case and its reports say."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda case_id: searchable.index_case(case_id, now=now), now=now)


@shared_task(name="cases.fill_search")
def fill_search(outbox_id: int) -> None:
    """Let search know of a few cases that it does not know as it should."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda after: searchable.fill_in_background(after, now=now), now=now)


@shared_task(name="cases.fill_likeness")
def fill_likeness(outbox_id: int) -> None:
    """Make what is compared of a few cases that lack it."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda before: likeness_gaps.fill_in_background(before, now=now), now=now)


@shared_task(name="cases.find_alike")
def find_alike(outbox_id: int) -> None:
    """Suggest cases of the same incident and of one pattern."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda case_id: likeness.find_alike(case_id, now=now), now=now)


@shared_task(name="cases.ask_delivery")
def ask_delivery(outbox_id: int) -> None:
    """Ask the gateway what became of a text."""
    now = timezone.now()
    outbox.finish(outbox_id, lambda notice_id: notices.ask_delivery(notice_id, now=now), now=now)


@shared_task(name="cases.roll_up")
def roll_up() -> None:
    """Sent by beat: roll-ups are made equal to the cases; surges, and incidents near protected sites, are looked for, and
    whoever must act on them is told."""
    now = timezone.now()
    roll_ups.roll_up()
    surges.find_surges(timezone.localdate(now), now=now)
    sites.find_gatherings(now=now)
    telling.tell_of_findings(now=timezone.now())


@shared_task(name="cases.roll_up_every_day", soft_time_limit=3000, time_limit=3600)
def roll_up_every_day() -> None:
    """Sent by beat once a day: every roll-up is compared with the cases, whatever was noted as changed."""
    roll_ups.roll_up_every_day()


@shared_task(name="cases.publish_figures")
def publish_figures() -> None:
    """Sent by beat: what the public may know of promises and months is worked out anew."""
    figures.publish_figures(now=timezone.now())


@shared_task(name="cases.draw_rereads")
def draw_rereads() -> None:
    """Sent by beat: what is to be read again, blind, is drawn."""
    rereading.draw_rereads(now=timezone.now())


@shared_task(name="cases.send_digests")
def send_digests() -> None:
    """Sent by beat: whose shift has begun is told how much waits."""
    digests.send_digests(now=timezone.now())


@shared_task(name="cases.heed_stops")
def heed_stops() -> None:
    """Sent by beat: whoever answered a text with STOP gets no more, and their case says so."""
    with suppress(GatewayAway):  # asked again in a few minutes
        notices.heed_stops(now=timezone.now())
