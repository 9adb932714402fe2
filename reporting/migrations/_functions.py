"""The public role reads nothing by itself: these functions answer only to someone who holds a token or a code.

`erase_report`, the one door of retention, stands beside the migrations of `cases`, with the decision that it demands.
"""

_HEAD = "LANGUAGE {language} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

FUNCTIONS = {
    "receipt_of(bytea)": f"""
        CREATE FUNCTION receipt_of(token_hash bytea)
        RETURNS TABLE (reference varchar, selector varchar, verifier bytea, received_at timestamptz,
                       public_due_kind varchar, public_due_at timestamptz, rings boolean)
        {_HEAD.format(language="sql")} STABLE AS $$
            SELECT r.reference, r.selector, r.verifier, r.received_at, r.public_due_kind, r.public_due_at,
                   EXISTS (SELECT 1 FROM reporting_alarm a WHERE a.report_id = r.id)
            FROM reporting_report r WHERE r.idempotency_hash = token_hash
        $$""",
    "follow_up_report(varchar, bytea)": f"""
        CREATE FUNCTION follow_up_report(a_selector varchar, a_verifier bytea) RETURNS bigint
        {_HEAD.format(language="sql")} STABLE AS $$
            SELECT r.id FROM reporting_report r WHERE r.selector = a_selector AND r.verifier = a_verifier
        $$""",
    "follow_up_status(varchar, bytea)": f"""
        CREATE FUNCTION follow_up_status(a_selector varchar, a_verifier bytea)
        RETURNS TABLE (reference varchar, public_status varchar, received_at timestamptz, fingerprint varchar,
                       public_due_kind varchar, public_due_at timestamptz, from_officers bigint,
                       public_new_due_at timestamptz)
        {_HEAD.format(language="sql")} STABLE AS $$
            SELECT r.reference, r.public_status, r.received_at, r.fingerprint, r.public_due_kind, r.public_due_at,
                   (SELECT count(*) FROM reporting_message m WHERE m.report_id = r.id AND m.sender = 'officer'),
                   r.public_new_due_at
            FROM reporting_report r WHERE r.selector = a_selector AND r.verifier = a_verifier
        $$""",
    "follow_up_thread(varchar, bytea)": f"""
        CREATE FUNCTION follow_up_thread(a_selector varchar, a_verifier bytea)
        RETURNS TABLE (id bigint, sender varchar, words text, sent_at timestamptz)
        {_HEAD.format(language="sql")} STABLE AS $$
            SELECT m.id, m.sender, m.words, m.sent_at
            FROM reporting_report r JOIN reporting_message m ON m.report_id = r.id
            WHERE r.selector = a_selector AND r.verifier = a_verifier ORDER BY m.sent_at, m.id
        $$""",
    "follow_up_stop(varchar, bytea, timestamptz)": f"""
        CREATE FUNCTION follow_up_stop(a_selector varchar, a_verifier bytea, at timestamptz) RETURNS boolean
        {_HEAD.format(language="plpgsql")} AS $$
        BEGIN
            UPDATE reporting_report SET verifier = NULL, code_stopped_at = at
            WHERE selector = a_selector AND verifier = a_verifier;
            RETURN FOUND;
        END $$""",
    "follow_up_replace_code(varchar, bytea, varchar, bytea)": f"""
        CREATE FUNCTION follow_up_replace_code(a_selector varchar, a_verifier bytea, new_selector varchar, new_verifier bytea)
        RETURNS boolean {_HEAD.format(language="plpgsql")} AS $$
        BEGIN
            UPDATE reporting_report SET selector = new_selector, verifier = new_verifier
            WHERE selector = a_selector AND verifier = a_verifier;
            RETURN FOUND;
        END $$""",
}


def statements() -> list[tuple[str, str]]:
    """SQL that makes each function, and SQL that drops it."""
    return [
        (f"{create}; REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC", f"DROP FUNCTION {name}")
        for name, create in FUNCTIONS.items()
    ]
