"""Every address × method × role: what is not in this table fails, so that no address escapes it."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import ModuleType
from urllib.parse import unquote, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from pytest_django import Settings

from cases.domain import attempts, bulk, saved_views, series, translation
from cases.models import Account, AuditEvent, Case, DutyShift
from config import urls_desk, urls_public
from reporting.models import Alarm
from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk
from tests.servers import role_url

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "officer", "colleague", "supervisor", "outsider", "auditor", "admin")
METHODS = ("GET", "POST", "PUT", "DELETE")
LOG_IN = 302  # to the log-in, before anything else is said
LOGGED_OUT = 403  # what was typed is given back, with the way to the log-in


def row(anonymous: int, unit: int, outsider: int, auditor: int, admin: int) -> tuple[int, ...]:
    """`unit`: officer, colleague and supervisor of the unit that has the case."""
    return (anonymous, unit, unit, unit, outsider, auditor, admin)


def desk(unit: int, outsider: int | None = None) -> tuple[int, ...]:
    """A page of the desk: nothing for auditor and administrator; for the outsider as for the unit, or as said."""
    return row(LOG_IN, unit, unit if outsider is None else outsider, 404, 404)


def posted(codes: tuple[int, ...]) -> tuple[int, ...]:
    """The same for a form, which is not lost by a redirect."""
    return (LOGGED_OUT, *codes[1:])


def page(get: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Takes GET."""
    return {"GET": get, "POST": posted(desk(405)), "PUT": desk(405), "DELETE": desk(405)}


