"""Tables of the officers' side."""

from cases.models.acknowledgement import Acknowledgement
from cases.models.alarm_rule import AlarmRule
from cases.models.audit import AuditEvent
from cases.models.borough import BoroughPopulation
from cases.models.bulk import Bulk, BulkCase
from cases.models.bulletin import Bulletin
from cases.models.case import Case, CaseReport, Reading
from cases.models.categorisation import ActionTaken, Identifier, RecordingDecision, Voice
from cases.models.commitment import Commitment, DecisionRule, NewTime, PromiseRule
from cases.models.complaint import ComplaintWork
from cases.models.contact import ContactAttempt
from cases.models.draft import Draft
from cases.models.duty import AlarmContact, AlarmStep, DutyShift, StaffingNotice
from cases.models.enhanced import EnhancedGround
from cases.models.exhibit import ExhibitSeal, SafeCopy
from cases.models.learning import CorrectionsExport, ModelSwitch, ModelVersion
from cases.models.likeness import CaseTraits, ContactKey, SameSuggestion
from cases.models.message_template import MessageTemplate
from cases.models.named_record import NamedRecord, NamedRecordRule, NamedRecordStep
from cases.models.notice import Notice
from cases.models.offer import OfferRule
from cases.models.organisation import BankHoliday, Organisation
from cases.models.person import Person
from cases.models.presence import Presence
from cases.models.referral import Consent, Referral
from cases.models.reread import Reread
from cases.models.retention import ErasureDecision
from cases.models.review import Review
from cases.models.risk import RiskAssessment
from cases.models.routing import RoutingRule
from cases.models.saved_view import SavedView
from cases.models.search import SearchText, SearchWord
from cases.models.series import Series, SeriesCommitment, SeriesEntry, SeriesLink
from cases.models.site import ProtectedSite, SiteNotice, SiteWarning
from cases.models.statistics import (
    BoroughMonth,
    CaseToCount,
    CityCount,
    CountImport,
    CountOfDay,
    DailyCount,
    MonthlyCount,
    TriggerEvent,
)
from cases.models.surge import Surge, SurgeStep
from cases.models.tag import CaseTag, Tag
from cases.models.task import Task
from cases.models.telling import FindingNotice
from cases.models.tension import TensionEntry, TensionSummary
from cases.models.timeline import TimelineEntry
from cases.models.transfer import Transfer
from cases.models.translation import TranslationRequest
from cases.models.unit import Account, Unit
from cases.models.workload import Digest, WorkCap

__all__ = [
    "Account", "Acknowledgement", "ActionTaken", "AlarmContact", "AlarmRule", "AlarmStep", "AuditEvent", "BankHoliday",
    "BoroughMonth", "BoroughPopulation", "Bulk", "BulkCase", "Bulletin", "Case", "CaseReport", "CaseTag", "CaseToCount",
    "CaseTraits", "CityCount", "Commitment", "ComplaintWork", "Consent", "ContactAttempt", "ContactKey", "CorrectionsExport",
    "CountImport", "CountOfDay", "DailyCount", "DecisionRule", "Digest", "Draft", "DutyShift", "EnhancedGround",
    "ErasureDecision", "ExhibitSeal", "FindingNotice", "Identifier", "MessageTemplate", "ModelSwitch", "ModelVersion",
    "MonthlyCount", "NamedRecord", "NamedRecordRule", "NamedRecordStep", "NewTime", "Notice", "OfferRule",
    "Organisation", "Person", "Presence", "PromiseRule", "ProtectedSite", "Reading", "RecordingDecision", "Referral",
    "Reread", "Review", "RiskAssessment", "RoutingRule", "SafeCopy", "SameSuggestion", "SavedView", "SearchText",
    "SearchWord", "Series", "SeriesCommitment", "SeriesEntry", "SeriesLink", "SiteNotice", "SiteWarning",
    "StaffingNotice", "Surge", "SurgeStep", "Tag", "Task", "TensionEntry", "TensionSummary", "TimelineEntry",
    "Transfer", "TranslationRequest", "TriggerEvent", "Unit", "Voice", "WorkCap",
]  # fmt: skip
