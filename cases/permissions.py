"""Who may do what: pure predicates over account and case, without effects and without queries."""

from enum import StrEnum

from cases.enums import Role
from cases.models import Account, Case, SavedView, TensionEntry, Unit


class Access(StrEnum):
    """How an account may open a case."""

    YES = "yes"
    REASON = "reason"
    NO = "no"


def may_use_desk(account: Account) -> bool:
    """Officers and supervisors work on cases."""
    return account.is_active and account.role in (Role.OFFICER, Role.SUPERVISOR)


def may_administer(account: Account) -> bool:
    """Accounts, units, reference data and the view of all cases."""
    return account.is_active and account.role == Role.ADMINISTRATOR


def may_audit(account: Account) -> bool:
    """The log of who looked at what."""
    return account.is_active and account.role == Role.AUDITOR


def is_kept_from(account: Account, case: Case) -> bool:
    """Whoever knows someone in a case, or is involved in it, is never shown it, whatever else they may see."""
    return account.pk in case.recused or account.pk in case.hidden_from


def may_know(account: Account, case: Case) -> bool:
    """Restricted cases are for named readers."""
    return not is_kept_from(account, case) and (not case.is_restricted or account.reads_restricted)


def how_to_open(account: Account, case: Case, unit: Unit) -> Access:
    """YES inside one's unit, REASON for another unit's case, NO where the case may not even be known.

    `unit` is the case's. Agrees with `Case.objects.visible_to`: what that shows to an officer opens with YES.
    """
    if not may_use_desk(account) or not may_know(account, case):
        return Access.NO
    if case.unit_id == account.unit_id:
        return Access.YES
    return Access.NO if unit.is_sealed or case.is_restricted else Access.REASON


def may_work(account: Account, case: Case) -> bool:
    """Acting on a case takes the same unit; a reason opens a case for reading only."""
    return may_use_desk(account) and case.unit_id == account.unit_id and may_know(account, case)


def may_record_names(account: Account, case: Case) -> bool:
    """Recording somebody by name is for supervisors, and for whom the administrator has marked for it."""
    return may_work(account, case) and (account.role == Role.SUPERVISOR or account.records_names)


def may_take_original(account: Account, case: Case, sealed_for: int | None = None) -> bool:
    """Evidence as it was received: supervisors, and whom the administrator has marked for it; once sealed, one unit.

    `sealed_for` is that unit's id, 0 where none was named. The reason is asked by whoever calls.
    """
    if sealed_for is not None:
        return may_use_desk(account) and may_know(account, case) and account.unit_id == sealed_for
    return may_work(account, case) and (account.role == Role.SUPERVISOR or account.takes_originals)


def may_look_by_contact(account: Account) -> bool:
    """Whoever works on cases finds those of a person who calls or writes, by the very address or number, and is logged."""
    return may_use_desk(account)


def may_find_sealed(account: Account) -> bool:
    """Finding by what points at somebody in a report is for supervisors, and for whom the administrator has marked."""
    return may_use_desk(account) and (account.role == Role.SUPERVISOR or account.finds_sealed)


def may_review_contact(account: Account, case: Case) -> bool:
    """Supervisors look at what their unit did against a contact card."""
    return account.role == Role.SUPERVISOR and may_work(account, case)


def may_manage(account: Account, case: Case, unit: Unit) -> bool:
    """Administrators hand back, assign and close cases, also in bulk; never one that they may not know of.

    `unit` is the case's. Agrees with `Case.objects.visible_to`.
    """
    return may_administer(account) and not unit.is_sealed and may_know(account, case)


def may_lift_restriction(account: Account, case: Case) -> bool:
    """Named readers of the unit that has it."""
    return may_work(account, case) and case.is_restricted


def may_lift_recusal(account: Account, case: Case) -> bool:
    """A supervisor of the case's unit may show it again to somebody who was wrong about knowing someone in it."""
    return may_work(account, case) and account.role == Role.SUPERVISOR


def may_keep_rota(account: Account) -> bool:
    """Supervisors say who is on duty of their unit, and when."""
    return account.is_active and account.role == Role.SUPERVISOR


def may_see_view(account: Account, view: SavedView) -> bool:
    """One's own, and what was shared with one's unit. Agrees with `SavedView.objects.visible_to`."""
    return may_use_desk(account) and (
        view.owner_id == account.pk or (view.unit_id is not None and view.unit_id == account.unit_id)
    )


def may_share_view(account: Account, view: SavedView) -> bool:
    """Whoever saved it says whether the unit sees it."""
    return may_use_desk(account) and view.owner_id == account.pk


def may_remove_view(account: Account, view: SavedView) -> bool:
    """Whoever saved it; and supervisors what their unit shares, so that it does not outlive its use."""
    return may_share_view(account, view) or (may_see_view(account, view) and account.role == Role.SUPERVISOR)


def may_promise_anew(account: Account, case: Case) -> bool:
    """After a missed promise the supervisor of the case's unit answers for the new time."""
    return may_work(account, case) and account.role == Role.SUPERVISOR


def may_see_missed(account: Account) -> bool:
    """The unit's missed promises, all in one place."""
    return may_use_desk(account) and account.role == Role.SUPERVISOR


def may_draft_bulletins(account: Account) -> bool:
    """Whoever works at the desk."""
    return may_use_desk(account)


def may_approve_bulletins(account: Account) -> bool:
    """Supervisors approve what somebody else drafted, and publish it."""
    return may_use_desk(account) and account.role == Role.SUPERVISOR


def may_handle_complaints(account: Account) -> bool:
    """Complaints are for supervisors. Which of them, `ComplaintWork.objects.visible_to` says."""
    return may_use_desk(account) and account.role == Role.SUPERVISOR


def may_see_sites(account: Account) -> bool:
    """Protected sites at the desk: whom the administrator has marked for it, and nobody by rank alone."""
    return may_use_desk(account) and account.keeps_sites


def may_keep_sites(account: Account) -> bool:
    """Their list in the administration: administrators who are marked for it."""
    return may_administer(account) and account.keeps_sites


def may_share_out(account: Account) -> bool:
    """Supervisors share out their unit's work, and say who is away and how much one person should have."""
    return may_use_desk(account) and account.role == Role.SUPERVISOR


def may_take_back_tension(account: Account, entry: TensionEntry) -> bool:
    """Whoever entered it, and supervisors."""
    return may_use_desk(account) and (entry.by_id == account.pk or account.role == Role.SUPERVISOR)
