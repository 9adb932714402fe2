"""Which version of the model suggests now."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cases.engine.model import DamagedModelError, Model, load_model, shipped
from cases.engine.soundness import unsound
from cases.models import ModelSwitch, ModelVersion


def switch_in_force() -> ModelSwitch | None:
    """The last switch; None before any."""
    return ModelSwitch.objects.select_related("version").order_by("-pk").first()


def version_in_force() -> ModelVersion | None:
    """The version switched on last; None where that is the shipped one."""
    newest = switch_in_force()
    return newest.version if newest is not None and newest.version.file_name else None


def model_in_force() -> Model:
    """The model that suggests now. Raises `DamagedModelError`: another one never takes its place in silence."""
    version = version_in_force()
    return shipped() if version is None else read_model(version.file_name, version.sha256)


@lru_cache(maxsize=2)
def read_model(file_name: str, sha256: str) -> Model:
    """Read a file of the models' folder, once in each process. Raises `DamagedModelError`."""
    return read_file(settings.MODELS_DIR / file_name, sha256)


def read_file(file: Path, sha256: str | None = None) -> Model:
    """Read a model file and try it out: whatever stands in it, it is a sound model or one sentence says why not.

    Raises `DamagedModelError`.
    """
    try:
        model = load_model(file, sha256)
        why = unsound(model)
    except DamagedModelError:
        raise
    except Exception:  # noqa: BLE001  (a stranger's file may break anything that reads it)
        why = "it is not a model of this version of Heard"
    if why:
        raise DamagedModelError(file.name, sha256 or _said_beside(file), why)
    return model


def _said_beside(file: Path) -> str:
    try:
        return file.with_suffix(".sha256").read_text(encoding="ascii").strip()[:64]
    except (OSError, ValueError):
        return ""


def model_of(version: ModelVersion) -> Model:
    """The model of a version. Raises `DamagedModelError`."""
    return read_model(version.file_name, version.sha256) if version.file_name else shipped()
