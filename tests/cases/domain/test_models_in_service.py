"""Which version of the model suggests, and what happens when its file is damaged."""

import hashlib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cases.domain import categorisation, closing, deciding, intake, models_in_service
from cases.domain.categorisation import categorise_report
from cases.domain.model_in_force import model_in_force, read_model
from cases.domain.refusals import NotThere, Refused
from cases.engine import model as engine_model
from cases.engine.model import DamagedModelError, shipped
from cases.enums import Speaker
from cases.models import AuditEvent, Case, ModelSwitch, ModelVersion, Voice
from cases.queries.agreement_figures import agreement_figures
from cases.queries.held_back import chosen_after_shown, chosen_before_shown
from cases.tasks import categorise as categorise_task
from cases.tasks import recategorise
from reporting.domain import outbox
from reporting.models import Outbox
from tests import cast as people
from tests.cast import Cast
from tests.models import other_model, write_like

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def models_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MODELS_DIR = tmp_path / "models"
    return tmp_path


def offer(folder: Path, threshold: float) -> ModelVersion:
    return models_in_service.offer_model(other_model(folder, threshold), now=timezone.now())


def test_without_a_switch_the_shipped_model_suggests(cast: Cast) -> None:
    assert model_in_force() is shipped()
    case = people.case()
    assert categorise_report(case.opened_for_id, now=timezone.now()).by == shipped().version


def test_a_version_is_offered_compared_and_switched_on_by_an_administrator(cast: Cast, models_folder: Path) -> None:
    version = offer(models_folder, 0.9)
    assert (version.figures["cases"], version.figures["is_enough"]) == (0, False)
    assert model_in_force() is shipped()
    for account in (cast.officer, cast.supervisor, cast.auditor):
        with pytest.raises(NotThere):
            models_in_service.switch_on(version.pk, by=account, now=timezone.now())
    models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
    assert model_in_force().version == version.version
    assert AuditEvent.objects.filter(action="model.switch_on", username="admin").count() == 1
    models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
    assert ModelSwitch.objects.count() == 1


def test_going_back_to_the_shipped_version_brings_its_suggestions_back(cast: Cast, models_folder: Path) -> None:
    version = offer(models_folder, 0.9999)
    models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
    case = people.case("He called me a paki and spat at me.")
    assert categorise_report(case.opened_for_id, now=timezone.now()).strands == []
    old = ModelVersion.objects.get(version=shipped().version)
    switch = models_in_service.switch_on(old.pk, by=cast.admin, now=timezone.now())
    assert model_in_force() is shipped()
    assert models_in_service.recategorise_some(switch.pk, now=timezone.now()) == 0
    newest = Voice.objects.filter(report=case.opened_for_id, speaker=Speaker.MACHINE).latest("at", "pk")
    assert (newest.by, newest.strands) == (shipped().version, ["race"])
    case.refresh_from_db()
    assert case.strands == ["race"]


def test_a_version_that_was_never_compared_is_not_switched_on(cast: Cast, models_folder: Path) -> None:
    version = offer(models_folder, 0.9)
    ModelVersion.objects.filter(pk=version.pk).update(compared_at=None, compared_with="")
    with pytest.raises(Refused, match="Compare"):
        models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
    assert model_in_force() is shipped()


def test_going_back_again_and_again_speaks_each_time(cast: Cast, models_folder: Path) -> None:
    other = offer(models_folder, 0.001)
    old = ModelVersion.objects.get(version=shipped().version)
    case = people.case("He called me a paki and spat at me.")
    categorise_report(case.opened_for_id, now=timezone.now())
    for version in (other, old, other):
        switch = models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
        models_in_service.recategorise_some(switch.pk, now=timezone.now())
    voices = Voice.objects.filter(report=case.opened_for_id, speaker=Speaker.MACHINE).order_by("pk")
    assert [voice.by for voice in voices] == [old.version, other.version, old.version, other.version]


