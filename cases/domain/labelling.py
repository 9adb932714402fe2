"""What a case counts as: strands and kinds, from the voices that stand beside one another."""

from cases.enums import Speaker
from cases.models import Case, RecordingDecision, Voice
from reporting.models import Report
from reporting.taxonomy import KINDS, with_parents


def label(case: Case) -> None:
    """Set strands and kinds of a case that is about to be saved; once it is opened, the only place that does.

    What those who reported ticked always counts: it stands as theirs. Beside it the officer's decision counts once there
    is one, and what the machine suggested only until then. Of several decisions the newest that says what it was; where
    nothing is recorded, no tick means that none applies. Whoever is attacked as a Muslim is attacked for their religion: a
    strand has its parent with it, whoever said it.
    """
    ticked, strands, kinds = _said_of_reports(case)
    decisions = list(RecordingDecision.objects.filter(case=case).order_by("-at", "-pk"))
    case.is_labelled = bool(decisions)
    if decisions:
        telling = next((one for one in decisions if _says_what_it_was(one)), decisions[0])
        strands, kinds = set(telling.strands), set(telling.kinds)
    case.strands = with_parents(ticked | strands)
    case.kinds = [key for key in KINDS if key in kinds]


def _says_what_it_was(decision: RecordingDecision) -> bool:
    return bool(decision.strands or decision.kinds) or decision.recording == "nothing_recorded"


def _said_of_reports(case: Case) -> tuple[set[str], set[str], set[str]]:
    """Return what was ticked, and the strands and kinds that the machine last suggested, of the attached reports."""
    reports = case.links.filter(detached_at=None).values("report")
    newest: dict[int, Voice] = {}
    for voice in Voice.objects.filter(speaker=Speaker.MACHINE, report__in=reports).order_by("at", "pk"):
        newest[voice.report_id or 0] = voice
    ticked = Report.objects.filter(pk__in=reports).values_list("perceived_strands", flat=True)
    return (
        {key for keys in ticked for key in keys},
        {key for voice in newest.values() for key in voice.strands},
        {key for voice in newest.values() for key in voice.kinds},
    )
