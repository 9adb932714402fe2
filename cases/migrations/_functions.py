"""The rules that span tables, true against raw SQL: rules 4, 5 and 10 at commit, and the one door of retention.

`case_must_hold` runs as deferred constraint trigger of every table it looks at. It locks the case row first, so that
two transactions that are each fine alone cannot together break a rule.
"""

_DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_REFUSE = "USING ERRCODE = 'integrity_constraint_violation'"

CASE_MUST_HOLD = f"""
CREATE FUNCTION case_must_hold(checked_case bigint) RETURNS void {_DEFINER} AS $$
DECLARE
    c cases_case%ROWTYPE;
    attached int;
    unread int;
    unpromised int;
    unanswered int;
    earliest timestamptz;
BEGIN
    SELECT * INTO c FROM cases_case WHERE id = checked_case FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;

    SELECT count(*),
           count(*) FILTER (WHERE is_unread),
           count(*) FILTER (WHERE is_unread AND NOT EXISTS (
               SELECT 1 FROM cases_commitment p
               WHERE p.case_id = c.id AND p.report_id = links.report_id AND p.kind = 'read'
                 AND p.met_at IS NULL AND p.released_at IS NULL AND p.due_at <= links.received_at + interval '24 hours')),
           count(*) FILTER (WHERE
               NOT EXISTS (SELECT 1 FROM reporting_message m WHERE m.report_id = links.report_id AND m.sender = 'officer')
               AND NOT EXISTS (SELECT 1 FROM cases_person w WHERE w.case_id = c.id AND w.report_id = links.report_id
                               AND w.role = 'reporter' AND w.wants_no_contact))
    INTO attached, unread, unpromised, unanswered
    FROM (SELECT l.report_id, r.received_at,
                 NOT EXISTS (SELECT 1 FROM cases_reading g WHERE g.report_id = l.report_id) AS is_unread
          FROM cases_casereport l JOIN reporting_report r ON r.id = l.report_id
          WHERE l.case_id = c.id AND l.detached_at IS NULL) AS links;

    SELECT min(due_at) INTO earliest FROM cases_commitment
    WHERE case_id = c.id AND met_at IS NULL AND released_at IS NULL;

    IF c.next_due_at IS DISTINCT FROM earliest THEN
        RAISE EXCEPTION 'a case is due when its earliest open commitment is' {_REFUSE};
    END IF;
    IF c.state = 'emptied' THEN
        IF attached > 0 THEN RAISE EXCEPTION 'an emptied case holds no report' {_REFUSE}; END IF;
        IF earliest IS NOT NULL THEN RAISE EXCEPTION 'an emptied case owes nothing' {_REFUSE}; END IF;
        RETURN;
    END IF;
    IF attached = 0 THEN RAISE EXCEPTION 'a case that holds no report is emptied' {_REFUSE}; END IF;
    IF unread > 0 AND c.priority = 'routine' THEN
        RAISE EXCEPTION 'nothing that has not been read is put below standard' {_REFUSE};
    END IF;
    IF c.state = 'closed' THEN
        IF unread > 0 THEN RAISE EXCEPTION 'no case closes unread' {_REFUSE}; END IF;
        IF NOT EXISTS (SELECT 1 FROM cases_recordingdecision d WHERE d.case_id = c.id) THEN
            RAISE EXCEPTION 'no case closes without a recording decision' {_REFUSE};
        END IF;
        IF unanswered > 0 THEN RAISE EXCEPTION 'no case closes while somebody has no answer' {_REFUSE}; END IF;
        IF earliest IS NOT NULL THEN RAISE EXCEPTION 'a closed case owes nothing' {_REFUSE}; END IF;
    ELSE
        IF unpromised > 0 THEN
            RAISE EXCEPTION 'an unread report is owed a reading within 24 hours of its receipt' {_REFUSE};
        END IF;
        IF unread = 0 AND earliest IS NULL THEN RAISE EXCEPTION 'an open, read case has a next commitment' {_REFUSE}; END IF;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION case_must_hold(bigint) FROM PUBLIC;
"""

CASE_MUST_HAVE_ANSWERED = f"""
CREATE FUNCTION case_must_have_answered(checked_case bigint) RETURNS void {_DEFINER} AS $$
BEGIN
    PERFORM 1 FROM cases_case c
    JOIN cases_casereport l ON l.case_id = c.id AND l.detached_at IS NULL
    JOIN reporting_message m ON m.report_id = l.report_id AND m.sender = 'reporter'
    WHERE c.id = checked_case AND c.state = 'closed'
      AND NOT EXISTS (SELECT 1 FROM reporting_message a
                      WHERE a.report_id = m.report_id AND a.sender = 'officer' AND a.id > m.id
                        AND NOT EXISTS (SELECT 1 FROM cases_acknowledgement k WHERE k.message_id = a.id))
      AND NOT (EXISTS (SELECT 1 FROM cases_person w WHERE w.case_id = c.id AND w.report_id = m.report_id
                       AND w.role = 'reporter' AND w.wants_no_contact)
               AND EXISTS (SELECT 1 FROM reporting_wish s WHERE s.report_id = m.report_id AND s.kind = 'contact'
                           AND s.sent_at >= m.sent_at));
    IF FOUND THEN RAISE EXCEPTION 'no case closes while somebody waits for an answer' {_REFUSE}; END IF;
END $$;
REVOKE EXECUTE ON FUNCTION case_must_have_answered(bigint) FROM PUBLIC;
"""