def test_when_the_version_in_force_cannot_be_read_another_is_switched_on_without_a_comparison(
    cast: Cast, models_folder: Path, settings: Settings
) -> None:
    version = offer(models_folder, 0.9)
    models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
    (settings.MODELS_DIR / version.file_name).write_bytes(b"of another release")
    read_model.cache_clear()
    with pytest.raises(DamagedModelError):
        model_in_force()
    old = ModelVersion.objects.get(version=shipped().version)
    models_in_service.switch_on(old.pk, by=cast.admin, now=timezone.now())
    assert model_in_force() is shipped()


def test_both_versions_are_compared_on_the_cases_decided_before_the_suggestion_was_shown(
    cast: Cast, models_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for is_blind in (True, False):
        monkeypatch.setattr(categorisation, "is_blind", lambda reference, is_blind=is_blind: is_blind)
        case = people.case("He called me a paki and spat at me at the bus stop.")
        categorise_report(case.opened_for_id, now=timezone.now())
        people.take_and_read(case, cast.officer)
        deciding.record_decision(
            case.pk, recording="nothing_recorded", reason="Not enough.", strands=["race"], kinds=["verbal_abuse"],
            by=cast.officer, now=timezone.now(),
        )  # fmt: skip
    figures = offer(models_folder, 0.999).figures
    assert figures["cases"] == 1
    assert figures["old"]["strands"] == 1.0
    assert figures["new"]["strands"] == 0.0
    assert figures["new"]["keys"]["race"] == [0, 0, 1]
    assert figures["changed"] == 1


def test_open_cases_are_categorised_anew_in_small_parts_and_decisions_stand(
    cast: Cast, models_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models_in_service, "BATCH", 2)
    cases = [people.case("He called me a paki and spat at me.") for _ in range(3)]
    for case in cases:
        categorise_report(case.opened_for_id, now=timezone.now())
    decided = people.take_and_read(cases[0], cast.officer)
    deciding.record_decision(
        decided.pk, recording="nothing_recorded", reason="Not enough.", strands=["age"], by=cast.officer,
        now=timezone.now(),
    )  # fmt: skip
    version = offer(models_folder, 0.001)
    models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
    for _ in range(2):
        for row in Outbox.objects.unfinished().filter(task="cases.recategorise"):
            recategorise(row.pk)
    assert not Outbox.objects.unfinished().filter(task="cases.recategorise").exists()
    for case in cases:
        voices = Voice.objects.filter(report=case.opened_for_id, speaker=Speaker.MACHINE)
        assert {voice.by for voice in voices} == {shipped().version, version.version}
    assert Case.objects.get(pk=decided.pk).strands == ["age"]
    assert len(Case.objects.get(pk=cases[1].pk).strands) > 2  # whatever is likelier than one in a thousand
    assert models_in_service.owe_recategorising(now=timezone.now()) == 0


def test_a_report_that_was_read_keeps_its_priority_when_another_version_suggests(
    cast: Cast, models_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = people.case("He followed me home and waits outside every night, he broke my nose.")
    people.take_and_read(case, cast.officer)
    categorise_report(case.opened_for_id, now=timezone.now())
    assert Case.objects.get(pk=case.pk).priority == "standard"


def test_a_damaged_model_leaves_the_report_to_a_person_at_once_and_is_tried_again_when_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = tmp_path / "heard.npz"
    damaged.write_bytes(engine_model.SHIPPED.read_bytes()[:-1] + b"x")
    damaged.with_suffix(".sha256").write_text(engine_model.SHIPPED.with_suffix(".sha256").read_text())
    case = people.case("Words that no log may hold.")
    row = Outbox.objects.get(task="cases.categorise", subject=case.opened_for_id)
    with monkeypatch.context() as broken:
        broken.setattr(engine_model, "SHIPPED", damaged)
        shipped.cache_clear()
        categorise_task(row.pk)
        intake.mark_stuck(now=timezone.now())
        with pytest.raises(CommandError, match=r"heard\.npz"):
            call_command("recategorise")
    shipped.cache_clear()
    marked = Case.objects.get(pk=case.pk)
    assert marked.needs_person == "The machine could not sort this report."
    row.refresh_from_db()
    assert (row.finished_at, row.needs_person) == (None, True)
    assert "heard.npz" in caplog.text
    assert damaged.with_suffix(".sha256").read_text().strip() in caplog.text
    assert "no log may hold" not in caplog.text
    outbox.retry([row.pk], now=timezone.now())
    categorise_task(row.pk)
    assert Case.objects.get(pk=case.pk).needs_person == ""
    assert Voice.objects.filter(report=case.opened_for_id, speaker=Speaker.MACHINE).count() == 1


def test_a_mark_that_something_else_set_stays(cast: Cast) -> None:
    case = people.case()
    Case.objects.filter(pk=case.pk).update(needs_person="The person who reported has written: read the messages.")
    categorise_report(case.opened_for_id, now=timezone.now())
    assert "has written" in Case.objects.get(pk=case.pk).needs_person


def test_the_file_of_a_version_in_force_that_is_gone_is_not_replaced_in_silence(
    cast: Cast, models_folder: Path, settings: Settings
) -> None:
    from cases.domain.model_in_force import read_model

    version = offer(models_folder, 0.8)
    models_in_service.switch_on(version.pk, by=cast.admin, now=timezone.now())
    read_model.cache_clear()
    (settings.MODELS_DIR / version.file_name).unlink()
    with pytest.raises(DamagedModelError, match=version.file_name):
        model_in_force()


def test_one_report_that_fails_is_put_before_a_person_and_holds_up_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models_in_service, "BATCH", 2)
    reports = [people.case("He called me a paki.").opened_for_id for _ in range(5)]
    fails = set(reports[:2])

    def categorised(report_id: int, *, now: object) -> Voice:
        if report_id in fails:
            Voice.objects.create(speaker=Speaker.MACHINE, report_id=report_id, at=timezone.now(), by="half done")
            raise KeyError("words of a report")
        return categorise_report(report_id, now=timezone.now())

    monkeypatch.setattr(categorisation, "categorise_report", categorised)
    models_in_service.owe_recategorising(now=timezone.now())
    for _ in range(6):
        for row in Outbox.objects.unfinished().filter(task="cases.recategorise"):
            recategorise(row.pk)
    assert not Outbox.objects.unfinished().filter(task="cases.recategorise").exists()
    assert set(Voice.objects.filter(speaker=Speaker.MACHINE).values_list("report", flat=True)) == set(reports[2:])
    stuck = Outbox.objects.unfinished().filter(task="cases.categorise", needs_person=True)
    assert {(row.subject, row.failure) for row in stuck} == {(report, "KeyError") for report in fails}
    intake.mark_stuck(now=timezone.now())
    marked = Case.objects.exclude(needs_person="").values_list("opened_for", flat=True)
    assert set(marked) == fails
    fails.clear()  # repaired
    assert models_in_service.owe_recategorising(now=timezone.now()) == 2
    for row in Outbox.objects.unfinished().filter(task="cases.recategorise"):
        recategorise(row.pk)
    assert not Outbox.objects.filter(needs_person=True).exists()
    assert not Case.objects.exclude(needs_person="").exists()
    assert models_in_service.owe_recategorising(now=timezone.now()) == 0


def test_the_command_says_what_is_still_to_be_done_and_by_whom(cast: Cast) -> None:
    case, out = people.case("He called me a paki."), StringIO()
    call_command("recategorise", stdout=out)
    assert out.getvalue().startswith(f"1 report of an open case is still to be seen by version {shipped().version}.")
    categorise_report(case.opened_for_id, now=timezone.now())
    call_command("recategorise", stdout=out)
    assert out.getvalue().endswith("has seen every report of an open case: there is nothing to do.\n")


def test_switching_on_what_is_in_force_changes_nothing(cast: Cast) -> None:
    known = models_in_service.know_shipped(now=timezone.now())
    assert models_in_service.switch_on(known.pk, by=cast.admin, now=timezone.now()) is None
    assert not ModelSwitch.objects.exists()


def decided(cast: Cast, recording: str, **given: object) -> Case:
    case = people.case("He called me a paki and spat at me at the bus stop.")
    categorise_report(case.opened_for_id, now=timezone.now())
    people.take_and_read(case, cast.officer)
    return deciding.record_decision(case.pk, recording=recording, by=cast.officer, now=timezone.now(), **given)


def test_a_decision_that_found_nothing_counts_and_one_that_says_nothing_does_not(
    cast: Cast, models_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(categorisation, "is_blind", lambda reference: True)
    found_nothing = decided(cast, "nothing_recorded", reason="No hate in it.")
    another_body = decided(cast, "another_body", body="The council")
    decided(cast, "intelligence_only")
    figures = offer(models_folder, 0.999).figures
    assert (figures["cases"], figures["old"]["keys"]["race"]) == (1, [0, 1, 0])
    now = timezone.now()
    agreed = agreement_figures(since=now - timedelta(days=1), now=now)
    assert (agreed.cases, agreed.nothing, agreed.false_alarms) == (1, 1, 1)
    # How they were closed tells more: one was no hate after all, the other an incident all the same.
    for case, reason, details in (
        (another_body, "not_hate_related", {"passed_to": "The council"}),
        (found_nothing, "with_investigators", {}),
    ):
        people.answer(case, cast.officer)
        closing.close_case(
            case.pk, closing_reason=reason, reason="Done.", details=details, by=cast.officer, now=timezone.now()
        )
    assert [one.reference for one in chosen_before_shown()] == [another_body.reference]


def test_false_alarms_are_corrections_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(categorisation, "is_blind", lambda reference: False)
    case = decided(cast, "nothing_recorded", reason="No hate in it.")
    [one] = chosen_after_shown()
    assert (one.reference, one.strands, one.suggested_strands) == (case.reference, frozenset(), frozenset({"race"}))


def damaged(folder: Path, damage: str) -> Path:
    """A file with a right checksum that is no sound model."""
    model, file = shipped(), folder / "offered.npz"
    header, weights = dict(model.header), model.word_weights.copy()
    if damage == "no threshold":
        header["thresholds"] = {way: {**of_way, "race": None} for way, of_way in model.thresholds.items()}
    elif damage == "no layer":
        header["layers"] = {name: one for name, one in header["layers"].items() if name != "said"}
    elif damage == "no column":
        header["columns"] = ["?" if name == "account" else name for name in header["columns"]]
    elif damage == "long name":
        header["name"] = "x" * 80
    elif damage == "weights that are no numbers":
        weights[3, 2] = float("nan")
    write_like(model, file, header, weights)
    if damage == "empty":
        file.write_bytes(b"")
        file.with_suffix(".sha256").write_text(hashlib.sha256(b"").hexdigest())
    return file


@pytest.mark.parametrize(
    "damage", ["empty", "no threshold", "no layer", "no column", "long name", "weights that are no numbers"]
)
def test_an_unsound_model_is_refused_in_one_sentence_and_leaves_nothing_behind(
    models_folder: Path, settings: Settings, damage: str
) -> None:
    with pytest.raises(CommandError, match=r"offered\.npz cannot be used: ") as refused:
        call_command("offer_model", str(damaged(models_folder, damage)))
    assert "\n" not in str(refused.value)
    assert not ModelVersion.objects.exists()
    assert not settings.MODELS_DIR.exists() or not list(settings.MODELS_DIR.iterdir())


def test_a_file_that_is_no_model_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter.npz"
    file.write_text("Dear sir")
    with pytest.raises(CommandError, match=r"letter\.npz cannot be used"):
        call_command("offer_model", str(file))
