"""Logging in: password, then a code that works once; nothing opens before both."""

import re
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cases.domain import accounts, second_factor
from cases.enums import Role
from cases.models import Account, AuditEvent, Unit
from tests.cast import Cast

PASSWORD = "a long pass phrase of words"
LOG_IN, SECOND, CODES = "/desk/log-in/", "/desk/second-factor/", "/desk/second-factor/recovery-codes/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: Cast) -> Account:
    """An officer with a password and no second factor yet."""
    cast.officer.set_password(PASSWORD)
    cast.officer.save()
    return cast.officer


def code_for(device: TOTPDevice, steps: int = 0) -> str:
    """What the app shows, `steps` of 30 seconds from now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def give_password(client: Client, password: str = PASSWORD, username: str = "officer", **more: str):
    """Send name and password."""
    return client.post(LOG_IN, {"username": username, "password": password, **more})


def enrolled(account: Account) -> TOTPDevice:
    """An app in use."""
    return TOTPDevice.objects.create(user=account, name="app", confirmed=True)


def test_the_first_log_in_sets_up_the_app_and_shows_the_secret(client: Client, officer: Account) -> None:
    assert give_password(client).url == SECOND
    page = client.get(SECOND).content.decode()
    secret = re.search(r'data-testid="totp-secret">([A-Z2-7]+)<', page)
    device = TOTPDevice.objects.get(user=officer)
    assert secret is not None
    assert not device.confirmed
    picture = client.get("/desk/second-factor/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<script" not in picture.content
    answer = client.post(SECOND, {"code": code_for(device)})
    assert answer.url == CODES
    device.refresh_from_db()
    assert device.confirmed


def test_recovery_codes_are_shown_until_kept_and_never_stored(client: Client, officer: Account) -> None:
    give_password(client)
    client.post(SECOND, {"code": code_for(TOTPDevice.objects.get(user=officer))})
    shown = [
        re.findall(r"<code>([A-Z2-7]{5}-[A-Z2-7]{5})</code>", client.get(CODES).content.decode()) for _ in range(2)
    ]
    assert shown[0] == shown[1]
    assert len(set(shown[0])) == second_factor.RECOVERY_CODES
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace("-", "") for code in shown[0]}
    assert client.post(CODES).url == "/desk/queue/"
    assert client.get(CODES).status_code == 302


def test_a_recovery_code_opens_the_desk_once_in_any_writing(client: Client, officer: Account) -> None:
    enrolled(officer)
    code = second_factor.recovery_codes(officer, second_factor.make_recovery_codes(officer))[0]
    give_password(client)
    assert client.post("/desk/second-factor/recovery/", {"code": f" {code.lower()} "}).status_code == 302
    other = Client()
    give_password(other)
    again = other.post("/desk/second-factor/recovery/", {"code": code})
    assert again.status_code == 200
    assert "none of your recovery codes" in again.content.decode()


@pytest.mark.parametrize(
    ("username", "password"), [("officer", "wrong"), ("nobody", PASSWORD), ("officer", PASSWORD + " ")]
)
def test_wrong_name_and_wrong_password_get_one_and_the_same_sentence(
    client: Client, officer: Account, username: str, password: str
) -> None:
    page = give_password(client, password, username).content.decode()
    assert page.count("The user name or the password is not right.") == 1
    assert password not in page


def test_a_disabled_account_gets_that_sentence_too(client: Client, officer: Account) -> None:
    Account.objects.filter(pk=officer.pk).update(is_active=False)
    assert "The user name or the password is not right." in give_password(client).content.decode()


def test_an_unknown_name_costs_as_much_hashing(
    client: Client, officer: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cases.domain.passwords import Argon2id

    counted: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2id, name)
        monkeypatch.setattr(
            Argon2id, name, lambda self, *a, real=real, name=name, **k: counted.append(name) or real(self, *a, **k)
        )
    give_password(client, "wrong", "officer")
    known = len(counted)
    give_password(client, "wrong", "nobody")
    assert len(counted) == 2 * known == 2


def test_passwords_are_kept_as_argon2id_with_the_chosen_cost(officer: Account) -> None:
    assert officer.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_alone_opens_nothing(client: Client, officer: Account) -> None:
    enrolled(officer)
    give_password(client)
    for address in ("/admin/", CODES):
        assert client.get(address).url.startswith(SECOND)


def test_a_code_works_once(client: Client, officer: Account) -> None:
    code = code_for(enrolled(officer))
    give_password(client)
    assert client.post(SECOND, {"code": code}).url == "/desk/queue/"
    other = Client()
    give_password(other)
    assert "This code is not right, or it was used before." in other.post(SECOND, {"code": code}).content.decode()


def test_a_right_code_given_too_soon_after_a_wrong_one_is_not_called_wrong(client: Client, officer: Account) -> None:
    device = enrolled(officer)
    give_password(client)
    client.post(SECOND, {"code": "000000"})
    soon = client.post(SECOND, {"code": code_for(device)}).content.decode()
    assert "Wait a moment, then enter the code that your app shows." in soon
    assert "not right" not in soon
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=1))
    assert client.post(SECOND, {"code": code_for(device)}).url == "/desk/queue/"


def test_the_same_while_the_app_is_set_up_and_with_recovery_codes(client: Client, officer: Account) -> None:
    give_password(client)
    client.post(SECOND, {"code": "000000"})
    device = TOTPDevice.objects.get(user=officer)
    soon = client.post(SECOND, {"code": code_for(device)}).content.decode()
    assert "Wait a moment, then enter the code that your app shows." in soon
    TOTPDevice.objects.update(confirmed=True)
    code = second_factor.recovery_codes(officer, second_factor.make_recovery_codes(officer))[0]
    client.post("/desk/second-factor/recovery/", {"code": "AAAAA-AAAAA"})
    soon = client.post("/desk/second-factor/recovery/", {"code": code}).content.decode()
    assert "Wait a moment, then enter your recovery code again." in soon
    assert "none of your" not in soon


def test_many_wrong_codes_are_told_how_long_to_wait(client: Client, officer: Account) -> None:
    enrolled(officer)
    give_password(client)
    TOTPDevice.objects.update(throttling_failure_count=6, throttling_failure_timestamp=timezone.now())
    page = client.post(SECOND, {"code": "000000"}).content.decode()
    assert re.search(r"Wait (3[0-2]|2\d) seconds, then enter the code that your app shows\.", page)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_tries_of_one_code_at_once_one_succeeds(cast: Cast) -> None:
    code, winners = code_for(enrolled(cast.officer)), []

    def attempt() -> None:
        try:
            if second_factor.verify_code(cast.officer, code):
                winners.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(winners) == 1


def test_wrong_codes_slow_down_but_never_keep_out_for_more_than_half_a_minute(officer: Account) -> None:
    device = enrolled(officer)
    TOTPDevice.objects.filter(pk=device.pk).update(
        throttling_failure_count=60, throttling_failure_timestamp=timezone.now()
    )
    wait = second_factor.seconds_to_wait(officer, now=timezone.now())
    assert 0 < wait <= 32
    assert second_factor.verify_code(officer, code_for(device)) is None
    TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=33))
    assert second_factor.verify_code(officer, code_for(device)) is not None


def test_without_the_password_nobody_comes_as_far_as_the_code(client: Client, officer: Account) -> None:
    enrolled(officer)
    for _ in range(5):
        assert client.post(SECOND, {"code": "000000"}).url == LOG_IN
    assert TOTPDevice.objects.get(user=officer).throttling_failure_count == 0


def test_each_unfinished_setting_up_has_a_secret_of_its_own(officer: Account) -> None:
    first, second = Client(), Client()
    give_password(first)
    give_password(second)
    older, newer = TOTPDevice.objects.filter(user=officer).order_by("pk")
    assert older.key != newer.key
    assert second.post(SECOND, {"code": code_for(newer)}).status_code == 302
    assert first.post(SECOND, {"code": code_for(older)}).status_code == 200  # another app is in use by now
    assert TOTPDevice.objects.filter(user=officer).count() == 1


def test_the_session_key_is_new_after_each_factor(client: Client, officer: Account) -> None:
    device = enrolled(officer)
    client.get(LOG_IN)
    give_password(client)
    between = client.session.session_key
    client.post(SECOND, {"code": code_for(device)})
    assert client.session.session_key != between


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [
        ("/admin/", "/admin/"),
        ("https://evil.example/", "/desk/queue/"),
        ("//evil.example", "/desk/queue/"),
        ("javascript:1", "/desk/queue/"),
    ],
)
def test_after_the_log_in_one_stays_on_this_site(client: Client, officer: Account, wanted: str, comes: str) -> None:
    device = enrolled(officer)
    give_password(client, next=wanted)
    assert client.post(SECOND, {"code": code_for(device)}).url == comes


def test_a_page_asked_for_between_the_factors_is_come_back_to(client: Client, officer: Account) -> None:
    device = enrolled(officer)
    give_password(client)
    sent_to = client.get("/desk/duty/").url
    assert client.post(sent_to, {"code": code_for(device)}).url == "/desk/duty/"


def test_administrators_come_to_the_administration(client: Client, cast: Cast) -> None:
    cast.admin.set_password(PASSWORD)
    cast.admin.save()
    device = enrolled(cast.admin)
    give_password(client, username="admin")
    assert client.post(SECOND, {"code": code_for(device)}).url == "/admin/"


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.SUPERVISOR}])
def test_all_sessions_end_at_once_and_for_good_when_disabled_or_given_another_role(
    cast: Cast, officer: Account, change: dict[str, object]
) -> None:
    device = enrolled(officer)
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        give_password(client)
        client.post(SECOND, {"code": code_for(device, number)})
        assert client.get(LOG_IN).status_code == 302
    for values in (change, {"is_active": True, "role": Role.OFFICER}):
        account = Account.objects.get(pk=officer.pk)
        for field, value in values.items():
            setattr(account, field, value)
        accounts.save_account(account, by=cast.admin, now=timezone.now())
        for client in clients:
            assert client.get(LOG_IN).status_code == 200  # also when everything is put back
    assert not Session.objects.exists()


def test_a_role_changed_behind_the_products_back_ends_sessions_too(client: Client, officer: Account) -> None:
    device = enrolled(officer)
    give_password(client)
    client.post(SECOND, {"code": code_for(device)})
    Account.objects.filter(pk=officer.pk).update(role=Role.SUPERVISOR)
    assert client.get(LOG_IN).status_code == 200


def test_logging_out_takes_a_post_and_ends_the_session(client: Client, officer: Account) -> None:
    device = enrolled(officer)
    give_password(client)
    client.post(SECOND, {"code": code_for(device)})
    assert client.get("/desk/log-out/").status_code == 405
    assert client.get(LOG_IN).status_code == 302
    assert client.post("/desk/log-out/").url == LOG_IN
    assert client.get(LOG_IN).status_code == 200


def test_the_log_in_form_takes_no_forged_post(officer: Account) -> None:
    assert give_password(Client(enforce_csrf_checks=True)).status_code == 403


def test_log_ins_and_refusals_are_in_the_log_without_names_that_were_typed(client: Client, officer: Account) -> None:
    device = enrolled(officer)
    give_password(client, "wrong", "my-secret-typed-as-name")
    give_password(client)
    client.post(SECOND, {"code": "000000"})
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post(SECOND, {"code": code_for(device)})
    rows = list(AuditEvent.objects.order_by("pk").values_list("action", "username"))
    assert rows == [("log-in.refused", ""), ("second-factor.refused", "officer"), ("log-in", "officer")]


@pytest.mark.parametrize("address", [LOG_IN, SECOND])
def test_no_page_of_the_log_in_is_kept_by_a_browser(client: Client, officer: Account, address: str) -> None:
    give_password(client)
    assert client.get(address)["Cache-Control"] == "no-store"


def test_one_administrator_is_always_left(cast: Cast) -> None:
    from cases.domain.refusals import Refused

    with pytest.raises(Refused):
        accounts.disable_account(cast.admin, by=cast.admin, now=timezone.now())
    cast.admin.refresh_from_db()
    assert cast.admin.is_active


def test_an_officer_belongs_to_a_unit(cast: Cast) -> None:
    from cases.domain.refusals import Refused

    with pytest.raises(Refused, match="unit"):
        accounts.create_account(username="new", password=PASSWORD, role=Role.OFFICER, unit=None)
    with pytest.raises(Refused, match="taken"):
        accounts.create_account(
            username="officer", password=PASSWORD, role=Role.OFFICER, unit=Unit.objects.get(key="north")
        )
