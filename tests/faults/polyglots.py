"""Row 17: files that are two things at once, opened in a real browser by an officer. Nothing in them may run or call out."""

import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, sync_playwright

from tests import files
from tests.faults.figures import Figures
from tests.faults.uploads import Sender
from tests.faults.world import World
from tests.journeys.browsers import chromium
from tests.journeys.officers import ACCOUNTS, enter, made

A_DRAFT = 20
_EXHIBITS = (
    "SELECT r.reference, e.id FROM reporting_evidence e JOIN reporting_report r ON r.id = e.report_id WHERE r.id > %s"
)
_TAKES_ORIGINALS = """
from cases.models import Account
Account.objects.filter(username__in=({names})).update(takes_originals=True)
"""
# What a careless page might do with a file; the browser must run none of it.
_EMBED = """(there) => new Promise(done => {
    for (const [name, source] of [["script", "src"], ["iframe", "src"], ["object", "data"], ["embed", "src"], ["img", "src"]]) {
        const one = document.createElement(name); one[source] = there; document.body.append(one);
    }
    setTimeout(done, 150);
})"""


def polyglots(world: World, *, number: int) -> Figures:
    """So many are sent; those that are kept are looked at, embedded, opened by themselves and taken as they are."""
    with _canary() as (canary, asked):
        counts = {"kept": 0, "refused": 0}
        broken: list[str] = []
        sender = None
        for place in range(number):
            if place % A_DRAFT == 0:
                broken += [] if sender is None or sender.send() else ["a report was not accepted"]
                sender = Sender(world)
            assert sender is not None
            name, content = _polyglot(place, world, canary)
            begun = sender.begin(name, len(content))
            answer = sender.piece(begun.json()["id"], 0, content) if begun.status_code == 200 else begun
            counts["kept" if answer.status_code == 201 else "refused"] += 1
            if answer.status_code not in (201, 422):
                broken.append(f"a file was answered with {answer.status_code}")
        broken += [] if sender is None or sender.send() else ["a report was not accepted"]
        world.wait_until_categorised(120)
        ran, out = _opened(world, canary)
    if ran:
        broken.append(f"{ran} scripts ran")
    if asked or out:
        broken.append(f"{len(asked) + out} requests went out")
    opened = len(world.rows(_EXHIBITS, world.before))
    if opened != counts["kept"]:
        broken.append(f"{opened} exhibits were opened, {counts['kept']} were kept")
    return Figures("fault_17_polyglots", ran + len(asked) + out, "scripts and requests", number, broken, counts)


def _opened(world: World, canary: str) -> tuple[int, int]:
    """An officer opens every exhibit in a browser: scripts that ran, requests that left for elsewhere."""
    name = f"eyes-{world.draw.randrange(10**9)}"
    password = made(world.product, ACCOUNTS + _TAKES_ORIGINALS, names=f"{name!r},")
    ran, out = 0, 0

    def left(address: str) -> bool:
        there = urlsplit(address)
        return there.scheme in ("http", "https", "ws") and f"{there.scheme}://{there.netloc}" != world.product.desk_url

    with sync_playwright() as playwright:
        context = chromium(playwright).new_context(accept_downloads=True)
        heard: list[str] = []
        context.on("request", lambda request: heard.append(request.url) if left(request.url) else None)
        page = context.new_page()
        page.on("dialog", lambda dialog: (heard.append("dialog"), dialog.dismiss()))
        enter(world.product, page, name, password)
        for reference, exhibit in world.rows(_EXHIBITS, world.before):
            address = f"{world.product.desk_url}/desk/cases/{reference}/exhibits/{exhibit}/"
            ran += _look(page, address)
        out = len(heard)
        context.close()
    return ran, out


def _look(page: Page, address: str) -> int:
    """At one exhibit: its page, its copy there, embedded, by itself, and the original; whether anything in it ran."""
    page.goto(address)
    page.locator("[data-action=make-copy]").click()
    page.wait_for_load_state()
    ran = _has_run(page)
    for there in page.locator(".heard-copy img, .heard-copy audio, .heard-copy video").all():
        source = there.get_attribute("src") or ""
        page.evaluate(_EMBED, source)
        ran += _has_run(page)
        with suppress(Error), page.expect_download(timeout=2_000):  # saved, not shown
            page.goto(address.split("/desk/")[0] + source)
        ran += _has_run(page)
    if not page.url.startswith(address):
        page.goto(address)
    page.locator("summary", has_text="Download the original").click()
    page.locator("[name=reason]").fill("For the fault suite.")
    with page.expect_download() as saved:
        page.locator("[data-action=take-original]").click()
    saved.value.delete()
    return ran + _has_run(page)


