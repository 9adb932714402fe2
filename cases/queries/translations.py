"""Translations that were asked for: of one case, and all that are open to an account."""

from django.db.models import Q

from cases.models import Account, Case, TranslationRequest
from cases.models.translation import TranslationRequestQuerySet
from cases.queries.prepared import Prepared

MOST = 200  # on one page
_PEOPLE = ("voice", "report", "message", "asked_by", "started_by", "done_by", "sent_as")


def translations_of(case: Case) -> list[TranslationRequest]:
    """All of a case, oldest first, also those of reports that have left it."""
    return _OF_A_CASE.of(case.pk)


def translation_for(account: Account, request_id: int) -> TranslationRequest | None:
    """One request of a case that the account may see, with its words."""
    return _visible_to(account).select_related("case__unit", *_PEOPLE).filter(pk=request_id).first()


def open_translations(account: Account) -> list[TranslationRequest]:
    """What is asked for or under way, oldest first, in cases that the account may see; without the words."""
    waiting = _visible_to(account).open().select_related("case", "report", "asked_by", "started_by")
    return list(waiting.defer("words", "report__words", "report__answers").order_by("asked_at", "pk")[:MOST])


def asked_by(account: Account) -> list[TranslationRequest]:
    """What this account asked for and nobody has done yet, in cases that it may see; without the words."""
    mine = _visible_to(account).open().filter(asked_by=account).select_related("case")
    return list(mine.defer("words").order_by("asked_at", "pk")[:MOST])


def answers_to_send(account: Account) -> list[TranslationRequest]:
    """Answers of this account, or of cases in its hands, that are translated and not yet sent."""
    ready = _visible_to(account).filter(of="answer", done_at__isnull=False, sent_as=None)
    mine = ready.filter(Q(asked_by=account) | Q(case__officer=account), case__state__in=("in_progress", "waiting"))
    return list(
        mine.select_related("case", "report", "asked_by", "started_by")
        .defer("words", "report__words", "report__answers")
        .order_by("done_at", "pk")[:MOST]
    )


def _visible_to(account: Account) -> TranslationRequestQuerySet:
    return TranslationRequest.objects.filter(case__in=Case.objects.visible_to(account))


_OF_A_CASE = Prepared[TranslationRequest](
    lambda case: (
        TranslationRequest.objects.filter(case=case)
        .select_related("voice", "asked_by", "started_by", "done_by")
        .order_by("asked_at", "pk")
    )
)
