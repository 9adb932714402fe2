"""The pages on model versions and on corrections, as administrators use them."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.domain import categorisation, deciding, models_in_service
from cases.domain.categorisation import categorise_report
from cases.domain.model_in_force import model_in_force
from cases.engine.model import shipped
from cases.enums import Role
from cases.models import Account, AuditEvent, CorrectionsExport, ModelVersion
from tests import cast as people
from tests.cases.admin.test_pages import logged_in
from tests.cast import Cast
from tests.models import other_model

pytestmark = pytest.mark.django_db
VERSIONS = "/admin/cases/modelversion/"
EXPORTS = "/admin/cases/correctionsexport/"


@pytest.fixture
def version(cast: Cast, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelVersion:
    """A version that lists hardly anything, compared on one case that an officer decided blind."""
    settings.MODELS_DIR = tmp_path / "models"
    monkeypatch.setattr(categorisation, "is_blind", lambda reference: True)
    case = people.case("He called me a paki and spat at me at the bus stop.")
    categorise_report(case.opened_for_id, now=timezone.now())
    people.take_and_read(case, cast.officer)
    deciding.record_decision(
        case.pk, recording="nothing_recorded", reason="Not enough.", strands=["race"], kinds=["verbal_abuse"],
        by=cast.officer, now=timezone.now(),
    )  # fmt: skip
    return models_in_service.offer_model(other_model(tmp_path, 0.999), now=timezone.now())


def chosen(admin: Client, address: str, action: str, pk: int, **given: str) -> str:
    answer = admin.post(address, {"action": action, "_selected_action": [pk], **given}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_a_version_shows_both_on_the_same_cases(cast: Cast, version: ModelVersion) -> None:
    page = logged_in(cast.admin).get(f"{VERSIONS}{version.pk}/change/").content.decode()
    assert "Both versions on the same 1 cases" in page
    assert f"another suggestion than from {shipped().version}" in page
    assert "Race" in page
    assert "spat at me" not in page


def test_switching_on_asks_first_and_says_what_happens(cast: Cast, version: ModelVersion) -> None:
    admin = logged_in(cast.admin)
    asked = chosen(admin, VERSIONS, "switch_on", version.pk)
    assert f"From now on {version.version} would suggest" in asked
    assert model_in_force() is shipped()
    assert f"{version.version} suggests from now on" in chosen(admin, VERSIONS, "switch_on", version.pk, sure="yes")
    assert model_in_force().version == version.version
    assert AuditEvent.objects.filter(action="model.switch_on").count() == 1


def test_a_version_whose_file_is_damaged_is_not_switched_on(
    cast: Cast, version: ModelVersion, settings: Settings
) -> None:
    (settings.MODELS_DIR / version.file_name).write_bytes(b"no model")
    said = chosen(logged_in(cast.admin), VERSIONS, "switch_on", version.pk, sure="yes")
    assert version.sha256 in said
    assert model_in_force() is shipped()


def test_two_administrators_let_corrections_out(cast: Cast) -> None:
    second = Account.objects.create(username="admin2", role=Role.ADMINISTRATOR, password="!")
    admin = logged_in(cast.admin)
    assert admin.post(f"{EXPORTS}add/", {"reason": ""}).status_code == 200
    assert not CorrectionsExport.objects.exists()
    assert admin.post(f"{EXPORTS}add/", {"reason": "The next version."}).status_code == 302
    [asked] = CorrectionsExport.objects.all()
    assert (asked.asked_by, asked.approved_by) == (cast.admin, None)
    assert "Somebody else" in chosen(admin, EXPORTS, "approve", asked.pk)
    assert f"manage.py export_corrections {asked.pk} FILE" in chosen(logged_in(second), EXPORTS, "approve", asked.pk)
    asked.refresh_from_db()
    assert asked.approved_by == second


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_nobody_else_finds_these_pages(cast: Cast, version: ModelVersion, who: str) -> None:
    client = logged_in(getattr(cast, who))
    for address in (VERSIONS, EXPORTS):
        assert client.get(address).status_code in (403, 404)
        assert client.post(
            address, {"action": "switch_on", "_selected_action": [version.pk], "sure": "y"}
        ).status_code in (403, 404)
    assert model_in_force() is shipped()


def test_switching_on_what_is_in_force_says_so(cast: Cast) -> None:
    known = models_in_service.know_shipped(now=timezone.now())
    said = chosen(logged_in(cast.admin), VERSIONS, "switch_on", known.pk, sure="yes")
    assert f"{known.version} is in force already: nothing has changed." in said
    assert not AuditEvent.objects.filter(action="model.switch_on").exists()


def test_what_an_earlier_version_saw_is_still_told_after_going_back(cast: Cast, version: ModelVersion) -> None:
    admin, old = logged_in(cast.admin), models_in_service.know_shipped(now=timezone.now())
    for one in (version, old):
        switch = models_in_service.switch_on(one.pk, by=cast.admin, now=timezone.now())
        models_in_service.recategorise_some(switch.pk, now=timezone.now())
    page = admin.get(f"{VERSIONS}{version.pk}/change/").content.decode()
    assert "1 of 1 reports of open cases were once seen by this version" in page
    page = admin.get(f"{VERSIONS}{old.pk}/change/").content.decode()
    assert "1 of 1 reports of open cases were seen by this version since it is in force" in page
