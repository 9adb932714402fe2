"""A stand-in for the public pages: small, honest, in memory; and dishonest in one way where a test asks for it.

It lets the client's own tests run without the product. It reads nothing from `bench.words`, so that the client's
idea of canonical words is compared with a second one.
"""

import hashlib
import html
import secrets
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, unquote_to_bytes
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

STEPS = ["what-happened", "in-danger-now", "when", "check-answers"]
SEND_NOW = '<button class="govuk-button govuk-button--secondary" name="send_now">Send what I have written now</button>'


class StandIn:
    """The pages as a WSGI application, with counters a test may look at and faults it may switch on."""

    def __init__(self, **faults: Any) -> None:
        self.faults = faults
        self.lock = Lock()
        self.reports: dict[str, dict[str, str]] = {}
        self.drafts: dict[str, dict[str, str]] = {}
        self.addresses: list[str] = []
        self.hits: dict[str, int] = {}
        self.walked: set[str] = set()
        self.origins: set[str] = set()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        with self.lock:
            self.hits[f"{method} {path}"] = hit = self.hits.get(f"{method} {path}", 0) + 1
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(size)
        if self.faults.get("unavailable") == f"{method} {path}" and hit <= self.faults["times"]:
            start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
            return [b"<main>Try again</main>"]
        status, headers, page = self.answer(environ, method, path, _fields(body))
        if self.faults.get("silent") == f"{method} {path}" and hit <= self.faults["times"]:
            environ["standin.socket"].shutdown(2)
        start_response(status, [("Content-Type", "text/html; charset=utf-8"), *headers])
        return [f"<!doctype html><header><form><button>Exit</button></form></header><main>{page}</main>".encode()]

    def answer(
        self, environ: dict[str, Any], method: str, path: str, sent: dict[str, str]
    ) -> tuple[str, list[tuple[str, str]], str]:
        if path == "/":
            return _ok('<a href="/follow-up/">Back</a><a class="govuk-button" href="/report/what-happened/">Start</a>')
        if path == "/follow-up/":
            return self.follow_up(method, sent)
        draft = parse_qs(environ["QUERY_STRING"]).get("d", [""])[0]
        if not draft:
            self.addresses.append(environ["HTTP_X_FORWARDED_FOR"])
            draft = secrets.token_hex(8)
            cookie = ("Set-Cookie", f"draft={draft}; HttpOnly; Path=/")
            return _see(f"/report/{STEPS[0]}/?d={draft}", cookie)
        if f"draft={draft}" not in environ.get("HTTP_COOKIE", ""):
            return "403 Forbidden", [], "no cookie"
        step = path.removeprefix("/report/").strip("/")
        self.walked.add(step)
        if step == "sent":
            return _ok(_sent(self.reports[self.drafts[draft]["token"]]))
        if method == "GET":
            return _ok(self.page(step, draft))
        return self.taken(environ, step, draft, sent)

    def taken(
        self, environ: dict[str, Any], step: str, draft: str, sent: dict[str, str]
    ) -> tuple[str, list[tuple[str, str]], str]:
        self.origins.add(environ.get("HTTP_ORIGIN", ""))
        if sent.get("csrf") != "seven&7" or "ticked" in sent or "never" in sent:
            return "403 Forbidden", [], "not as a browser sends it"
        with self.lock:
            self.drafts.setdefault(draft, {"token": sent["token"]})
            if step == STEPS[0]:
                self.drafts[draft]["words"] = sent["what_happened"]
            if "send_now" in sent or step == STEPS[-1]:
                self.keep(draft)
                return _see(f"/report/sent/?d={draft}")
        return _see(f"/report/{STEPS[STEPS.index(step) + 1]}/?d={draft}")

    def keep(self, draft: str) -> None:
        held = self.drafts[draft]
        token = held["token"]
        if self.faults.get("stores_twice"):
            token = held["token"] = token + "again" * (token in self.reports)
        words = held["words"].replace("\r\n", "\n").replace("\0", "\ufffd")
        words = words.strip() if self.faults.get("strips") else words
        fingerprint = hashlib.sha256(words.encode()).hexdigest()
        number = f"{len(self.reports):04d}"
        self.reports.setdefault(
            token,
            {
                "code": f"ABCD {number} {secrets.token_hex(4)}",
                "reference": number,
                "fingerprint": fingerprint,
            },
        )

    def page(self, step: str, draft: str) -> str:
        token = self.drafts.get(draft, {}).get("token", secrets.token_hex(8))
        hidden = '<input type="hidden" name="csrf" value="seven&amp;7">'
        hidden += f'<input type="hidden" name="token" value="{token}">'
        # A browser drops one newline here: a page that does not print it loses the reporter's own.
        box = ("" if self.faults.get("eats_newline") else "\n") + html.escape(
            self.drafts.get(draft, {}).get("words", "")
        )
        controls = {
            STEPS[0]: f'<textarea name="what_happened">{box}</textarea><input name="never" disabled value="x">',
            "in-danger-now": '<input type="radio" name="ticked" value="yes">',
            "when": '<input name="day"><select name="month"><option value="">-</option></select>',
        }.get(step, f'<a href="/report/{STEPS[0]}/?d={draft}&amp;change=1">Change</a>')
        later = SEND_NOW if step not in (STEPS[0], STEPS[-1]) else ""
        kind = ' enctype="multipart/form-data"' if self.faults.get("multipart") else ""
        buttons = f'<button class="govuk-button">Continue</button>{later}'
        return f'<form method="post"{kind}>{hidden}{controls}{buttons}</form>'

    def follow_up(self, method: str, sent: dict[str, str]) -> tuple[str, list[tuple[str, str]], str]:
        if method == "POST":
            for report in self.reports.values():
                if report["code"] == sent["code"] and report["reference"] not in self.faults.get("forgets", ()):
                    return _ok(f'<p>Received</p><code data-testid="fingerprint">{report["fingerprint"]}</code>')
        return _ok('<form method="post"><input name="code"><button class="govuk-button">Continue</button></form>')


def _ok(page: str) -> tuple[str, list[tuple[str, str]], str]:
    return "200 OK", [], page


def _see(address: str, *headers: tuple[str, str]) -> tuple[str, list[tuple[str, str]], str]:
    return "303 See Other", [("Location", address), *headers], ""


def _sent(report: dict[str, str]) -> str:
    return (
        f'<strong data-testid="reference">{report["reference"]}</strong>'
        f'<p data-testid="follow-up-code">\n  {report["code"]}\n</p>'
    )


def _fields(body: bytes) -> dict[str, str]:
    if body.startswith(b"--"):
        boundary = body.partition(b"\r\n")[0]
        parts = [part.partition(b"\r\n\r\n") for part in body.split(boundary)[1:-1]]
        return {
            head.partition(b'name="')[2].partition(b'"')[0].decode(): value.removesuffix(b"\r\n").decode()
            for head, _, value in parts
        }
    pairs = (pair.partition(b"=") for pair in body.replace(b"+", b" ").split(b"&") if pair)
    return {unquote_to_bytes(name).decode(): unquote_to_bytes(value).decode() for name, _, value in pairs}


class _Handler(WSGIRequestHandler):
    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), "standin.socket": self.connection}

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingMixIn, WSGIServer):
    """Serves a stand-in on a free loopback port, a thread a request."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, app: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.set_app(app)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """A connection that a test cut on purpose is nothing to write about."""
