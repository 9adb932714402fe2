"""Log lines that hold no trace of a person: no words, no addresses, and of an error only its class and place."""

import logging
import traceback


class PlainLine(logging.Formatter):
    """Time, level, logger, message; an exception as class name and the file and line that raised it, never its text."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        if record.name.startswith("django.request") or record.name.startswith("django.security"):
            record.msg, record.args = f"request failed with {getattr(record, 'status_code', '?')}", ()
        return super().format(record)

    def formatException(self, ei: object) -> str:  # noqa: N802  (the name is logging's)
        kind, _, trace = ei  # type: ignore[misc]
        last = traceback.extract_tb(trace)[-1:] if trace else []
        place = f" at {last[0].filename.rsplit('/', 1)[-1]}:{last[0].lineno} in {last[0].name}" if last else ""
        return f"{kind.__name__}{place}"