def _has_run(page: Page) -> int:
    return int(bool(page.evaluate("window.heardRan === 1 || document.title === 'ran'")))


@contextmanager
def _canary() -> Iterator[tuple[str, list[str]]]:
    """An address elsewhere, and what is asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def _polyglot(place: int, world: World, canary: str) -> tuple[str, bytes]:
    """The next of the makers, with something of its own in it, under a name that wants to be markup."""
    make = _MAKERS[place % len(_MAKERS)]
    script = f"window.heardRan=1;document.title='ran';alert(1);fetch('{canary}/{place}')"
    html = f"<script>{script}</script><img src=x onerror=\"{script}\"><link rel=stylesheet href='{canary}/c'>"
    html += f"<img src='{canary}/i{place}'>"
    kind, content = make(script, html, canary)
    content += world.draw.randbytes(3) if kind in ("gif", "jpg", "mp3", "wav") else b""
    names = (
        f"{place}.{kind}",
        f'"><img src=x onerror=alert({place})>.{kind}',
        f"<script>alert({place})</script>.{kind}",
    )
    return names[place // len(_MAKERS) % len(names)], content


def _gif(script: str, _html: str, _canary: str) -> tuple[str, bytes]:
    """A picture that is a script: its width and height open a comment."""
    return "gif", b"GIF89a/*" + files.picture("GIF")[8:] + b"*/=1;" + script.encode()


def _jpeg(_script: str, html: str, _canary: str) -> tuple[str, bytes]:
    """A picture whose comment is a page."""
    said, picture = html.encode(), files.picture("JPEG")
    return "jpg", picture[:2] + b"\xff\xfe" + struct.pack(">H", len(said) + 2) + said + picture[2:] + said


def _png(_script: str, html: str, _canary: str) -> tuple[str, bytes]:
    """A picture with a text that is a page, and one behind its end."""
    said, picture = b"Comment\0" + html.encode(), files.picture("PNG")
    chunk = struct.pack(">I", len(said)) + b"tEXt" + said + struct.pack(">I", zlib.crc32(b"tEXt" + said))
    return "png", picture[:33] + chunk + picture[33:] + html.encode()


def _pdf(script: str, _html: str, canary: str) -> tuple[str, bytes]:
    """A document that runs and calls out when it is opened."""
    act = f"<< /S /JavaScript /JS (app.alert(1);{script.replace('(', '[').replace(')', ']')}) >>"
    call = f"<< /S /URI /URI ({canary}/pdf) >>"
    document = files.pdf(1).replace(
        b"/Type /Catalog", f"/Type /Catalog /OpenAction {act} /AA << /WC {call} >>".encode()
    )
    return "pdf", document


def _text(_script: str, html: str, _canary: str) -> tuple[str, bytes]:
    """A text that turns into a page further down."""
    return "txt", b"He shouted:\n" + html.encode() + b"\n" + files.SVG


def _wav(_script: str, html: str, _canary: str) -> tuple[str, bytes]:
    return "wav", files.sound() + html.encode()


def _mp3(_script: str, html: str, _canary: str) -> tuple[str, bytes]:
    return "mp3", files.ALL["audio/mpeg"] + html.encode()


def _docx(_script: str, html: str, canary: str) -> tuple[str, bytes]:
    """A document with a picture from elsewhere and a template from elsewhere."""
    relation = (
        f'<Relationships><Relationship Id="r" Type="image" Target="{canary}/w" TargetMode="External"/></Relationships>'
    )
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    body = f"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{escaped}</w:t></w:r></w:p></w:body></w:document>"
    return "docx", files.archive(
        ("[Content_Types].xml", b"<Types/>"),
        ("word/_rels/document.xml.rels", relation.encode()),
        ("word/document.xml", body.encode()),
    )  # fmt: skip


def _svg(script: str, _html: str, canary: str) -> tuple[str, bytes]:
    return "svg", f'<svg xmlns="http://www.w3.org/2000/svg" onload="{script}"><image href="{canary}/s"/></svg>'.encode()


def _page(_script: str, html: str, _canary: str) -> tuple[str, bytes]:
    return "html", b"<!doctype html>" + html.encode()


_MAKERS: tuple[Callable[[str, str, str], tuple[str, bytes]], ...] = (
    _gif, _jpeg, _png, _pdf, _text, _wav, _mp3, _docx, _svg, _page,
)  # fmt: skip
