"""Triggers that note, with a change itself, which cases the roll-ups must count anew."""

import pgtrigger

_NOTE = "INSERT INTO cases_casetocount (case_id) {rows}; RETURN NULL;"


def counted_anew(
    name: str, operation: pgtrigger.Operation, rows: str, *, changed: tuple[str, ...]
) -> pgtrigger.Trigger:
    """The cases that `rows` gives are noted after an `operation`, an update only if one of `changed` did.

    Each of these is a column, or an expression with `{row}` before every column.
    """
    old, new = (
        ", ".join(one.format(row=row) if "{row}" in one else f"{row}.{one}" for one in changed)
        for row in ("OLD", "NEW")
    )
    unchanged = f"TG_OP = 'UPDATE' AND ROW({old}) IS NOT DISTINCT FROM ROW({new})"
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=operation,
        func=f"IF {unchanged} THEN RETURN NULL; END IF; {_NOTE.format(rows=rows)}",
    )
