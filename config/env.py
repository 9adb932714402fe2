"""Settings from the environment: each reader raises `BadSetting` with one sentence on a bad value.

While an instance of `make run` is up it keeps `instance.json` (mode 0600) in its data folder, so that a command typed
by hand finds the same databases and keys. The environment always wins over that file.
"""

import base64
import binascii
import functools
import json
import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
ROLES = ("owner", "public", "desk", "worker", "auditor")


class BadSetting(ImproperlyConfigured):
    """A value in the environment that cannot be meant. The message names the variable and says what to do."""


def data_dir() -> Path:
    """Folder that holds everything an instance keeps: `DATA_DIR`, else `.data` beside `manage.py`."""
    return Path(os.environ.get("DATA_DIR") or ROOT / ".data").absolute()


@functools.cache
def _instance() -> dict[str, Any]:
    path = data_dir() / "instance.json"
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}
    except (OSError, ValueError) as error:
        raise BadSetting(
            f"{path} cannot be read ({type(error).__name__}): stop `make run` and start it again."
        ) from error
    return found if isinstance(found, dict) else {}


def text(name: str, default: str | None = None) -> str:
    """The variable, else what the running instance uses, else `default`; raises when there is none of the three."""
    value = os.environ.get(name) or _instance().get("keys", {}).get(name) or default
    if value is None:
        raise BadSetting(f"{name} is not set: set it, or start an instance with `make run`.")
    return str(value)


def flag(name: str, *, default: bool) -> bool:
    """`on` or `off`."""
    value = os.environ.get(name, "on" if default else "off").lower()
    if value not in ("on", "off"):
        raise BadSetting(f"{name} must be `on` or `off`, not {value!r}.")
    return value == "on"


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of `allowed`."""
    value = os.environ.get(name) or default
    if value not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def listing(name: str, default: str = "") -> list[str]:
    """Values separated by commas, blanks around them dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise BadSetting(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def key(name: str) -> bytes:
    """32 random bytes written as URL-safe base64."""
    return _decoded(name, text(name))


def key_ring(name: str) -> dict[int, bytes]:
    """Keys by number, oldest first, from `1:<base64>,2:<base64>`; the last one encrypts, all of them decrypt."""
    ring: dict[int, bytes] = {}
    for part in text(name).split(","):
        number, separator, encoded = part.strip().partition(":")
        if not separator or not number.isdigit() or not 0 < int(number) < 256 or int(number) in ring:
            raise BadSetting(f"{name} must look like `1:<key>,2:<key>` with numbers from 1 to 255, each once.")
        ring[int(number)] = _decoded(name, encoded)
    return ring


def database_url(role: str) -> str | None:
    """The process's own connection: `DATABASE_URL`, else that role's of the running instance, else None."""
    return os.environ.get("DATABASE_URL") or _instance().get("database", {}).get(role)


def redis_url() -> str | None:
    """`REDIS_URL`, else the broker of the running instance, else None: the product then works without a hint."""
    return os.environ.get("REDIS_URL") or _instance().get("redis")


def _decoded(name: str, encoded: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(encoded.encode() + b"=" * (-len(encoded) % 4))
    except (binascii.Error, ValueError) as error:
        raise BadSetting(f"{name} is not URL-safe base64.") from error
    if len(raw) != 32:
        raise BadSetting(f"{name} must hold 32 bytes, not {len(raw)}.")
    return raw
