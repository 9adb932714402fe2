"""Carrying one neutral e-mail or text, and what the server or gateway said to it. No error of theirs gets further."""

import secrets
import smtplib
import time
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from cases.domain import text_messages
from cases.engine.contacts import plain_contact
from cases.enums import Means, NoticeState
from reporting.domain.notice_link import link_for
from reporting.models import Report

RESTS = 20.0  # seconds for which a server that is away is left alone, so that it holds up nothing else
_rest_until: dict[Means, float] = {}


@dataclass(frozen=True)
class Carried:
    """`failure` is a class name or number, never what a server said. `tried` is False while the server is left alone."""

    state: NoticeState
    failure: str = ""
    carried_as: str = ""
    tried: bool = True


def carry(means: Means, identity: dict[str, str], code_word: str, report: Report) -> Carried:
    """Send one notice; `code_word` is what was agreed to show that it is us."""
    if time.monotonic() < _rest_until.get(means, 0.0):
        return Carried(NoticeState.FAILED, "left alone", tried=False)
    carried = (_mail if means == Means.EMAIL else _text)(identity, code_word, report)
    if carried.state == NoticeState.FAILED:
        _rest_until[means] = time.monotonic() + RESTS
    return carried


def _mail(identity: dict[str, str], code_word: str, report: Report) -> Carried:
    subject, body = (
        _words("emails/notice_subject.txt", code_word, report),
        _words("emails/notice.txt", code_word, report),
    )
    return carry_letter(identity["email"], subject.strip(), body, sender=settings.NOTICE_FROM)


def carry_letter(address: str, subject: str, body: str, *, sender: str) -> Carried:
    """Send one e-mail, and say what became of it; nothing that a server says gets further.

    It bears a name that is drawn and says nothing, by which it is known again when it comes back (`take_bounce`).
    """
    name = secrets.token_hex(16)
    headers = {"Message-ID": f"<{name}@{parseaddr(sender)[1].rpartition('@')[2] or 'localhost'}>"}
    try:
        EmailMessage(subject, body, sender, [address], headers=headers).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return _answered(max(codes, default=0))
    except smtplib.SMTPDataError as error:
        return _answered(error.smtp_code)
    except ValueError as error:  # an address that no message can carry
        return Carried(NoticeState.REFUSED, type(error).__name__)
    except (smtplib.SMTPException, OSError) as error:
        return Carried(NoticeState.FAILED, type(error).__name__)
    return Carried(NoticeState.SENT, carried_as=name)


def _answered(code: int) -> Carried:
    """SMTP: 5xx is for good, 4xx for now."""
    return Carried(NoticeState.REFUSED if code >= 500 else NoticeState.FAILED, f"SMTP {code}")


def _text(identity: dict[str, str], code_word: str, report: Report) -> Carried:
    number = plain_contact("phone", identity["phone"])
    if not number:
        return Carried(NoticeState.REFUSED, "no number")
    try:
        carried_as = text_messages.send_text(number, _words("emails/notice_text.txt", code_word, report).strip())
    except text_messages.NumberRefused as refused:
        return Carried(NoticeState.REFUSED, "they answered STOP" if refused.has_stopped else str(refused.number))
    except text_messages.GatewayAway as error:
        return Carried(NoticeState.FAILED, type(error).__name__)
    return Carried(NoticeState.SENT, carried_as=carried_as)


def _words(template: str, code_word: str, report: Report) -> str:
    link = (
        f"{settings.NOTICE_URL.rstrip('/')}/no-more/?{urlencode({'n': link_for(report.pk)})}"
        if settings.NOTICE_URL
        else ""
    )
    known = dict(settings.LANGUAGES)
    with translation.override(report.language if report.language in known else settings.LANGUAGE_CODE):
        can_be_answered = text_messages.can_be_answered()
        return render_to_string(template, {"word": code_word, "link": link, "can_be_answered": can_be_answered})
