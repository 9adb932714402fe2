from pathlib import Path

import pytest

from config.instance import Described, environment_for
from config.keys import NAMES, kept_keys, keys_for, new_keys
from config.roles import ROLES


def test_keys_are_made_once_and_only_their_owner_may_read_them(folder: Path) -> None:
    path = folder / "keys.json"
    first = kept_keys(path, {}, may_make=True)
    assert kept_keys(path, {}, may_make=True) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in folder.iterdir()] == ["keys.json"]


def test_a_key_in_the_environment_wins(folder: Path) -> None:
    assert kept_keys(folder / "keys.json", {"HEARD_CODE_KEY": "mine"}, may_make=True)["HEARD_CODE_KEY"] == "mine"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"HEARD_CODE_KEY": 1}'])
def test_a_damaged_key_file_is_never_overwritten(folder: Path, text: str) -> None:
    path = folder / "keys.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r".+"):
        kept_keys(path, {}, may_make=True)
    assert path.read_text() == text


def test_the_public_surface_signs_with_a_key_of_its_own_and_cannot_seal_the_log() -> None:
    keys = new_keys()
    public, desk = keys_for("public", keys), keys_for("desk", keys)
    assert set(desk) == set(NAMES)
    assert set(NAMES) - set(public) == {"HEARD_AUDIT_KEY"}
    assert public["HEARD_SECRET_KEY"] != desk["HEARD_SECRET_KEY"]
    assert len(public["HEARD_SECRET_KEY"]) >= 50


def test_no_credential_of_the_outer_environment_reaches_a_process(folder: Path) -> None:
    outer = {
        "PATH": "/bin",
        "HTTPS": "on",
        "DATABASE_URL": "admin",
        "DATABASE_URL_OWNER": "owner",
        "PGPASSWORD": "admin",
        "HEARD_AUDIT_KEY": "outer",
        "HEARD_ROLE": "owner",
        "EMAIL_HOST_PASSWORD": "mail",
    }
    instance = Described(
        pid=1,
        database={role: f"url of {role}" for role in ROLES},
        redis="broker",
        keys=new_keys(),
        port=8000,
        desk_port=8001,
    )
    public = environment_for("public", "public", outer=outer, instance=instance, folder=folder)
    assert not {"admin", "owner", "outer", "mail"} & set(public.values())
    assert (public["PATH"], public["HTTPS"], public["DATABASE_URL"]) == ("/bin", "on", "url of public")
    worker = environment_for("desk", "worker", outer=outer, instance=instance, folder=folder)
    assert worker["EMAIL_HOST_PASSWORD"] == "mail"
    assert worker["HEARD_AUDIT_KEY"] == instance["keys"]["HEARD_AUDIT_KEY"]
