"""By which door a report came: when another one took it, and what a partner says of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.presenters import times
from cases.desk.presenters.hidden import Veil
from reporting.domain.partner_reports import others_of
from reporting.domain.sealing import CannotOpen
from reporting.enums import ConsentScope
from reporting.models import PartnerReport, Report

_AGREED: dict[str, Any] = {
    ConsentScope.SHARE_IDENTITY: gettext_lazy("That we know who they are and reach them."),
    ConsentScope.CONTACT_THROUGH_US: gettext_lazy("That we reach them through the partner, who holds the code."),
    ConsentScope.STATISTICS_ONLY: gettext_lazy(
        "That it is counted, and no more: nobody tries to find out who they are or to reach them."
    ),
    "": gettext_lazy("The partner does not say."),
}


def lines_of(report: Report, veil: Veil) -> list[tuple[str, str]]:
    """Name and value, for the list of answers; empty for what was sent on the website."""
    lines = []
    if report.happened_elsewhere_at:
        lines.append((_("Taken"), times.moment(report.happened_elsewhere_at)))
    said = getattr(report, "from_partner", None)
    return lines if said is None else [*lines, *_said(said, report.reference, veil)]


def _said(said: PartnerReport, reference: str, veil: Veil) -> list[tuple[str, str]]:
    lines = [
        (_("Passed on by"), said.partner.name),
        (_("The person agreed to this"), str(_AGREED.get(said.consent_scope, said.consent_scope))),
    ]
    if said.partner_reference:
        lines.append((_("The partner’s reference"), said.partner_reference))
    if said.already_reported is not None:
        told = _("Yes") if said.already_reported else _("No")
        number = f": {said.already_reported_reference}" if said.already_reported_reference else ""
        lines.append((_("Told the police before"), told + number))
    elif said.already_reported_reference:
        lines.append((_("Told the police before"), said.already_reported_reference))
    try:
        others = others_of(said, reference)
    except CannotOpen:
        return [
            *lines,
            (_("Sent besides"), _("This cannot be opened. Tell the administrator: the key may be missing.")),
        ]
    return lines + [(_("Sent besides: %s") % name, veil.over(value)) for name, value in others.items()]
