"""Who may do what with which table: the written matrix, applied after every migration and compared by a test.

`heard_owner` owns everything and serves nobody. No role has TRUNCATE, and none may DELETE what was said.
Columns in brackets limit a verb to them. What is not named here is refused.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from reporting.models.alarm import RUNG_ANEW

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"
Verbs = dict[str, tuple[str, ...]]
ALL_VERBS: Verbs = {READ: (), ADD: (), CHANGE: (), REMOVE: ()}

PUBLIC_STATUS = (
    "public_status", "public_due_at", "public_due_kind", "public_new_due_at", "public_review_due_at",
    "public_handed_over_at",
)  # fmt: skip
OUTBOX_WORK = ("due_at", "attempts", "failures", "failure", "needs_person", "finished_at")

_APPENDED: Verbs = {READ: (), ADD: ()}
_KEPT: Verbs = {READ: (), ADD: (), CHANGE: ()}
_READ_ONLY: Verbs = {READ: ()}

# Tables on which desk and worker may do the same.
_CASE_WORK: dict[str, Verbs] = {
    "cases_case": _KEPT,
    "cases_casereport": _KEPT,
    "cases_reading": _APPENDED,
    "cases_person": _KEPT,
    "cases_commitment": _KEPT,
    "cases_contactattempt": _KEPT,
    "cases_newtime": _APPENDED,
    "cases_translationrequest": _KEPT,
    "cases_voice": _APPENDED,
    "cases_identifier": _APPENDED,
    "cases_modelversion": _READ_ONLY,
    "cases_recordingdecision": _APPENDED,
    "cases_actiontaken": _APPENDED,
    "cases_timelineentry": _APPENDED,
    "cases_unit": _READ_ONLY,
    "cases_messagetemplate": _READ_ONLY,
    "cases_promiserule": _READ_ONLY,
    "cases_enhancedground": _READ_ONLY,
    "cases_decisionrule": _READ_ONLY,
    "cases_routingrule": _READ_ONLY,
    "cases_offerrule": _READ_ONLY,
    "cases_alarmrule": _READ_ONLY,
    "cases_dutyshift": _READ_ONLY,
    "cases_alarmcontact": _READ_ONLY,
    "cases_alarmstep": _APPENDED,
    "cases_samesuggestion": _KEPT,
    "cases_series": _KEPT,
    "cases_serieslink": _KEPT,
    "cases_seriescommitment": _KEPT,
    "cases_seriesentry": _APPENDED,
    "reporting_evidence": _READ_ONLY,
    "cases_countimport": _READ_ONLY,
    "cases_dailycount": _READ_ONLY,
    "cases_monthlycount": _READ_ONLY,
    "cases_triggerevent": _READ_ONLY,
    "cases_countofday": _READ_ONLY,
    "cases_citycount": _READ_ONLY,
    "cases_casetocount": {ADD: ()},
    "reporting_message": _APPENDED,
    "reporting_wish": _READ_ONLY,
    "cases_review": _KEPT,
    "cases_notice": _KEPT,
    "cases_acknowledgement": _APPENDED,
    "reporting_heartbeat": _READ_ONLY,
    "reporting_emergencyline": _READ_ONLY,
    "reporting_reviewrule": _READ_ONLY,
    "reporting_publishedfigure": _READ_ONLY,
}

MATRIX: dict[str, dict[str, Verbs]] = {
    "heard_public": {
        "reporting_report": {ADD: (), READ: ("id", "selector", "idempotency_hash", "public_status")},
        "reporting_message": {ADD: (), READ: ("id", "token_hash", "new_selector", "sent_at")},
        "reporting_wish": {ADD: (), READ: ("id", "token_hash", "new_selector", "sent_at")},
        "reporting_outbox": {ADD: (), READ: ("id",)},
        "reporting_alarm": {ADD: (), READ: ("id",)},
        "reporting_draft": ALL_VERBS,
        "reporting_steptotal": {ADD: (), READ: (), CHANGE: ("shown", "answered")},
        "reporting_supportorganisation": _READ_ONLY,
        "reporting_complaint": {ADD: (), READ: ("id", "reference", "token_hash", "selector", "received_at")},
        "reporting_draftfile": ALL_VERBS,
        "reporting_evidence": {ADD: (), READ: ("id", "report_id", "number")},
        "reporting_partnerreport": {ADD: (), READ: ("id",)},
        "reporting_referrallink": _READ_ONLY,  # codes by which a partner answers: no name, no reference
        "reporting_partneranswer": {ADD: (), READ: ("id",)},
        "reporting_partnertension": {ADD: (), READ: ("id", "token_hash", "body_hash", "received_at")},
        "reporting_heartbeat": _READ_ONLY,
        "reporting_emergencyline": _READ_ONLY,
        "reporting_publishedfigure": _READ_ONLY,
        "reporting_signedtranslation": _READ_ONLY,
        "reporting_operatorstatement": _READ_ONLY,
        "reporting_reviewrule": _READ_ONLY,
        "reporting_equalityquestion": _READ_ONLY,
    },
    "heard_desk": {
        **_CASE_WORK,
        "cases_messagetemplate": ALL_VERBS,
        "reporting_report": {ADD: (), READ: (), CHANGE: PUBLIC_STATUS},
        "cases_searchtext": _READ_ONLY,
        "cases_searchword": _READ_ONLY,
        "cases_contactkey": _READ_ONLY,
        "reporting_alarm": _KEPT,
        "reporting_outbox": {ADD: (), READ: (), CHANGE: ("due_at", "failures", "needs_person")},  # "try again"
        "reporting_emergencyline": ALL_VERBS,
        "reporting_signedtranslation": _APPENDED,
        "reporting_operatorstatement": _KEPT,
        "reporting_reviewrule": _KEPT,
        "reporting_equalityquestion": _KEPT,
        "reporting_equalitycount": _READ_ONLY,
        "reporting_supportorganisation": ALL_VERBS,
        "reporting_steptotal": _READ_ONLY,
        "reporting_complaint": _READ_ONLY,
        "reporting_complaintnews": _APPENDED,
        "cases_complaintwork": {READ: (), CHANGE: ()},
        "reporting_partner": _KEPT,
        "reporting_partnerkey": _KEPT,
        "reporting_partnerreport": _READ_ONLY,
        "reporting_partnertension": _READ_ONLY,
        "reporting_statusevent": _APPENDED,
        "reporting_referrallink": {ADD: (), READ: (), CHANGE: ("stopped_at",)},
        "cases_unit": _KEPT,
        "cases_account": _KEPT,
        "cases_promiserule": _KEPT,
        "cases_enhancedground": _KEPT,
        "cases_decisionrule": _KEPT,
        "cases_routingrule": _KEPT,
        "cases_offerrule": _KEPT,
        "cases_alarmrule": _KEPT,
        "cases_dutyshift": ALL_VERBS,
        "cases_alarmcontact": ALL_VERBS,
        "cases_savedview": ALL_VERBS,
        "cases_task": _KEPT,
        "cases_riskassessment": _APPENDED,
        "cases_safecopy": ALL_VERBS,
        "cases_exhibitseal": _APPENDED,
        "cases_namedrecordrule": _KEPT,
        "cases_namedrecord": _APPENDED,
        "cases_namedrecordstep": _APPENDED,
        "cases_organisation": _KEPT,
        "cases_bankholiday": ALL_VERBS,
        "cases_consent": _APPENDED,
        "cases_referral": _KEPT,
        "cases_transfer": _KEPT,
        "cases_tag": _APPENDED,
        "cases_casetag": _KEPT,
        "cases_presence": _KEPT,
        "cases_draft": _KEPT,
        "cases_bulletin": _KEPT,
        "cases_boroughmonth": _APPENDED,
        "cases_surge": _READ_ONLY,
        "cases_surgestep": _APPENDED,
        "cases_workcap": _APPENDED,
        "cases_reread": {READ: (), CHANGE: ("reader_id", "taken_at", "recording", "is_line_left", "reason", "read_at")},
        "cases_tensionentry": {READ: (), ADD: (), CHANGE: ("taken_back_by_id", "taken_back_at", "taken_back_because")},
        "cases_tensionsummary": _APPENDED,
        "cases_triggerevent": ALL_VERBS,
        "cases_boroughpopulation": ALL_VERBS,
        "cases_protectedsite": _KEPT,
        "cases_sitenotice": _READ_ONLY,
        "cases_findingnotice": _READ_ONLY,
        "cases_sitewarning": _APPENDED,
        "cases_bulk": _KEPT,
        "cases_bulkcase": ALL_VERBS,
        "cases_auditevent": _APPENDED,
        "cases_erasuredecision": _KEPT,
        "cases_modelswitch": _APPENDED,
        "cases_correctionsexport": {READ: (), ADD: (), CHANGE: ("approved_by_id", "approved_at")},
        "django_session": ALL_VERBS,
        "django_content_type": _READ_ONLY,
        "django_admin_log": _APPENDED,
        "auth_group": _READ_ONLY,
        "auth_permission": _READ_ONLY,
        "auth_group_permissions": _READ_ONLY,
        "cases_account_groups": _READ_ONLY,
        "cases_account_user_permissions": _READ_ONLY,
        "otp_totp_totpdevice": ALL_VERBS,
        "otp_static_staticdevice": ALL_VERBS,
        "otp_static_statictoken": ALL_VERBS,
        "django_migrations": _READ_ONLY,
    },
    "heard_worker": {
        **_CASE_WORK,
        "reporting_report": {READ: (), CHANGE: PUBLIC_STATUS},
        "reporting_wish": _APPENDED,  # that somebody answered a text with STOP
        "cases_riskassessment": _READ_ONLY,  # search looks through their notes
        "cases_searchtext": _KEPT,
        "cases_searchword": ALL_VERBS,
        "cases_casetraits": _KEPT,
        "cases_countofday": ALL_VERBS,
        "cases_citycount": _KEPT,
        "cases_casetocount": ALL_VERBS,
        "cases_surge": _APPENDED,
        "cases_surgestep": {READ: ("id", "surge_id")},  # whether anybody has noted anything
        "cases_bulletin": {READ: ("id", "day", "edition", "content", "published_at")},  # what the feed says, not who
        "cases_protectedsite": {
            READ: ("id", "kind", "name", "postcode", "district", "borough", "strands", "is_active")
        },
        "cases_sitenotice": _APPENDED,
        "cases_sitewarning": {READ: ("id", "notice_id")},
        "cases_findingnotice": {READ: (), ADD: (), CHANGE: ("state", "failure")},
        "cases_reread": _APPENDED,
        "cases_digest": _KEPT,
        "cases_contactkey": _APPENDED,
        "reporting_alarm": {READ: (), ADD: (), CHANGE: RUNG_ANEW},
        "reporting_outbox": {READ: (), ADD: (), CHANGE: OUTBOX_WORK},
        "reporting_draft": {READ: ("id", "expires_at"), REMOVE: ()},
        "reporting_complaint": _READ_ONLY,
        "cases_complaintwork": _APPENDED,
        "reporting_draftfile": {READ: ("id", "draft_id"), REMOVE: ()},
        "reporting_partner": _READ_ONLY,
        "reporting_partnerreport": _READ_ONLY,
        "reporting_partnertension": _READ_ONLY,
        "reporting_referrallink": _READ_ONLY,
        "reporting_partneranswer": _READ_ONLY,
        "cases_referral": {READ: (), CHANGE: ("outcome", "answered_at", "answered_name", "number", "note")},
        "cases_organisation": _READ_ONLY,
        "cases_bankholiday": _READ_ONLY,
        "cases_tensionentry": {READ: (), ADD: ()},
        "reporting_statusevent": {READ: (), ADD: (), CHANGE: ("tries", "told_at")},
        "cases_presence": {READ: ("id", "seen_at"), REMOVE: ()},
        "cases_draft": {READ: ("id", "saved_at"), REMOVE: ()},
        "reporting_heartbeat": _KEPT,
        "reporting_publishedfigure": _KEPT,
        "cases_staffingnotice": _APPENDED,
        "cases_account_address": _READ_ONLY,
        "cases_modelswitch": _READ_ONLY,
        "cases_account": {
            READ: (
                "id",
                "username",
                "role",
                "unit_id",
                "is_active",
                "absent_until",
                "languages",
                "reads_restricted",
                "wants_digest",
                "keeps_sites",
            )
        },
        "cases_auditevent": {READ: (), CHANGE: ("sequence", "previous_mac", "mac")},
    },
    "heard_auditor": {
        "cases_auditevent": _READ_ONLY,
        "cases_account": {READ: ("id", "username", "role", "unit_id", "is_active")},
        "cases_unit": _READ_ONLY,
    },
}

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "heard_public": (
        "receipt_of(bytea)", "follow_up_report(varchar, bytea)", "follow_up_status(varchar, bytea)",
        "follow_up_thread(varchar, bytea)", "follow_up_stop(varchar, bytea, timestamptz)",
        "follow_up_replace_code(varchar, bytea, varchar, bytea)", "follow_up_review(varchar, bytea)",
        "follow_up_rings(varchar, bytea)",
        "follow_up_looked_after(varchar, bytea)",
        "follow_up_who(varchar, bytea)",
        "follow_up_handed_over(varchar, bytea)",
        "follow_up_language(varchar, bytea)", "follow_up_complaints(varchar, bytea)", "complaint_stop(varchar, bytea)",
        "count_equality(date, text[], text[])", "partner_admit(varchar, bytea, varchar, integer, timestamptz)",
        "partner_sent(varchar, bytea, bytea)", "partner_status(varchar, bytea, varchar)",
        "partner_report(varchar, bytea, varchar)",
    ),
    "heard_desk": (
        "receipt_of(bytea)", "follow_up_stop(varchar, bytea, timestamptz)", "case_must_hold(bigint)",
        "case_must_have_answered(bigint)", "erase_report(bigint, bigint)",
    ),
    "heard_worker": ("case_must_hold(bigint)", "case_must_have_answered(bigint)"),
    "heard_auditor": (),
}  # fmt: skip

# django-pgtrigger lets a session name triggers to be skipped; with that door open any role could edit a report.
_CLOSE_THE_DOOR = """
    CREATE OR REPLACE FUNCTION "public"._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
    AS $$ SELECT FALSE $$ LANGUAGE sql IMMUTABLE
"""


def statements() -> Iterator[str]:
    """SQL that takes everything from the roles and gives back what the matrix says; run as owner."""
    yield _CLOSE_THE_DOOR
    for role, tables in MATRIX.items():
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"
        for table, verbs in tables.items():
            yield f"REVOKE ALL ON {table} FROM {role}"
            for verb, columns in verbs.items():
                yield f"GRANT {verb}{_in_brackets(columns)} ON {table} TO {role}"
        yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"
        for function in FUNCTIONS[role]:
            yield f"GRANT EXECUTE ON FUNCTION {function} TO {role}"


def apply(connection: BaseDatabaseWrapper) -> None:
    """Make the database agree with the matrix, in one transaction of the caller's."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def _in_brackets(columns: tuple[str, ...]) -> str:
    return f" ({', '.join(columns)})" if columns else ""
