"""Row 8: the mail server is slow, is away, and knows no such address for hundreds; people who report notice nothing."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.crowd import percentile
from tests.faults.figures import Figures
from tests.faults.world import World, wait_until
from tests.product import running_product

WITHIN = 120.0  # seconds after recovery, for every letter that can arrive
GOOD, BAD = "good", "nobody"
SETTLED = "SELECT count(*) FROM cases_notice WHERE state = 'refused'"
WAITING = "SELECT count(*) FROM cases_notice WHERE state IN ('queued', 'failed')"


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks SMTP on loopback; `arrived` are the addresses of the letters that it took. It may be `slow`, or hang up."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.arrived: list[str] = []
        self.slow, self.away = threading.Event(), threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        to = ""
        if self.server.away.is_set() or not self._say("220 mail.example.org"):
            return
        for raw in self.rfile:
            line = raw.decode("ascii", "replace").strip()
            verb = line[:4].upper()
            if verb == "DATA":
                self._say("354 go on")
                self._take(to)
            elif verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self._say(f"550 no such address: {to}" if to.startswith(BAD) else "250 well")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            elif not self._say("250 well"):
                return

    def _take(self, to: str) -> None:
        for raw in self.rfile:
            if raw.rstrip(b"\r\n") == b".":
                break
        self.server.arrived.append(to)
        self._say("250 taken")

    def _say(self, line: str) -> bool:
        if self.server.slow.is_set():
            time.sleep(30)
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:
            return False
        return True


def mail_server_away(world: World, *, bad: int, good: int, reports: int) -> Figures:
    """Row 8, in a product of its own, which sends real mail: the letters are those that tell of an officer's answer."""
    with (
        _mail_server() as server,
        running_product(
            own_servers=True,
            SEND_MAIL="on",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=str(server.port),
            MAIL_FROM="a@example.org",
        ) as product,
    ):
        return _suffer(World(product, row="8", seed=world.seed), server, bad=bad, good=good, reports=reports)


def _suffer(world: World, server: MailServer, *, bad: int, good: int, reports: int) -> Figures:
    calm = _p95(world, reports)
    with _set(server.slow):
        world.officers("answer_by_mail", BAD, bad, role="owner")
        world.officers("answer_by_mail", GOOD, good, role="owner")
        slow = _p95(world, reports)
    with _set(server.away):
        away = _p95(world, reports)
    arrived = wait_until(lambda: len(set(server.arrived)) == good, WITHIN)
    refused = wait_until(lambda: world.number(SETTLED) == bad, 2 * WITHIN)
    broken = world.broken_promises(besides=bad + good)
    if arrived is None:
        broken.append(
            f"{len(set(server.arrived))} of {good} letters had arrived {WITHIN:.0f} s after the server was back"
        )
    if len(server.arrived) > good:
        broken.append(f"{len(server.arrived) - good} letters went twice")
    if refused is None or world.number(WAITING):
        broken.append(f"{world.number(SETTLED)} of {bad} addresses that do not exist are put before a supervisor")
    late: list[str] = []
    worst, allowed = max(slow, away), max(1.5 * calm, calm + 0.5)
    if worst > allowed:
        late.append(f"sending a report took {worst} s (p95), {calm} s before")
    more = {
        "p95_s": calm, "p95_s_while_slow": slow, "p95_s_while_away": away, "bad": bad, "seconds_allowed": WITHIN,
    }  # fmt: skip
    return Figures("fault_08_mail_server_away", arrived, "s", bad + good, broken, more, late)


def _p95(world: World, reports: int) -> float:
    return percentile([one.seconds for one in world.send(reports) if not one.refused], 0.95) or 0.0


@contextmanager
def _mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def _set(event: threading.Event) -> Iterator[None]:
    event.set()
    yield
    event.clear()
