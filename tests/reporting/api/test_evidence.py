"""A partner's file is on the report once it is whole, once for each key, and never where it may give somebody away."""

import hashlib
from pathlib import Path

import pytest
from django.http import HttpResponse
from pytest_django import Settings

from reporting.domain import evidence, vault
from reporting.models import Draft, DraftFile, Evidence, Outbox, PartnerReport
from tests import files
from tests.reporting.api.conftest import Program

pytestmark = pytest.mark.django_db
LARGE = b"%PDF-1.4\n" + bytes(range(256)) * 10_000


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def reference(program: Program) -> str:
    return str(program.send().json()["reference"])


def send(program: Program, reference: str, content: bytes, key: str = "one", name: str = "") -> HttpResponse:
    headers = {"Idempotency-Key": key}
    if name:
        headers["Content-Disposition"] = name
    return program.client.post(
        f"/api/v1/reports/{reference}/evidence", content, content_type="application/octet-stream",
        headers=program.headers(**headers),
    )  # fmt: skip


@pytest.mark.parametrize(("content", "kind"), [(files.picture(), "image/jpeg"), (LARGE, "application/pdf")])
def test_a_file_is_kept_as_it_was_received(program: Program, reference: str, content: bytes, kind: str) -> None:
    name = "attachment; filename*=UTF-8''caf%C3%A9%2F%D8%B5.jpg"
    answer = send(program, reference, content, name=name)
    digest = hashlib.sha256(content).hexdigest()
    assert (answer.status_code, answer.json()) == (201, {"sha256": digest, "size": len(content), "media_type": kind})
    kept = Evidence.objects.get(report__reference=reference)
    assert b"".join(evidence.bytes_of(kept)) == content
    assert evidence.opened(kept).name == "café/ص.jpg"
    assert Outbox.objects.filter(task="cases.take_evidence", subject=kept.pk).exists()


def test_sent_again_it_is_kept_once_and_another_under_the_same_key_is_refused(program: Program, reference: str) -> None:
    first, again = (send(program, reference, LARGE) for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert send(program, reference, files.picture()).status_code == 409
    assert send(program, reference, files.picture(), key="two").status_code == 201
    assert list(Evidence.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_try_that_was_cut_is_begun_afresh(program: Program, reference: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*args: object, **kwargs: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(vault, "keep", cut)
        assert send(program, reference, LARGE).status_code >= 500
    assert send(program, reference, LARGE).status_code == 201
    assert (Evidence.objects.count(), DraftFile.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 400), (b"<svg onload=alert(1)>", 415), (b"MZ\x90\x00" + bytes(100), 415)]
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    program: Program, reference: str, content: bytes, status: int
) -> None:
    answer = send(program, reference, content)
    assert (answer.status_code, answer.json()["detail"][-1]) == (status, ".")
    assert not Evidence.objects.exists()


def test_limits_are_said(program: Program, reference: str, settings: Settings) -> None:
    settings.EVIDENCE_FILE_LIMIT = 100
    assert send(program, reference, LARGE).status_code == 413
    settings.EVIDENCE_FILE_LIMIT, settings.EVIDENCE_REPORT_LIMIT = 10**9, 1_000
    assert send(program, reference, files.picture(), key="two").status_code == 201
    assert send(program, reference, LARGE, key="three").status_code == 413
    settings.EVIDENCE_REPORT_LIMIT, settings.EVIDENCE_FILES = 10**9, 1
    assert send(program, reference, LARGE, key="four").status_code == 409


def test_statistics_only_takes_no_file(program: Program) -> None:
    reference = program.send(consent_scope="statistics_only").json()["reference"]
    assert send(program, reference, files.picture()).status_code == 403
    assert not DraftFile.objects.exists()


def test_nobody_adds_to_anothers_report(program: Program, stranger: Program, reference: str) -> None:
    assert send(stranger, reference, files.picture()).status_code == 404
    assert send(stranger, "0000-00000", files.picture()).status_code == 404
    assert not Draft.objects.exists()
    assert PartnerReport.objects.count() == 1
