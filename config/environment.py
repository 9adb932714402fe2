"""Makes `.venv` and installs a requirements file into it, when that has not been done yet: first step of every target.

Run with any Python 3.11 or later, from the repository's root; needs the standard library only.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"


class CannotPrepareError(Exception):
    """The message is one sentence that says what to do."""


def prepare(requirements: Path) -> None:
    """Afterwards `.venv/bin/python` has what the file names. Does nothing when nothing has changed."""
    with open(requirements) as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two targets at once: the second waits, then finds the work done
        if not _is_usable():
            _make()
        stamp, digest = VENV / f"{requirements.name}.installed", _digest(requirements)
        if not stamp.exists() or stamp.read_text() != digest:
            print(f"Installing what {requirements} names; the first time takes a minute.", file=sys.stderr, flush=True)
            _run(
                "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "-r", str(requirements)
            )
            stamp.write_text(digest)


def _is_usable() -> bool:
    if not PYTHON.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", check], capture_output=True).returncode == 0


def _make() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise CannotPrepareError(
            "Python's venv module is missing: install it (on Debian or Ubuntu: apt-get install python3-venv)."
        ) from error
    if os.pathsep in os.getcwd():
        raise CannotPrepareError(
            "The path of this folder holds a colon, which a virtual environment cannot: move the folder."
        )
    if VENV.exists():
        shutil.rmtree(VENV)
    print("Making a virtual environment in .venv.", file=sys.stderr, flush=True)
    _run("-m", "venv", str(VENV), program=sys.executable)


def _digest(requirements: Path) -> str:
    return hashlib.sha256("\0".join(_texts(requirements)).encode()).hexdigest()


def _texts(requirements: Path) -> list[str]:
    """The file and those that it includes, and so on."""
    text = requirements.read_text()
    included = [Path(line.split()[1]) for line in text.splitlines() if line.startswith("-r ")]
    return [text, *(inner for path in included for inner in _texts(path))]


def _run(*arguments: str, program: str | Path = PYTHON) -> None:
    """Run Python in a session of its own, which ends with us: pip and venv start processes themselves."""
    environment = os.environ | {"PYTHONUTF8": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    process = subprocess.Popen([program, *arguments], env=environment, start_new_session=True)

    told: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        told.append(number)
        os.killpg(process.pid, signal.SIGKILL)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)
    status = process.wait()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if told:
        sys.exit(128 + told[0])
    if status:
        raise CannotPrepareError(
            f"{' '.join(arguments[:3])} failed for the reason above: put that right (network, space on the disk), then"
            " try again."
        )


def main() -> int:
    """Exit status 0, or 2 after one sentence."""
    try:
        prepare(Path(sys.argv[1]))
    except CannotPrepareError as problem:
        print(f"Heard cannot start. {problem}", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"Heard cannot start. {problem.filename or 'This folder'}: {problem.strerror}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
