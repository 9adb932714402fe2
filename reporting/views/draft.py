"""How a page finds the draft it belongs to: the id stands in the address, the key in the cookie."""

import re
import secrets
import uuid
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from reporting.domain import draft_files, drafts
from reporting.journey import cookie
from reporting.journey.steps import Step

_VERSION = re.compile(r"([0-9a-f]{8})\.((?:[0-9a-f]{8})?)")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Tab:
    """One tab of one browser: the id in its address, the key in the cookie, and the draft where both fit."""

    id: uuid.UUID | None
    key: str
    draft: drafts.OpenDraft | None

    @cached_property
    def recording(self) -> draft_files.OpenFile | None:
        """What they spoke or signed instead of writing what happened."""
        return draft_files.recording_of(self.draft.id, token=self.draft.token) if self.draft else None

    def address(self, name: str) -> str:
        """Address of a page of this tab; `name` is one of the journey's URL names."""
        return address(name, self.id)


def tab_of(request: HttpRequest) -> Tab:
    """The tab that a request comes from. A browser without a key is given a new one, which opens nothing yet."""
    sent_id, key = _id(request.GET.get("d", "")), cookie.key_of(request)
    if sent_id is None or key is None:
        return Tab(sent_id, key or drafts.new_key(), None)
    return Tab(sent_id, key, drafts.open_draft(sent_id, key=key, now=timezone.now()))


def token_of(request: HttpRequest) -> str:
    """The token that the page's form carries, or a new one."""
    token = request.POST.get("token", "")
    return token if _TOKEN.fullmatch(token) else drafts.new_token()


def showing_of(request: HttpRequest, page: str) -> drafts.Showing | None:
    """Which showing of the page this form was sent from, as it says itself."""
    found = _VERSION.fullmatch(request.POST.get("version", ""))
    return drafts.Showing(page, *found.groups()) if found else None


def new_showing(page: str, draft: drafts.OpenDraft | None) -> drafts.Showing:
    """The page, about to be shown with what stands in the draft now."""
    return drafts.Showing(page, secrets.token_hex(4), draft.saved_by.get(page, "") if draft else "")


def address(name: str, draft_id: uuid.UUID | None, *, change: bool = False, **kwargs: str) -> str:
    """Address of a page of the journey. `change` leads back to the list of answers afterwards."""
    there = f"{reverse(f'reporting:{name}', kwargs=kwargs)}?d={draft_id.hex if draft_id else ''}"
    return there + "&change=1" if change else there


def step_address(step: Step | None, draft_id: uuid.UUID | None, *, change: bool = False) -> str:
    """Address of a page of questions, or of the list of answers after the last one."""
    if step is None:
        return address("check", draft_id)
    return address("step", draft_id, change=change, step=step.slug)


def _id(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if re.fullmatch(r"[0-9a-f]{32}", text) else None
