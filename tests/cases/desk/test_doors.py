"""An officer sees by which door a report came, and what the partner says of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import intake
from cases.models import Case
from reporting.domain.partner_reports import Said, take_report
from reporting.domain.partners import admit, issue_key
from reporting.enums import ConsentScope, KeyScope
from reporting.models import Partner, Report
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db


def passed_on(**said: Any) -> Case:
    partner = Partner.objects.get_or_create(name="Monitoring body", defaults={"agreed_on": timezone.localdate()})[0]
    key = issue_key(partner.pk, label="theirs", by="admin", now=timezone.now())
    now = timezone.now()
    admitted = admit(key, scope=KeyScope.REPORT, now=now)
    body = {"what_happened": "He spat at me.", "weather": "It <b>rained</b>."}
    taken = take_report(admitted=admitted, idempotency_key=key[-32:], body=body, said=Said(**said), now=now)
    return intake.open_case(Report.objects.get(reference=taken.receipt.reference).pk, now=now)


def test_the_case_page_says_who_passed_it_on_and_what_was_agreed(cast: Cast) -> None:
    case = passed_on(
        consent_scope=ConsentScope.CONTACT_THROUGH_US, partner_reference="17/2026", already_reported=True,
        already_reported_reference="CAD 5", taken_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )  # fmt: skip
    page = at_the_desk(cast.officer).get(f"/desk/cases/{case.reference}/").content.decode()
    for said in ("Monitoring body", "17/2026", "who holds the code", "Yes: CAD 5", "1 Mar 2026, 09:00", "Sent besides: weather",
                 "It &lt;b&gt;rained&lt;/b&gt;."):  # fmt: skip
        assert said in page


def test_it_costs_no_statement_more(cast: Cast) -> None:
    client, counts = at_the_desk(cast.officer), []
    for case in (people.case("He spat at me."), passed_on()):
        client.get(f"/desk/cases/{case.reference}/")
        with CaptureQueriesContext(
            connection,
        ) as statements:
            assert client.get(f"/desk/cases/{case.reference}/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
