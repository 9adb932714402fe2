"""What the API is: for programs as OpenAPI, for people as a page of our own made from the same."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reporting.api import schema
from reporting.api.problems import endpoint


def _openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(schema.openapi(_base(request)))


def _docs(request: HttpRequest) -> HttpResponse:
    """The page, in English: whoever writes programs against it reads that."""
    described = schema.openapi(_base(request))
    report = described["components"]["schemas"]["Report"]
    context = {
        "info": described["info"],
        "base": _base(request),
        "calls": [
            {"path": path, "method": method.upper(), **call, "bodies": _of(described, call)}
            for path, methods in described["paths"].items()
            for method, call in methods.items()
        ],
        "fields": [_row(name, one, name in report["required"]) for name, one in report["properties"].items()],
        "example": json.dumps(report["example"], indent=2),
    }
    return render(request, "reporting/api/docs.html", context)


def _home(request: HttpRequest) -> HttpResponse:
    return redirect(reverse("partner_api:docs"))


def _base(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _of(described: dict[str, Any], call: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of what a call answers when all is well."""
    good = next(one for code, one in call["responses"].items() if code.startswith("2"))
    name = good["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return [_row(key, one, False) for key, one in described["components"]["schemas"][name]["properties"].items()]


def _row(name: str, one: dict[str, Any], is_required: bool) -> dict[str, Any]:
    items = one.get("items", {})
    return {
        "name": name,
        "type": "list" if one.get("type") == "array" else "true or false" if one.get("type") == "boolean" else "text",
        "keys": one.get("enum") or items.get("enum", []),
        "says": one.get("description", ""),
        "is_required": is_required,
    }


openapi = endpoint(GET=_openapi)
docs = endpoint(GET=_docs)
home = endpoint(GET=_home)