def act(post: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Takes POST."""
    return {"GET": desk(405), "POST": posted(post), "PUT": desk(405), "DELETE": desk(405)}


def open_to_all(get: int, post: int | None = None, other: int | None = None) -> dict[str, tuple[int, ...]]:
    """The same for everybody. What is not given is as what stands before it."""
    post = post or get
    codes = {"GET": get, "POST": post, "PUT": other or post, "DELETE": other or post}
    return {method: (code,) * len(ROLES) for method, code in codes.items()}


WORK = act(desk(422, 404))  # an empty form, on a case of the unit
DONE = act(desk(302, 404))  # a button without answers
REREAD = "desk/quality/<int:reread_id>/"
SUPERVISION = act((302, 404, 404, 422, 404, 404, 404))  # an empty form of supervisors
CASE = "desk/cases/<str:reference>/"
EXHIBIT = f"{CASE}exhibits/<int:evidence_id>/"
ALARM = "desk/alarms/<int:alarm_id>/"
BULK = "desk/bulk/<int:bulk_id>/"
VIEW = "desk/views/<int:view_id>/"
TRANSLATION = "desk/translations/<int:request_id>/"
COMPLAINT = "desk/complaints/<int:work_id>/"
SERIES = "desk/series/<int:series_id>/"
SERIES_ACTS = ("add", "take-out", "split", "rejoin", "rename", "owner", "next-action", "review", "note")
ELSEWHERE = {method: row(302, 302, 302, 302, 302) for method in METHODS}

TABLE: dict[str, dict[str, tuple[int, ...]]] = {
    "": open_to_all(302),
    "health/": open_to_all(503, 405),  # no worker runs beside this test
    "health/live": open_to_all(200, 405),
    "health/ready": open_to_all(503, 405),
    "desk/": {
        **ELSEWHERE,
        **dict.fromkeys(METHODS[1:], row(302, 405, 405, 405, 405)),
        "POST": row(403, 405, 405, 405, 405),
    },
    "desk/log-in/": {method: row(200, 302, 302, 302, 302) for method in METHODS},
    "desk/log-out/": {**open_to_all(405), "POST": row(302, 302, 302, 302, 302)},
    "desk/second-factor/": ELSEWHERE,
    "desk/second-factor/qr.svg": open_to_all(404),
    "desk/second-factor/recovery/": ELSEWHERE,
    "desk/second-factor/recovery-codes/": {**ELSEWHERE, "POST": posted(ELSEWHERE["POST"])},
    "desk/queue/": {
        "GET": row(302, 200, 200, 302, 302),
        "POST": row(403, 405, 405, 302, 302),
        **dict.fromkeys(METHODS[2:], row(302, 405, 405, 302, 302)),
    },
    "desk/mine/": page(desk(200)),
    "desk/views/": page(desk(200)),
    "desk/views/save/": act(desk(422)),
    f"{VIEW}share/": act((302, 302, 404, 404, 404, 404, 404)),  # whose view it is
    f"{VIEW}keep-private/": act((302, 302, 404, 404, 404, 404, 404)),
    f"{VIEW}remove/": act((302, 302, 404, 302, 404, 404, 404)),  # and the supervisor, because the unit shares it
    "desk/reports/new/": page(desk(200)),
    "desk/reports/enter/": act(desk(422)),
    "desk/reports/entered/": page(desk(200)),
    "desk/bulletin/": page(desk(302)),
    "desk/bulletin/<str:day>/": page(desk(200)),
    "desk/bulletin/<str:day>/draft/": act(desk(409)),  # there are no counts of that day
    "desk/bulletin/<str:day>/<int:edition>/approve/": act(desk(404)),
    "desk/bulletin/<str:day>/<int:edition>/publish/": act(desk(404)),
    "desk/bulletin/<str:day>/paper.<str:form>": page(desk(404)),
    "desk/surges/": page(desk(200)),
    "desk/surges/<int:surge_id>/note/": act(desk(422)),
    "desk/trends/": page(desk(200)),
    "desk/trends/strands/": page(desk(200)),
    "desk/trends/counts.<str:form>": page(desk(404)),  # no file of such a form
    "desk/hot-spots/": page(desk(200)),
    "desk/hot-spots/counts.csv": page(desk(200)),
    "desk/sites/": page(desk(404)),  # a permission of its own, which nobody has by rank
    "desk/sites/<int:site_id>/": page(desk(404)),
    "desk/sites/<int:site_id>/warn/": act(desk(404)),
    "desk/workload/": page(desk(200)),
    **{f"desk/workload/{name}/": SUPERVISION for name in ("share", "cap", "absent")},
    "desk/workload/digest/": act(desk(302)),
    "desk/tension/": page(desk(200)),
    "desk/tension/add/": act(desk(422)),
    "desk/tension/summary/": act(desk(422)),
    "desk/tension/<int:entry_id>/take-back/": act(desk(422)),
    "desk/quality/": page(desk(200)),
    REREAD: page((302, 404, 200, 200, 404, 404, 404)),  # nobody who had a part in it, and no other unit
    f"{REREAD}take/": act((302, 404, 302, 302, 404, 404, 404)),
    f"{REREAD}reveal/": act(desk(404)),  # before one has taken it
    f"{REREAD}say/": act(desk(404)),
    "desk/account/": page(desk(200)),
    "desk/account/languages/": act(desk(302)),
    "desk/keys/": page(desk(200)),
    "desk/keys/single/": act(desk(302)),
    "desk/bulk/": page(desk(200)),
    "desk/bulk/choose/": act(desk(302)),
    "desk/bulk/clear/": act(desk(302)),
    "desk/bulk/plan/<slug:act>/": act(desk(422)),
    "desk/bulk/preview/": page(desk(302)),  # nothing is chosen
    "desk/bulk/confirm/": act(desk(302)),
    BULK: page((302, 200, 404, 404, 404, 404, 404)),  # whose it is
    f"{BULK}go-on/": act((302, 302, 404, 404, 404, 404, 404)),
    f"{BULK}undo/": act((302, 302, 404, 404, 404, 404, 404)),
    "desk/search/": page(desk(200)),
    "desk/search/for/": act(desk(422)),  # nothing was typed
    "desk/sealed/": page((302, 404, 404, 200, 404, 404, 404)),  # supervisors, and whom the administrator has marked
    "desk/sealed/find/": act((302, 404, 404, 422, 404, 404, 404)),
    "desk/series/": page(desk(200)),
    SERIES: page(desk(200, 404)),
    **{f"{SERIES}{act}/": WORK for act in SERIES_ACTS},
    "desk/duty/": page(desk(200)),
    "desk/duty/shifts/add/": act((302, 404, 404, 422, 404, 404, 404)),  # supervisors keep the rota
    "desk/duty/shifts/<int:shift_id>/remove/": act((302, 404, 404, 409, 404, 404, 404)),  # it leaves a gap
    "desk/alarm/": page(desk(200)),
    "desk/take-next/": act(desk(302)),
    "desk/find/": act(desk(302)),
    f"{ALARM}acknowledge/": act(desk(302, 404)),
    f"{ALARM}look-on/": act(desk(422, 422)),
    f"{ALARM}end/": act(desk(422, 404)),
    f"{ALARM}hand-over/": act(desk(422, 422)),  # the form is incomplete before anybody asks whose alarm it is
    f"{ALARM}no-danger/": act(desk(422, 404)),
    CASE: page(desk(200)),  # for the outsider: the page that asks for a reason
    f"{CASE}reason/": act(desk(422)),
    f"{CASE}words/<int:report_id>/": page(desk(200, 404)),
    f"{CASE}contact/<int:person_id>/": act(desk(422, 404)),
    f"{CASE}reveal/": act(desk(302, 404)),
    "desk/reveal/": act(desk(302)),
    f"{CASE}presence/": page(desk(200, 404)),
    f"{CASE}draft/": WORK,
    "desk/draft/": act(desk(422)),  # it names no form
    "desk/draft/discard/": act(desk(302)),
    f"{SERIES}draft/": WORK,
    f"{SERIES}draft/discard/": DONE,
    f"{CASE}draft/discard/": DONE,
    f"{CASE}hard-words/": act(desk(302, 404)),
    f"{CASE}risk/": WORK,
    f"{CASE}tasks/add/": WORK,
    f"{CASE}tasks/finish/": WORK,
    f"{CASE}named/": page((LOG_IN, 404, 404, 200, 404, 404, 404)),  # the supervisor: nobody else may know a name
    f"{CASE}named/record/": act((302, 404, 404, 422, 404, 404, 404)),
    f"{CASE}named/<int:record_id>/step/": act((302, 404, 404, 422, 404, 404, 404)),
    f"{CASE}contact/<int:person_id>/card/": page(desk(200, 404)),
    f"{CASE}contact/<int:person_id>/card/keep/": act(desk(422, 404)),
    f"{CASE}attempts/<int:attempt_id>/": page(desk(200, 404)),
    f"{CASE}attempts/<int:attempt_id>/outcome/": act(desk(422, 404)),
    f"{CASE}template/": act(desk(404)),  # no report is named
    f"{CASE}preview/": act(desk(404)),
    "desk/contact-reviews/": page((LOG_IN, 404, 404, 200, 404, 404, 404)),
    "desk/contact-reviews/<int:attempt_id>/": act((302, 404, 404, 422, 404, 404, 404)),
    f"{CASE}take/": act((302, 302, 422, 422, 404, 404, 404)),  # the officer has it already
    f"{CASE}hand-back/": DONE,
    f"{CASE}hand-over/": WORK,
    f"{CASE}wait/": WORK,
    f"{CASE}resume/": WORK,  # it is not waiting
    f"{CASE}read/": WORK,
    f"{CASE}decide/": WORK,
    f"{CASE}priority/": WORK,
    f"{CASE}next-action/": WORK,
    f"{CASE}next-action/done/": WORK,
    f"{CASE}reply/": WORK,
    f"{CASE}attach/": WORK,
    f"{CASE}detach/": WORK,
    f"{CASE}alike/": WORK,
    f"{CASE}series/": WORK,
    f"{CASE}tag/": WORK,
    f"{CASE}untag/": WORK,
    f"{CASE}note/": WORK,
    f"{CASE}know-someone/": DONE,
    f"{CASE}know-someone/lift/": WORK,
    f"{CASE}close/": WORK,
    f"{CASE}reopen/": WORK,
    f"{CASE}pack/": page(desk(200, 404)),
    f"{CASE}pack/give/": WORK,
    EXHIBIT: page(desk(200, 404)),
    f"{EXHIBIT}copy/": DONE,
    f"{EXHIBIT}copy/<int:part>/": page(desk(404)),  # nobody has asked for one
    f"{EXHIBIT}original/": act((302, 404, 404, 422, 404, 404, 404)),  # a permission, and then a reason
    f"{EXHIBIT}seal/": DONE,
    f"{EXHIBIT}transcript/": WORK,
    f"{CASE}passing-on/": page(desk(200, 404)),
    f"{CASE}persons/<int:person_id>/consent/": WORK,
    f"{CASE}persons/<int:person_id>/take-back/": WORK,
    f"{CASE}persons/<int:person_id>/refer/": WORK,
    f"{CASE}referrals/<int:referral_id>/": page(desk(200, 404)),
    f"{CASE}referrals/<int:referral_id>/answer/": WORK,
    f"{CASE}referrals/<int:referral_id>/code/": act(desk(200, 404)),
    f"{CASE}referrals/<int:referral_id>/remind/": DONE,
    f"{CASE}transfer/": WORK,
    f"{CASE}transfers/<int:transfer_id>/answer/": WORK,
    f"{CASE}transfers/<int:transfer_id>/remind/": DONE,
    f"{CASE}transfers/<int:transfer_id>/close/": WORK,  # they have not taken it
    f"{CASE}move/": WORK,
    f"{CASE}route/accept/": WORK,
    f"{CASE}route/keep/": WORK,
    f"{CASE}involve/": WORK,
    f"{CASE}lift-restriction/": WORK,
    f"{CASE}translate/": WORK,
    f"{CASE}translate-answer/": WORK,
    f"{CASE}promise-update/": WORK,
    f"{CASE}review/": WORK,
    f"{CASE}review/translate/": WORK,
    f"{CASE}stop-code/": WORK,
    f"{CASE}enhanced/<int:person_id>/": page(desk(200, 404)),
    f"{CASE}enhanced/<int:person_id>/give/": WORK,
    f"{CASE}enhanced/<int:person_id>/end/": WORK,
    "desk/missed/": page((302, 404, 404, 200, 404, 404, 404)),  # the supervisor answers for new times
    "desk/missed/<int:commitment_id>/new-time/": act((302, 404, 404, 422, 404, 404, 404)),
    "desk/complaints/": page((LOG_IN, 404, 404, 200, 404, 404, 404)),  # supervisors, save who decided
    COMPLAINT: page((LOG_IN, 404, 404, 200, 404, 404, 404)),
    f"{COMPLAINT}take/": act((302, 404, 404, 302, 404, 404, 404)),
    f"{COMPLAINT}answer/": act((302, 404, 404, 422, 404, 404, 404)),
    f"{COMPLAINT}close/": act((302, 404, 404, 422, 404, 404, 404)),
    "desk/reviews/": page(desk(200)),
    "desk/undelivered/": page((302, 404, 404, 200, 404, 404, 404)),  # the supervisor deals with what was lost
    "desk/undelivered/<int:notice_id>/again/": act((302, 404, 404, 302, 404, 404, 404)),
    "desk/undelivered/<int:notice_id>/settle/": act((302, 404, 404, 302, 404, 404, 404)),
    "desk/translations/": page(desk(200)),
    f"{TRANSLATION}": page(desk(200, 404)),
    f"{TRANSLATION}start/": act(desk(422, 404)),  # none of them holds both languages
    f"{TRANSLATION}enter/": act(desk(422, 404)),
    f"{TRANSLATION}withdraw/": act(desk(422, 404)),
    f"{TRANSLATION}send/": act(desk(422, 404)),
}

PUBLIC = {
    "": open_to_all(200, 405),
    "exit/": open_to_all(302, 302, 405),
    "cover-your-tracks/": open_to_all(200, 405),
    "report/save/": open_to_all(404, 404, 405),
    "report/keep/": open_to_all(405, 404, 405),
    "report/return/": open_to_all(200, 200, 405),
    "report/check-answers/": open_to_all(404, 303, 405),
    "report/about-you/": open_to_all(404, 303, 405),
    "report/sent/": open_to_all(404, 405),
    "report/sent/print/": open_to_all(404, 405),
    "report/evidence/": open_to_all(404, 404, 405),
    "follow-up/stay/": open_to_all(405, 404, 405),
    "follow-up/evidence/files/": open_to_all(405, 404, 405),
    "follow-up/evidence/files/<uuid:file_id>/": open_to_all(404, 404, 405),
    "report/evidence/files/": open_to_all(405, 404, 405),
    "report/evidence/files/<uuid:file_id>/": open_to_all(404, 404, 405),
    "report/what-happened/record/": open_to_all(404, 404, 405),
    "follow-up/evidence/": open_to_all(302, 302, 405),
    "report/<slug:step>/": open_to_all(302, 200, 405),
    "follow-up/": open_to_all(200, 200, 405),
    "follow-up/status/": open_to_all(302, 405),
    "follow-up/messages/": open_to_all(302, 302, 405),
    "follow-up/stop-code/": open_to_all(302, 302, 405),
    "follow-up/again/": open_to_all(302, 302, 405),
    "follow-up/contact/": open_to_all(302, 302, 405),
    "follow-up/no-further/": open_to_all(302, 302, 405),
    "follow-up/look-again/": open_to_all(302, 302, 405),
    "follow-up/did-it-help/": open_to_all(302, 302, 405),
    "follow-up/complaint/": open_to_all(302, 302, 405),
    "no-more/": open_to_all(404, 404, 405),
    "easy-read/": open_to_all(200, 405),
    "privacy/": open_to_all(200, 405),
    "accessibility/": open_to_all(200, 405),
    "cookies/": open_to_all(200, 405),
    "contact/": open_to_all(200, 405),
    "support/": open_to_all(200, 200, 405),
    "promise/": open_to_all(200, 405),
    "promise.json": open_to_all(200, 405),
    "what-happened/": open_to_all(200, 405),
    "figures.json": open_to_all(200, 405),
    "complain/": open_to_all(200, 200, 405),
    "referral/": open_to_all(200, 200, 405),
    "api/v1/": open_to_all(302, 405),
    "api/v1/docs": open_to_all(200, 405),
    "api/v1/docs/": open_to_all(302, 405),
    "api/v1/openapi.json": open_to_all(200, 405),
    "api/v1/reports": open_to_all(405, 401, 405),
    "api/v1/reports/bulk": open_to_all(405, 415, 405),
    "api/v1/reports/<str:reference>": open_to_all(401, 405),
    "api/v1/reports/<str:reference>/evidence": open_to_all(405, 401, 405),
    "api/v1/tension": open_to_all(405, 401, 405),
    "api/<path:rest>": open_to_all(404),
    "health/": open_to_all(503, 405),
    "health/live": open_to_all(200, 405),
    "health/ready": open_to_all(503, 405),
}

# The administration is Django's: what an administrator may do with a model, in its words. The auditor reads the log.
MODELS = {
    "cases/account": "list add change",
    "cases/unit": "list add change",
    "cases/auditevent": "list view",
    "cases/case": "list view",
    "cases/correctionsexport": "list add",
    "cases/modelversion": "list view",
    "cases/messagetemplate": "list add change delete",
    "cases/promiserule": "list add change",
    "cases/decisionrule": "list add change",
    "cases/namedrecordrule": "list add change",
    "cases/routingrule": "list add change",
    "cases/offerrule": "list add change",
    "cases/alarmrule": "list add change",
    "cases/enhancedground": "list add change",
    "reporting/partner": "list add change",
    "reporting/emergencyline": "list add change delete",
    "reporting/signedtranslation": "list add",
    "reporting/operatorstatement": "list add change",
    "reporting/reviewrule": "list add change",
    "reporting/equalityquestion": "list add change",
    "reporting/equalitycount": "list",
    "cases/organisation": "list add change",
    "cases/complaintwork": "list view",
    "reporting/supportorganisation": "list add change delete",
    "reporting/steptotal": "list view",
    "cases/bankholiday": "list add change delete",
    "cases/triggerevent": "list add change delete",
    "cases/countimport": "list view",
    "cases/protectedsite": "marked",  # only for administrators who are marked for it
    "cases/boroughpopulation": "list add change delete",
    "cases/dutyshift": "list add change delete",
    "cases/alarmcontact": "list add change delete",
    "reporting/alarm": "list view",
    "reporting/outbox": "list view",
}


def within(auditor: int, admin: int) -> tuple[int, ...]:
    """Inside the administration: for everybody else it does not exist."""
    return row(LOG_IN, 404, 404, auditor, admin)


def administration() -> dict[str, dict[str, tuple[int, ...]]]:
    """GET and POST of every page; Django answers other methods as GET or with 405."""
    nothing = within(404, 404)
    table = {
        "admin/": {"GET": within(200, 200), "POST": posted(within(200, 200))},
        "admin/login/": {"GET": (LOG_IN,) * 7, "POST": posted((LOG_IN,) * 7)},
        "admin/logout/": {"GET": (404,) * 7, "POST": (404, 404, 404, 404, 404, 302, 302)},
        "admin/password_change/": {"GET": within(200, 200), "POST": posted(within(200, 200))},
        "admin/password_change/done/": {"GET": within(200, 200), "POST": posted(within(405, 405))},
        "admin/autocomplete/": {"GET": within(404, 403), "POST": posted(within(405, 405))},
        "admin/jsi18n/": {"GET": within(200, 200), "POST": posted(within(405, 405))},
        "admin/r/<path:content_type_id>/<path:object_id>/": {"GET": nothing, "POST": posted(nothing)},
        "admin/cases/account/<id>/password/": {"GET": within(404, 404), "POST": posted(within(404, 404))},
        "admin/^(?P<app_label>cases|reporting)/$": {"GET": within(200, 200), "POST": posted(within(200, 200))},
        "admin/(?P<url>.*)$": {"GET": nothing, "POST": posted(nothing)},
    }
    table["admin/cases/unit/boroughs/"] = {"GET": within(404, 200), "POST": posted(within(404, 200))}
    table["admin/cases/routingrule/<path:object_id>/dry-run/"] = {"GET": nothing, "POST": posted(nothing)}
    table["admin/reporting/partner/<path:object_id>/keys/"] = {"GET": nothing, "POST": posted(nothing)}
    for model, verbs in MODELS.items():
        base, reads_log = f"admin/{model}/", model == "cases/auditevent"
        gone, to_list = f"{base}<path:object_id>/", within(302, 302)  # nothing has the number that is asked for
        is_seen = "list" in verbs
        seen = within(200 if reads_log else 404, 200 if is_seen else 403)
        added = within(404, 200 if "add" in verbs else 403)
        looked = within(302 if reads_log else 404, 302 if is_seen else 403)
        changed = within(404, 302 if "change" in verbs else 403)
        removed = within(404, 302 if "delete" in verbs else 403)
        table |= {
            base: {"GET": seen, "POST": posted(seen)},
            f"{base}add/": {"GET": added, "POST": posted(added)},
            f"{gone}change/": {"GET": looked, "POST": posted(changed)},
            f"{gone}delete/": {"GET": removed, "POST": posted(removed)},
            f"{gone}history/": {"GET": to_list, "POST": posted(to_list)},
            gone: {"GET": to_list, "POST": posted(to_list)},
        }
    return table


def done_in_bulk(case: Case, by: Account) -> int:
    """A tag put on the case as on many."""
    now = timezone.now()
    bulk.choose_cases([case.reference], by=by, now=now)
    planned = bulk.plan("tag", {"name": "bus"}, by=by, now=now)
    seal = bulk.seal_of(planned, bulk.foresee(planned, by=by, now=now))
    return bulk.go_on(bulk.confirm(seal, by=by, now=now).pk, by=by, now=now).pk


class World:
    """A case of the officer's unit with a ringing alarm, a view shared by the officer, and a browser for each role."""

    def __init__(self, cast: Cast) -> None:
        case = people.case(in_danger_now="yes", contact_phone="020 7946 0000", contact_by=["phone"])
        people.take_and_read(case, cast.officer)
        alarm = Alarm.objects.get(report=case.opened_for_id)
        referral, transfer = people.refer(case, cast.officer), people.ask_force(case, cast.officer)
        now = timezone.now()
        shift = DutyShift.objects.create(account=cast.officer, starts_at=now, ends_at=now + timedelta(hours=8))
        self.values = {
            "reference": case.reference,
            "reread_id": people.drawn(case, cast.officer).pk,
            "entry_id": 0,
            "surge_id": 0,
            "site_id": 0,
            "day": "2017-06-06",
            "edition": 1,
            "form": "pdf",
            "report_id": case.opened_for_id,
            "evidence_id": people.file_of(case.opened_for, b"words", "text/plain").pk,
            "part": 0,
            "person_id": case.persons.get().pk,
            "attempt_id": attempts.begin_attempt(
                case.pk, case.persons.get().pk, means="phone", reason="to ask", by=cast.officer, now=timezone.now()
            ).pk,
            "alarm_id": alarm.pk,
            "notice_id": people.lost_notice(case, cast.officer).pk,
            "shift_id": shift.pk,
            "series_id": series.open_series(
                case.pk, title="A series", reason="A pattern", by=cast.officer, now=timezone.now()
            ).pk,
            "view_id": saved_views.save_view(
                name="A view", query="tab=all", is_shared=True, by=cast.officer, now=timezone.now()
            ).pk,
            "record_id": 0,
            "work_id": people.complaint().pk,
            "referral_id": referral.pk,
            "transfer_id": transfer.pk,
            "commitment_id": case.commitments.get(kind="answer").pk,
            "request_id": translation.ask_translation(
                case.pk, case.opened_for_id, from_language="pl", to_language="cy", by=cast.officer, now=timezone.now()
            ).pk,
            "bulk_id": done_in_bulk(case, cast.officer),
            "act": "assign",
            "step": "what-happened",
            "file_id": uuid.uuid4(),
            "object_id": 0,
            "id": 0,
            "content_type_id": 0,
            "app_label": "cases",
            "url": "nowhere",
            "rest": "nowhere",
        }
        accounts: dict[str, Account | None] = {role: getattr(cast, role, None) for role in ROLES}
        self.clients = {role: at_the_desk(account) if account else Client() for role, account in accounts.items()}

    def address(self, route: str) -> str:
        filled = re.sub(r"\^|\$|\.\*", "", re.sub(r"\(\?P<(\w+)>(?:[^()]*)\)", r"<\1>", route))
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(self.values[name[1]]), filled)

    def status(self, role: str, method: str, route: str) -> int:
        """What the role is answered; whatever it did is undone."""
        client = self.clients[role]
        cookies = client.cookies.copy()
        with transaction.atomic():
            code = client.generic(method, self.address(route)).status_code
            transaction.set_rollback(True)
        client.cookies = cookies
        return code

    def differences(self, table: dict[str, dict[str, tuple[int, ...]]]) -> list[str]:
        """Where the answers are not those of the table."""
        return [
            f"{method} {route} as {role}: {answer}, not {expected}"
            for route, methods in table.items()
            for method, codes in methods.items()
            for role, expected in zip(ROLES, codes, strict=True)
            if (answer := self.status(role, method, route)) != expected
        ]


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Nothing has been collected in a test run."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def routes(urls: ModuleType) -> list[str]:
    """Every address of a surface, as the URL configuration writes it."""

    def walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route)
            else:
                yield route

    return list(walk(urls.urlpatterns))


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


