"""Rows 10, 15 and 16: uploads that are cut, files that were mutated, bombs."""

import hashlib
import json
import random
import re
import socket
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests import files
from tests.faults.figures import Figures
from tests.faults.world import World

PIECE = 1024 * 1024
WORDS = "They threw a stone at our window."
A_DRAFT = 90  # files of one report


class Sender:
    """What the page's script does, in one draft with words in it."""

    def __init__(self, world: World) -> None:
        self.client = httpx.Client(base_url=world.product.public_url, follow_redirects=True, timeout=60)
        page = self.client.get("/report/what-happened/")
        self.client.post(str(page.url), data={**self._hidden(page.text), "what_happened": WORDS})
        self.draft = str(page.url).split("?d=")[1][:32]
        self.hidden = self._hidden(self.client.get(f"/report/evidence/?d={self.draft}").text)

    @staticmethod
    def _hidden(html: str) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))

    @property
    def headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self.hidden["csrfmiddlewaretoken"]}

    def begin(self, name: str, size: int) -> httpx.Response:
        said = json.dumps({"name": name, "size": size})
        return self.client.post(f"/report/evidence/files/?d={self.draft}", content=said, headers=self.headers)

    def address(self, file_id: str, offset: int) -> str:
        return f"/report/evidence/files/{file_id}/?d={self.draft}&offset={offset}"

    def piece(self, file_id: str, offset: int, content: bytes) -> httpx.Response:
        headers = {**self.headers, "Content-Type": "application/octet-stream"}
        return self.client.post(self.address(file_id, offset), content=content, headers=headers)

    def received(self, file_id: str) -> int:
        return int(self.client.get(self.address(file_id, 0)).json()["received"])

    def cut(self, file_id: str, offset: int, content: bytes, at: int) -> None:
        """The connection ends after `at` bytes of what is sent."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        head = (
            f"POST {self.address(file_id, offset)} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {self.headers['X-CSRFToken']}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        ).encode()
        there = urlsplit(str(self.client.base_url))
        with closing(socket.create_connection((there.hostname or "", there.port or 80), timeout=10)) as line:
            line.sendall((head + content)[:at])

    def send(self) -> bool:
        answer = self.client.post(f"/report/check-answers/?d={self.draft}", data=self.hidden)
        return "follow-up-code" in answer.text


def upload_cut(world: World, *, cuts: int) -> Figures:
    """Row 10: cut at a random byte, then sent on; no file is shown as received unless its hash is that of what was sent."""
    broken, senders, wanted = [], [], []
    for number in range(cuts):
        if number % A_DRAFT == 0:
            senders.append(Sender(world))
        sender = senders[-1]
        content = files.photo() + world.draw.randbytes(world.draw.randrange(1, 2 * PIECE))
        file_id = sender.begin(f"{number}.jpg", len(content)).json()["id"]
        first = content[:PIECE]
        sender.cut(file_id, 0, first, world.draw.randrange(1, len(first) + 700))
        while (at := sender.received(file_id)) < len(content):
            answer = sender.piece(file_id, at, content[at : at + PIECE])
            if answer.status_code not in (200, 201, 409):
                broken.append(f"sending on was answered with {answer.status_code}")
                break
        wanted.append(hashlib.sha256(content).hexdigest())
    broken += ["a report was not accepted" for sender in senders if not sender.send()]
    kept = [row[0] for row in world.rows("SELECT sha256 FROM reporting_evidence WHERE report_id > %s", world.before)]
    if sorted(kept) != sorted(wanted):
        broken.append(f"{len(kept)} files are kept and {len(wanted)} were sent, or not with the same hashes")
    return Figures("fault_10_upload_cut", len(kept), "files", cuts, broken)


def mutated_files(world: World, *, files_sent: int, opened: int) -> Figures:
    """Row 15: the web stays up, each file is kept or refused with a sentence, and officers' copies end in time."""
    broken: list[str] = []
    counts = {"kept": 0, "refused": 0}
    sender = Sender(world)
    for number in range(files_sent):
        if number and number % A_DRAFT == 0:
            broken += [] if sender.send() else ["a report was not accepted"]
            sender = Sender(world)
        content = mutated(world.draw)
        begun = sender.begin(f"{number}.jpg", len(content))
        answer = sender.piece(begun.json()["id"], 0, content) if begun.status_code == 200 else begun
        if answer.status_code == 201:
            counts["kept"] += 1
        elif answer.status_code == 422 and answer.json().get("sentence"):
            counts["refused"] += 1
        else:
            broken.append(f"a file was answered with {answer.status_code}")
    broken += [] if sender.send() else ["a report was not accepted"]
    made = world.officers("open_exhibits", world.before, opened)
    return _with_copies(Figures("fault_15_mutated_files", files_sent, "files", files_sent, broken, counts), made)


def bombs(world: World, *, number: int) -> Figures:
    """Row 16: each is stopped within ten seconds."""
    made = world.officers("open_bombs", number, role="owner")
    return _with_copies(Figures("fault_16_bombs", made["slowest"], "s", number, []), made)


def mutated(draw: random.Random) -> bytes:
    """A real file with a few bytes changed, cut, doubled or added."""
    content = bytearray(draw.choice(list(files.ALL.values())))
    for _ in range(draw.randrange(1, 12)):
        place = draw.randrange(len(content))
        match draw.randrange(4):
            case 0:
                content[place] = draw.randrange(256)
            case 1:
                del content[max(place, 1) :]
            case 2:
                content[place:place] = content[:place]
            case _:
                content += draw.randbytes(draw.randrange(1, 300))
        del content[200_000:]
    return bytes(content)


def _with_copies(figures: Figures, made: dict[str, Any]) -> Figures:
    if made["slowest"] > 10:
        figures.slow.append(f"a safe copy took {made['slowest']} s")
    if made["errors"]:
        figures.broken.append(f"making a safe copy failed with {made['errors']}")
    figures.more.update(made)
    return figures
