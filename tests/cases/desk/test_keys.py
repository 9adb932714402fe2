"""Keys: one for each choice, none shared within its place, and none where the account has switched them off."""

from collections import Counter

import pytest

from cases.desk.presenters import choice_keys
from cases.models import Account, AuditEvent
from reporting.taxonomy import KINDS, RECORDING, STRANDS
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db
CASE = "/desk/cases/{}/"


def taken_case(cast: Cast) -> str:
    case = people.case()
    return CASE.format(people.take_and_read(case, cast.officer).reference)


def test_each_choice_of_the_decision_has_one_key_of_its_own() -> None:
    keys = choice_keys.DECISION
    assert {name: set(keys[name]) for name in keys} == {
        "recording": set(RECORDING), "strands": set(STRANDS), "kinds": set(KINDS)
    }  # fmt: skip
    pressed = Counter(key for choices in keys.values() for key in choices.values())
    assert [key for key, times in pressed.items() if times > 1 or len(key) > 1] == []
    assert not set(pressed) & {"n", "r", "v"}  # these mean the same everywhere


def test_the_choices_carry_their_keys_and_nothing_is_chosen(cast: Cast) -> None:
    html = at_the_desk(cast.officer).get(taken_case(cast)).content.decode()
    for keys in choice_keys.DECISION.values():
        for choice, key in keys.items():
            assert f'value="{choice}" aria-keyshortcuts="{key}"' in html
    assert " checked" not in html


def test_switched_off_no_page_carries_a_single_key_and_it_is_written_down(cast: Cast) -> None:
    client, address = at_the_desk(cast.officer), taken_case(cast)
    assert "data-single-keys" in client.get(address).content.decode()
    client.post("/desk/keys/single/", {"on": "no"})
    for page in (address, "/desk/queue/", "/desk/keys/"):
        html = client.get(page).content.decode()
        assert "aria-keyshortcuts" not in html
        assert "data-single-keys" not in html
    assert "aria-keyshortcuts" in at_the_desk(cast.colleague).get("/desk/queue/").content.decode()
    assert not Account.objects.get(pk=cast.officer.pk).single_keys
    assert AuditEvent.objects.filter(action="account.single_keys").get().details == {"on": False}
    client.post("/desk/keys/single/", {"on": "yes"})
    assert Account.objects.get(pk=cast.officer.pk).single_keys


def test_the_page_of_keys_lists_every_one(cast: Cast) -> None:
    html = at_the_desk(cast.officer).get("/desk/keys/").content.decode()
    for _, keys in choice_keys.lists_of_keys():
        for key in keys:
            assert f">{key.pressed}</kbd>" in html
