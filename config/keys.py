"""The keys of an instance, made once and kept in `keys.json` (mode 0600), outside the database."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from config.roles import ROLES

PLAIN = ("HEARD_CODE_KEY", "HEARD_VERIFY_KEY", "HEARD_TRACE_KEY", "HEARD_AUDIT_KEY")
NAMES = ("HEARD_SECRET_KEY", "HEARD_IDENTITY_KEYS", *PLAIN)
DESK_ONLY = ("HEARD_AUDIT_KEY",)


def new_keys() -> dict[str, str]:
    """A fresh set: the product's keys under NAMES, `postgres` and the roles' passwords under their own names."""
    keys = {name: _random_key() for name in PLAIN}
    keys["HEARD_SECRET_KEY"] = secrets.token_urlsafe(48)
    keys["HEARD_IDENTITY_KEYS"] = f"1:{_random_key()}"
    return keys | {name: secrets.token_hex(24) for name in ("postgres", *ROLES)}


def kept_keys(path: Path, environment: Mapping[str, str], *, may_make: bool) -> dict[str, str]:
    """The keys in this file, made on first use; the environment's value of a name wins.

    `may_make=False` raises FileNotFoundError instead of making new ones; a file that is no set of keys: ValueError.
    """
    try:
        kept = json.loads(path.read_text())
    except FileNotFoundError:
        if not may_make:
            raise
        kept = new_keys()
        write_private(path, json.dumps(kept, indent=1) + "\n")
    if not isinstance(kept, dict) or not all(isinstance(kept.get(name), str) for name in (*NAMES, "postgres", *ROLES)):
        raise ValueError("a key is missing")
    return kept | {name: environment[name] for name in NAMES if environment.get(name)}


def keys_for(surface: str, keys: Mapping[str, str]) -> dict[str, str]:
    """What a process of this surface is given: the public one no key of the desk's, and a signing key of its own."""
    given = {name: keys[name] for name in NAMES}
    if surface == "public":
        signing = hmac.digest(keys["HEARD_SECRET_KEY"].encode(), b"heard public surface", hashlib.sha256)
        given = {name: key for name, key in given.items() if name not in DESK_ONLY} | {
            "HEARD_SECRET_KEY": signing.hex()
        }
    return given


def write_private(path: Path, text: str) -> None:
    """Write a file that only this account may read, whole or not at all."""
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)


def _random_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
