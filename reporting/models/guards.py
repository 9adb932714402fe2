"""Triggers that keep what was said: they hold against raw SQL and give way only to `erase_report`."""

import pgtrigger

_REFUSE = "RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';"

# `erase_report` sets heard.erasing inside a function owned by the tables' owner; no other role is that user.
_ERASING = """
    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = {report}::text
       AND current_user = (SELECT tableowner FROM pg_tables
                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN
        RETURN NEW;
    END IF;
"""


def said_once(name: str, sentence: str, *, report: str, fields: tuple[str, ...] | None = None) -> pgtrigger.Trigger:
    """UPDATE of `fields` (of any column where None) is refused with `sentence`, save while `report` is being erased."""
    changes = " OR ".join(f'OLD."{field}" IS DISTINCT FROM NEW."{field}"' for field in fields or ())
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(changes) if fields else None,
        func=_ERASING.format(report=report) + _REFUSE.format(sentence=sentence),
    )


def never_deleted(name: str, sentence: str) -> pgtrigger.Trigger:
    """DELETE is refused with `sentence`."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Delete, func=_REFUSE.format(sentence=sentence)
    )


def append_only(noun: str) -> list[pgtrigger.Trigger]:
    """Rows of a `noun` are added and never changed or removed."""
    return [
        pgtrigger.Trigger(
            name=f"{noun.replace(' ', '_')}_is_kept",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=_REFUSE.format(sentence=f"a {noun} is never changed or deleted"),
        )
    ]
