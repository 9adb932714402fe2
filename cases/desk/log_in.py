"""Logging in: name and password, then a code. Nothing of the desk opens before both."""

import io
from base64 import b32encode
from contextlib import suppress

import django_otp
import segno
from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.desk.consultation import shows_no_case
from cases.desk.log_in_forms import CodeForm, LogInForm, RecoveryForm
from cases.domain import second_factor
from cases.domain.audit import AuditDown, record_event
from cases.models import Account
from cases.permissions import may_use_desk

NEXT = "next"
_ENROLLING, _BATCH, _WANTED = "enrolling", "recovery_batch", "wanted"
_MOMENT = 5  # seconds


@shows_no_case("log-in")
def log_in(request: HttpRequest) -> HttpResponse:
    """Name and password. One sentence for a wrong name, a wrong password and a disabled account."""
    if _is_verified(request):
        return redirect(_wanted(request))
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # an unknown name is hashed as well, so that it takes as long
        account = auth.authenticate(request, **form.cleaned_data)
        if account is not None:
            return _password_was_right(request, account)
        _write_down(request, None, "log-in.refused")
        form.add_error(None, _("The user name or the password is not right."))
    return _page(request, "desk/log-in.html", {"form": form, "next": request.GET.get(NEXT, "")})


@shows_no_case("second-factor")
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """The code of the app; the first time the app is set up here."""
    if not request.user.is_authenticated:
        return redirect("desk:log_in")
    if _is_verified(request):
        return redirect(_wanted(request))
    if second_factor.has_second_factor(request.user):
        return _ask_for_code(request)
    return _enrol(request)


@shows_no_case("second-factor")
def qr_code(request: HttpRequest) -> HttpResponse:
    """The secret that is being set up, as a picture for the app's camera."""
    device = _device_being_set_up(request)
    if device is None:
        raise Http404
    picture = io.BytesIO()
    segno.make(device.config_url, error="m").save(
        picture, kind="svg", scale=5, border=4, light="#ffffff", xmldecl=False
    )
    return _kept_by_nobody(HttpResponse(picture.getvalue(), content_type="image/svg+xml"))


@shows_no_case("second-factor")
def recovery(request: HttpRequest) -> HttpResponse:
    """A recovery code in place of the app's."""
    if not request.user.is_authenticated:
        return redirect("desk:log_in")
    if _is_verified(request):
        return redirect(_wanted(request))
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wait = second_factor.seconds_to_wait_for_recovery(request.user, now=timezone.now())
        device = second_factor.verify_recovery_code(request.user, form.cleaned_data["code"])
        if device is not None:
            left = device.token_set.count()
            messages.warning(
                request,
                ngettext("You have %d recovery code left.", "You have %d recovery codes left.", left) % left
                + " "
                + _("If you have lost your telephone, ask an administrator to reset your second factor."),
            )
            return _verified(request, device, "log-in.by-recovery-code")
        _write_down(request, request.user, "second-factor.refused")
        said = _wait_for_recovery(wait) if wait else _("This is none of your recovery codes, or it was used before.")
        form.add_error("code", said)
    return _page(request, "desk/second-factor-recovery.html", {"form": form})


@shows_no_case("recovery-codes")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The new recovery codes, until their holder says that they are kept."""
    batch = request.session.get(_BATCH)
    if not batch:
        return redirect(_wanted(request))
    if request.method == "POST":
        del request.session[_BATCH]
        return redirect(_wanted(request))
    return _page(request, "desk/recovery-codes.html", {"codes": second_factor.recovery_codes(request.user, batch)})


@shows_no_case("log-out")
def log_out(request: HttpRequest) -> HttpResponse:
    """End this session. By POST only, so that no link elsewhere can do it."""
    if request.method != "POST":
        return _page(request, "405.html", {}, status=405)
    auth.logout(request)
    return redirect("desk:log_in")


def _password_was_right(request: HttpRequest, account: Account) -> HttpResponse:
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    auth.login(request, account)
    _remember(request, wanted)
    if not second_factor.has_second_factor(account):
        request.session[_ENROLLING] = second_factor.begin_enrolment(account).pk
    return redirect("desk:second_factor")


def _ask_for_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wait = second_factor.seconds_to_wait(request.user, now=timezone.now())
        device = second_factor.verify_code(request.user, form.cleaned_data["code"])
        if device is not None:
            return _verified(request, device, "log-in")
        _write_down(request, request.user, "second-factor.refused")
        form.add_error(
            "code",
            _wait(wait)
            if wait
            else _("This code is not right, or it was used before. Enter the next one that your app shows."),
        )
    return _page(request, "desk/second-factor.html", {"form": form})


def _enrol(request: HttpRequest) -> HttpResponse:
    device = _device_being_set_up(request)
    if device is None:
        auth.logout(request)
        return redirect("desk:log_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wait = second_factor.seconds_until_asked(device, now=timezone.now())
        confirmed = second_factor.confirm_enrolment(request.user, device.pk, form.cleaned_data["code"])
        if confirmed is not None:
            _verified(request, confirmed, "log-in.second-factor-set-up")
            del request.session[_ENROLLING]
            request.session[_BATCH] = second_factor.make_recovery_codes(request.user)
            return redirect("desk:recovery_codes")
        said = _wait(wait) if wait else _("This code does not fit. Enter the one that your app shows now.")
        form.add_error("code", said)
    secret = b32encode(device.bin_key).decode()
    return _page(request, "desk/second-factor-set-up.html", {"form": form, "secret": secret})


def _verified(request: HttpRequest, device: Device, action: str) -> HttpResponse:
    """Both factors are right: a new session key, and on to the page that was wanted."""
    django_otp.login(request, device)
    _remember(request, request.GET.get(NEXT, ""))
    request.session.cycle_key()
    _write_down(request, request.user, action)
    return redirect(_wanted(request))


def _device_being_set_up(request: HttpRequest) -> TOTPDevice | None:
    if not request.user.is_authenticated or _ENROLLING not in request.session:
        return None
    return TOTPDevice.objects.filter(pk=request.session[_ENROLLING], user=request.user, confirmed=False).first()


def _is_verified(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_verified())


def _remember(request: HttpRequest, wanted: str) -> None:
    """Where to go after the log-in, if it is a page of ours."""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        request.session[_WANTED] = wanted


def _wanted(request: HttpRequest) -> str:
    if _BATCH in request.session:
        return "desk:recovery_codes"
    return str(
        request.session.get(_WANTED) or (settings.LOGIN_REDIRECT_URL if may_use_desk(request.user) else "admin:index")
    )


def _write_down(request: HttpRequest, account: Account | None, action: str) -> None:
    """Nothing is shown by logging in, so a log that is away does not keep the duty desk out."""
    with suppress(AuditDown):
        record_event(account=account, action=action, address=request.path, references=[], now=timezone.now())


def _wait(seconds: int) -> str:
    """Nothing is said about the code, which was not looked at."""
    if seconds <= _MOMENT:
        return _("Wait a moment, then enter the code that your app shows.")
    return _("Wait %d seconds, then enter the code that your app shows.") % seconds


def _wait_for_recovery(seconds: int) -> str:
    if seconds <= _MOMENT:
        return _("Wait a moment, then enter your recovery code again.")
    return _("Wait %d seconds, then enter your recovery code again.") % seconds


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    return _kept_by_nobody(render(request, template, context, status=status))


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
