"""A partner's program: speaks JSON, keeps no cookies, and has a key."""

import json
import secrets
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from reporting.domain.partners import issue_key
from reporting.enums import KeyScope
from reporting.models import Partner


class Program:
    """`key` is what it sends as its own."""

    def __init__(self, partner: Partner, **key: Any) -> None:
        self.partner = partner
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.key = issue_key(partner.pk, label="their system", by="admin", now=timezone.now(), **key)

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", **more}

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        raw = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.post(
            f"/api/v1/{path}", raw, content_type="application/json", headers=self.headers(**headers)
        )

    def send(self, idempotency_key: str = "", **body: Any) -> HttpResponse:
        key = idempotency_key or secrets.token_hex(8)
        return self.post("reports", {"what_happened": "He spat at me.", **body}, **{"Idempotency-Key": key})

    def ask(self, reference: str) -> HttpResponse:
        return self.client.get(f"/api/v1/reports/{reference}", headers=self.headers())


@pytest.fixture(autouse=True)
def of_the_public_surface(settings: Settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ROOT_URLCONF = "config.urls_public"


@pytest.fixture
def partner(db: None) -> Partner:
    return Partner.objects.create(name="Monitoring body", agreed_on=timezone.localdate())


@pytest.fixture
def program(partner: Partner) -> Program:
    return Program(partner)


@pytest.fixture
def stranger(db: None) -> Program:
    """Another partner's."""
    return Program(Partner.objects.create(name="Another", agreed_on=timezone.localdate()))


@pytest.fixture
def only_status(partner: Partner) -> Program:
    return Program(partner, scopes=[KeyScope.STATUS])
