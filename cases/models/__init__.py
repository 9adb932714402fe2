"""Tables of the officers' side."""

from cases.models.audit import AuditEvent
from cases.models.case import Case, CaseReport, Reading
from cases.models.categorisation import ActionTaken, Identifier, RecordingDecision, Voice
from cases.models.commitment import Commitment, DecisionRule, PromiseRule
from cases.models.duty import AlarmContact, AlarmStep, DutyShift
from cases.models.learning import CorrectionsExport, ModelSwitch, ModelVersion
from cases.models.named_record import NamedRecord, NamedRecordRule, NamedRecordStep
from cases.models.person import Person
from cases.models.retention import ErasureDecision
from cases.models.risk import RiskAssessment
from cases.models.saved_view import SavedView
from cases.models.search import SearchText
from cases.models.task import Task
from cases.models.timeline import TimelineEntry
from cases.models.unit import Account, Unit

__all__ = [
    "Account", "ActionTaken", "AlarmContact", "AlarmStep", "AuditEvent", "Case", "CaseReport", "Commitment",
    "CorrectionsExport", "DecisionRule", "DutyShift", "ErasureDecision", "Identifier", "ModelSwitch", "ModelVersion",
    "NamedRecord", "NamedRecordRule", "NamedRecordStep", "Person", "PromiseRule", "Reading", "RecordingDecision",
    "RiskAssessment", "SavedView", "SearchText", "Task", "TimelineEntry", "Unit", "Voice",
]  # fmt: skip
