"""The administration and the log-in with the database rights of the desk's own process."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import dj_database_url
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from cases.domain import models_in_service
from cases.models import Account, CorrectionsExport, DutyShift, ModelSwitch
from reporting.models import Outbox
from tests import cast as actors
from tests.cases.admin.test_pages import CASES, account_form, act, addresses, logged_in
from tests.cases.test_log_in import LOG_IN, PASSWORD, SECOND, code_for
from tests.cast import Cast
from tests.models import other_model
from tests.servers import role_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_desk(cast: Cast) -> Iterator[None]:
    """From here on this connection is `heard_desk`."""
    cast.officer.set_password(PASSWORD)
    cast.officer.save()
    actors.take_and_read(actors.case(), cast.officer)
    actors.case(in_danger_now="yes")
    before = dict(connection.settings_dict)
    connection.close()
    url = dj_database_url.parse(role_url("desk", before["NAME"]))
    connection.settings_dict.update(USER=url["USER"], PASSWORD=url["PASSWORD"])
    yield
    connection.close()
    connection.settings_dict.update(USER=before["USER"], PASSWORD=before["PASSWORD"])


def test_somebody_logs_in_for_the_first_time(as_desk: None, cast: Cast) -> None:
    client = Client()
    client.post(LOG_IN, {"username": "officer", "password": PASSWORD})
    device = TOTPDevice.objects.get(user=cast.officer)
    client.post(SECOND, {"code": code_for(device)})
    assert client.get("/desk/queue/").status_code == 200


def test_an_administrator_does_all_that_the_pages_offer(as_desk: None, cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("heard_desk",)
    Account.objects.filter(pk=cast.admin.pk).update(keeps_sites=True)  # rank alone opens no list of protected sites
    admin = logged_in(cast.admin)
    for address in addresses():
        assert admin.get(address).status_code == 200, address
    form = account_form(username="newcomer", password1=PASSWORD, password2=PASSWORD, unit=cast.unit.pk)
    assert admin.post("/admin/cases/account/add/", form).status_code == 302
    newcomer = Account.objects.get(username="newcomer")
    assert (
        admin.post(
            f"/admin/cases/account/{newcomer.pk}/change/", account_form(role="supervisor", unit=cast.unit.pk)
        ).status_code
        == 302
    )
    for action in ("reset_second_factor", "disable"):
        assert (
            admin.post("/admin/cases/account/", {"action": action, "_selected_action": [newcomer.pk]}).status_code
            == 302
        )
    assert (
        admin.post(
            "/admin/cases/unit/", {"action": "make_default", "_selected_action": [cast.other_unit.pk]}
        ).status_code
        == 302
    )
    now = timezone.now()
    shift = DutyShift.objects.create(account=cast.officer, starts_at=now, ends_at=now + timedelta(hours=8))
    assert admin.post(f"/admin/cases/dutyshift/{shift.pk}/delete/", {"post": "yes"}).status_code == 302
    work = [row.pk for row in Outbox.objects.all()]
    assert admin.post("/admin/reporting/outbox/", {"action": "try_again", "_selected_action": work}).status_code == 302
    cases = list(admin.get(CASES).context_data["cl"].result_list)
    assert "Done for 2 cases." in act(admin, "assign", *cases, officer=cast.colleague.pk)
    assert "Done for 2 cases." in act(admin, "hand_back", *cases)


def test_administrators_switch_a_model_on_and_let_corrections_out(
    cast: Cast, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings.MODELS_DIR = tmp_path / "models"
    second = Account.objects.create(username="admin2", role="administrator", password="!")
    version = models_in_service.offer_model(other_model(tmp_path, 0.9), now=timezone.now())
    request.getfixturevalue("as_desk")
    admin = logged_in(cast.admin)
    for _ in range(2):  # a double click
        sent = {"action": "switch_on", "_selected_action": [version.pk], "sure": "yes"}
        assert admin.post("/admin/cases/modelversion/", sent).status_code == 302
    assert ModelSwitch.objects.get().version == version
    assert admin.post("/admin/cases/correctionsexport/add/", {"reason": "The next version."}).status_code == 302
    asked = CorrectionsExport.objects.get()
    sent = {"action": "approve", "_selected_action": [asked.pk]}
    assert logged_in(second).post("/admin/cases/correctionsexport/", sent).status_code == 302
    asked.refresh_from_db()
    assert asked.approved_by == second
