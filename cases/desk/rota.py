"""Supervisors enter who is on duty of their unit, and take it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.desk.consultation import acting
from cases.desk.duty import page
from cases.desk.methods import only
from cases.desk.opening import account_of
from cases.desk.rota_forms import AddingShift
from cases.domain import rota
from cases.domain.refusals import Refused
from cases.permissions import may_keep_rota
from cases.queries.queue import officers_of


@acting("duty.shift_add")
@only("POST")
def add(request: HttpRequest) -> HttpResponse:
    """Enter a shift; a mistaken form comes back with what was typed."""
    account = account_of(request)
    if not may_keep_rota(account):
        raise Http404
    form = AddingShift(request.POST, people=officers_of(account))
    if not form.is_valid():
        return page(request, failed=form, status=422)
    try:
        rota.add_shift(**form.shift(), by=account, now=timezone.now())
    except Refused as refused:
        form.take_refusal(refused)
        return page(request, failed=form, status=422)
    messages.success(request, _("The shift is on the rota."))
    return redirect(reverse("desk:duty") + "#rota")


@acting("duty.shift_remove")
@only("POST")
def remove(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take a shift off; where nobody would be there then, only once that was seen and accepted."""
    is_sure = request.POST.get("in_spite_of_gap") == "yes"
    try:
        rota.remove_shift(shift_id, in_spite_of_gap=is_sure, by=account_of(request), now=timezone.now())
    except rota.LeavesAGap as gap:
        return page(request, leaves_gap=(shift_id, gap.gaps), status=409)
    messages.success(request, _("The shift is off the rota."))
    return redirect(reverse("desk:duty") + "#rota")
