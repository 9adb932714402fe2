"""Pass reports on to Heard over its partner API. Needs Python 3.11 and nothing else.

    HEARD_KEY=heard_… python3 partner_client.py https://report.example.org "What happened, in the person's own words"

It may be stopped and started again at any moment: a report that is sent again under the same idempotency key is not kept
twice. What cannot be sent now is tried again, as long as the other side asks for.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any

TRIES = 5


class Refused(Exception):
    """Heard will not take this as it is. The message says what to do."""


class Heard:
    """One partner's access to one installation."""

    def __init__(self, base: str, key: str) -> None:
        self.base, self.key = base.rstrip("/"), key

    def send_report(self, idempotency_key: str, **report: Any) -> dict[str, Any]:
        """Pass on one report. Make the idempotency key once for each report and keep it with the report.

        The answer's `notes` name each field that may be wrong (31 February, half a phone number). The report is kept all
        the same: show them to whoever can ask the person.
        """
        return self._ask("POST", "/api/v1/reports", report, {"Idempotency-Key": idempotency_key})

    def send_reports(self, reports: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Pass on up to 1,000, each with its own `idempotency_key`; gives what became of each, in the same order."""
        return self._ask("POST", "/api/v1/reports/bulk", {"reports": reports})["results"]

    def send_file(self, idempotency_key: str, reference: str, content: bytes, name: str = "file") -> dict[str, Any]:
        """Add a file to a report that you sent; the answer holds the SHA-256 of what was received."""
        headers = {
            "Idempotency-Key": idempotency_key,
            "Content-Type": "application/octet-stream",
            "Content-Disposition": "attachment; filename*=UTF-8''" + urllib.parse.quote(name, safe=""),
        }
        return self._ask("POST", f"/api/v1/reports/{reference}/evidence", content, headers)

    def status(self, reference: str) -> dict[str, Any]:
        """How a report that you sent stands."""
        return self._ask("GET", f"/api/v1/reports/{reference}")

    def _ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(self.base + path, method=method, headers=headers or {})
        request.add_header("Authorization", f"Bearer {self.key}")
        if body is not None:
            request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
            if not request.has_header("Content-type"):
                request.add_header("Content-Type", "application/json")
        for last in (*[False] * (TRIES - 1), True):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                with error:
                    detail = _detail(error)
                    wait = int(error.headers.get("Retry-After") or 2)
                if error.code not in (429, 500, 502, 503, 504) or last:
                    raise Refused(detail) from None
            except OSError:  # no network, or the connection was cut
                if last:
                    raise
                wait = 2
            time.sleep(wait)
        raise AssertionError


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"{error.code} {error.reason}"


def main() -> int:
    """Send one report and show what to give to the person."""
    if len(sys.argv) != 3 or not os.environ.get("HEARD_KEY"):
        print(__doc__, file=sys.stderr)
        return 2
    heard = Heard(sys.argv[1], os.environ["HEARD_KEY"])
    try:
        taken = heard.send_report(str(uuid.uuid4()), what_happened=sys.argv[2], consent_scope="contact_through_us")
        print(f"reference {taken['reference']}")
        print(f"follow-up code {taken['follow_up_code']}")
        for note in taken["notes"]:
            print(f"look again at {note['field']}: {note['detail']}")
        print(f"status {heard.status(taken['reference'])['status']}")
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
