import pytest

from tests import cast as people
from tests.cast import Cast
from tests.desk import at_the_desk

pytestmark = pytest.mark.django_db

def test_pages(cast: Cast) -> None:
    case = people.case(in_danger_now="yes", contact_name="Zed", contact_phone="0123", contact_by=["phone"], do_not_disclose="my family does not know", who_did_it="the neighbour", because=["race"])
    from django.utils import timezone

    from cases.domain.categorisation import categorise_report
    categorise_report(case.opened_for_id, now=timezone.now())
    client = at_the_desk(cast.officer)
    for url in ["/desk/queue/", "/desk/mine/", "/desk/duty/", "/desk/alarm/", f"/desk/cases/{case.reference}/"]:
        r = client.get(url)
        print(url, r.status_code, len(r.content))
        assert r.status_code == 200
    r = client.post("/desk/take-next/")
    assert r.status_code == 302, r.status_code
    r = client.get(r.url)
    open("/tmp/case.html","w").write(r.content.decode())
    for name in ["read","decide","close","reply","wait","note","priority","next-action","hand-over","hand-back","attach"]:
        r = client.post(f"/desk/cases/{case.reference}/{name}/")
        print(name, r.status_code, r.headers.get("Location"))
    print(client.get("/desk/queue/").content.decode()[:20])