ERASE_REPORT = f"""
CREATE FUNCTION erase_report(erased_report bigint, decision bigint) RETURNS void {_DEFINER} AS $$
BEGIN
    PERFORM 1 FROM cases_erasuredecision d
    WHERE d.id = decision AND d.report_id = erased_report AND d.approved_by_id IS NOT NULL
      AND d.approved_at IS NOT NULL AND d.approved_by_id <> d.decided_by_id;
    IF NOT FOUND THEN RAISE EXCEPTION 'erasure takes a decision with two approvers' {_REFUSE}; END IF;
    PERFORM set_config('heard.erasing', erased_report::text, true);
    UPDATE reporting_report
    SET words = '', answers = '{{}}', sealed_answers = NULL, perceived_strands = '{{}}', verifier = NULL,
        erased_at = now(), erasure_decision = decision
    WHERE id = erased_report AND erased_at IS NULL;
    UPDATE reporting_message SET words = '' WHERE report_id = erased_report;
    UPDATE cases_voice SET text = '', details = '{{}}' WHERE report_id = erased_report;
    UPDATE cases_person SET sealed_identity = NULL, sealed_contact = NULL, sealed_secrets = NULL, knowledge = '{{}}'
    WHERE report_id = erased_report;
    UPDATE cases_identifier SET digest = '' WHERE report_id = erased_report;
    UPDATE cases_searchtext SET text = '', spellings = '', vector = NULL WHERE report_id = erased_report;
    UPDATE cases_person SET sealed_agreed = NULL WHERE report_id = erased_report;
    UPDATE cases_contactattempt
    SET reason = '', planned_for = '', forbidden = '[]', danger_reason = '', safest_means = '', outcome_note = '',
        review_note = ''
    WHERE report_id = erased_report;
    UPDATE cases_translationrequest SET words = '' WHERE report_id = erased_report;
    UPDATE cases_person SET enhanced_reason = '' WHERE report_id = erased_report;
    DELETE FROM cases_draft WHERE case_id IN
        (SELECT l.case_id FROM cases_casereport l WHERE l.report_id = erased_report);
    PERFORM set_config('heard.erasing', '', true);
END $$;
REVOKE EXECUTE ON FUNCTION erase_report(bigint, bigint) FROM PUBLIC;
"""

# All that the worker may know of accounts' addresses; it sends mail, it does not manage accounts.
ADDRESSES = "CREATE VIEW cases_account_address AS SELECT id, email FROM cases_account WHERE is_active AND email <> ''"

FORGET = """
CREATE FUNCTION forget_traits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_casetraits t SET keys = '{}', sealed = NULL FROM cases_case c
    WHERE c.id = t.case_id AND c.opened_for_id = NEW.id;
    UPDATE cases_samesuggestion s SET sealed_reasons = NULL FROM cases_case c
    WHERE c.opened_for_id = NEW.id AND c.id IN (s.case_a_id, s.case_b_id);
    DELETE FROM cases_contactkey k USING cases_person p WHERE p.id = k.person_id AND p.report_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER report_forgets_traits AFTER UPDATE OF erased_at ON reporting_report FOR EACH ROW
WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION forget_traits();
"""
REMEMBER = "DROP TRIGGER report_forgets_traits ON reporting_report; DROP FUNCTION forget_traits();"

LANGUAGES = {
    "simple": "simple", "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "hi": "hindi",
    "it": "italian", "nl": "dutch", "pt": "portuguese", "ro": "romanian", "ru": "russian", "tr": "turkish",
}  # fmt: skip


def configuration(code: str, language: str) -> tuple[str, str]:
    """A text search configuration, and its end. Accents are dropped before the endings are: "cafés" is found by "cafe"."""
    name, stems = f"heard_{code}", "simple" if code == "simple" else f"{language}_stem"
    return (
        f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{language});"
        f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stems};",
        f"DROP TEXT SEARCH CONFIGURATION {name}",
    )


def in_erase_report(found: str, put: str) -> str:
    """SQL that changes `erase_report` as it now stands, whichever migrations have added to it before."""
    return _in_function("erase_report(bigint,bigint)", found, put)


def in_case_must_hold(found: str, put: str) -> str:
    """The same of `case_must_hold`."""
    return _in_function("case_must_hold(bigint)", found, put)


def _in_function(signature: str, found: str, put: str) -> str:
    found, put = found.replace("'", "''"), put.replace("'", "''")
    function = f"pg_get_functiondef('{signature}'::regprocedure)"
    return f"DO $outer$ BEGIN EXECUTE replace({function}, '{found}', '{put}'); END $outer$"


LAST = "PERFORM set_config('heard.erasing', '', true);"
"""What `erase_report` does last: what is added stands before it."""
