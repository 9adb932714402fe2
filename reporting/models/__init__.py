"""Tables of the public's side."""

from reporting.models.alarm import Alarm
from reporting.models.complaint import Complaint, ComplaintNews
from reporting.models.draft import Draft
from reporting.models.equality import EqualityCount, EqualityQuestion
from reporting.models.evidence import DraftFile, Evidence
from reporting.models.heartbeat import Heartbeat
from reporting.models.mailbox import Message
from reporting.models.outbox import Outbox
from reporting.models.partner import Partner, PartnerKey, PartnerReport, PartnerTension, StatusEvent
from reporting.models.published import EmergencyLine, PublishedFigure
from reporting.models.referral_link import PartnerAnswer, ReferralLink
from reporting.models.report import Report
from reporting.models.review_rule import ReviewRule
from reporting.models.statement import OperatorStatement, StatementAbout
from reporting.models.step_total import StepTotal
from reporting.models.support import SupportOrganisation
from reporting.models.translation import SignedTranslation
from reporting.models.wish import Wish

__all__ = [
    "Alarm", "Complaint", "ComplaintNews", "Draft", "DraftFile", "EmergencyLine", "EqualityCount", "EqualityQuestion",
    "Evidence", "Heartbeat", "Message", "OperatorStatement", "Outbox", "Partner", "PartnerAnswer", "PartnerKey",
    "PartnerReport", "PartnerTension", "PublishedFigure", "ReferralLink", "Report", "ReviewRule", "SignedTranslation",
    "StatementAbout", "StatusEvent", "StepTotal", "SupportOrganisation", "Wish",
]  # fmt: skip
