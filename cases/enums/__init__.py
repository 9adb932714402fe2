"""Plain words for states, roles and kinds of the officers' side, by noun. Data only."""

from cases.enums.bulk import BulkAct, BulkOutcome
from cases.enums.contact import ContactOutcome, DangerTo, Means, NoticeState, Placeholder
from cases.enums.duty import Because, Shift, Trouble
from cases.enums.likeness import Alike, Answer
from cases.enums.owed import CommitmentKind, ReviewOutcome, SeriesWork
from cases.enums.passing_on import OF_THE_REPORT, AgreedBy, OrganisationKind, PassingOn, Shareable
from cases.enums.people import PersonRole, Role, Speaker, Understood
from cases.enums.quality import RereadOf
from cases.enums.risk import RiskAnswer, RiskLevel, RiskQuestion
from cases.enums.sites import SiteKind
from cases.enums.states import OPEN_STATES, TRANSITIONS, Lane, Move, State
from cases.enums.statistics import Counted, DatedBy
from cases.enums.translation import TranslationOf

__all__ = [
    "OF_THE_REPORT",
    "OPEN_STATES",
    "TRANSITIONS",
    "AgreedBy",
    "Alike",
    "Answer",
    "Because",
    "BulkAct",
    "BulkOutcome",
    "CommitmentKind",
    "ContactOutcome",
    "Counted",
    "DangerTo",
    "DatedBy",
    "Lane",
    "Means",
    "Move",
    "NoticeState",
    "OrganisationKind",
    "PassingOn",
    "PersonRole",
    "Placeholder",
    "RereadOf",
    "ReviewOutcome",
    "RiskAnswer",
    "RiskLevel",
    "RiskQuestion",
    "Role",
    "SeriesWork",
    "Shareable",
    "Shift",
    "SiteKind",
    "Speaker",
    "State",
    "TranslationOf",
    "Trouble",
    "Understood",
]