def test_every_address_is_in_the_table() -> None:
    known = TABLE | administration()
    assert [route for route in routes(urls_desk) if route not in known] == []
    assert [route for route in routes(urls_public) if route not in PUBLIC] == []


def test_the_table_has_no_address_that_is_gone() -> None:
    assert set(TABLE) | set(administration()) == set(routes(urls_desk))
    assert set(PUBLIC) == set(routes(urls_public))


def test_desk(world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_desk"
    assert world.differences(TABLE) == []


HIDDEN = {
    "of a sealed unit": lambda cast: {"unit": cast.sealed_unit},
    "restricted": lambda cast: {"is_restricted": True},
    "hidden from each of them": lambda cast: {"hidden_from": list(Account.objects.values_list("pk", flat=True))},
}


@pytest.mark.parametrize("why", HIDDEN)
def test_what_may_not_be_known_is_not_there_for_any_role_at_any_address(
    world: World, cast: Cast, settings: Settings, why: str
) -> None:
    settings.ROOT_URLCONF = "config.urls_desk"
    Case.objects.filter(reference=world.values["reference"]).update(**HIDDEN[why](cast))
    of_cases = {route: methods for route, methods in TABLE.items() if route.startswith(CASE)}
    assert len(of_cases) > 20
    nothing = {
        route: {
            method: tuple(404 if place and code != 405 else code for place, code in enumerate(methods[method]))
            for method in ("GET", "POST")
        }
        for route, methods in of_cases.items()
    }
    nothing[f"{ALARM}acknowledge/"] = {"POST": posted(desk(404))}
    assert world.differences(nothing) == []


@pytest.mark.parametrize("why", ["of a sealed unit", "restricted"])
def test_for_who_may_know_it_is_there_as_any_other(world: World, cast: Cast, settings: Settings, why: str) -> None:
    settings.ROOT_URLCONF = "config.urls_desk"
    Case.objects.filter(reference=world.values["reference"]).update(**HIDDEN[why](cast))
    place = ROLES.index("colleague")
    of_cases = {
        route: {method: codes[place] for method, codes in methods.items()}
        for route, methods in TABLE.items()
        if route.startswith(CASE)
    }
    # Two of them, since whoever knows someone in a case leaves it to somebody else.
    Account.objects.filter(pk__in=[cast.colleague.pk, cast.supervisor.pk]).update(
        unit=cast.sealed_unit if why == "of a sealed unit" else cast.unit, reads_restricted=True
    )
    found = {route: {one: world.status("colleague", one, route) for one in of_cases[route]} for route in of_cases}
    assert found == of_cases


def test_administration(world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_desk"
    assert world.differences(administration()) == []


def test_public(world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_public"
    assert world.differences(PUBLIC) == []


def test_without_the_forms_token_nothing_is_posted(world: World, cast: Cast, settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_desk"
    client = at_the_desk(cast.officer, enforce_csrf_checks=True)
    posting = [route for route in routes(urls_desk) if route.startswith("desk/")]
    assert {route: client.post(world.address(route)).status_code for route in posting} == dict.fromkeys(posting, 403)


def test_what_may_not_be_known_looks_like_what_does_not_exist(world: World, cast: Cast, settings: Settings) -> None:
    settings.ROOT_URLCONF = "config.urls_desk"
    sealed, restricted = people.case(), people.case(about_police="yes")
    sealed.unit = cast.sealed_unit
    sealed.save()
    client = at_the_desk(cast.officer)
    answers = {client.get(f"/desk/cases/{one}/").content for one in (sealed, restricted, "0000-00000", "no reference")}
    assert len(answers) == 1
    assert (
        not AuditEvent.objects.filter(references__overlap=[sealed.reference, restricted.reference])
        .exclude(action__in=("case.read", "case.taken"))
        .exists()
    )


@contextmanager
def connected_as(role: str) -> Iterator[None]:
    """The connection of the process that serves this surface."""
    own = urlsplit(role_url(role, str(connection.settings_dict["NAME"])))
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.settings_dict.update(USER=own.username, PASSWORD=unquote(own.password or ""))
    connection.close()
    try:
        yield
    finally:
        connection.settings_dict.update(before)
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "urls"), [("desk", urls_desk), ("public", urls_public)])
def test_each_surface_serves_all_its_addresses_with_its_own_rights(
    cast: Cast, settings: Settings, role: str, urls: ModuleType
) -> None:
    settings.ROOT_URLCONF = urls.__name__
    world = World(cast)
    faults = []
    with connected_as(role):
        for method in ("GET", "POST"):
            for route in routes(urls):
                for who in ("officer", "admin") if role == "desk" else ("anonymous",):
                    code = world.clients[who].generic(method, world.address(route)).status_code
                    faults += [f"{method} {route} as {who}: {code}"] if code >= 500 and "health" not in route else []
    assert faults == []
