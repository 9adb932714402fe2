"""As the roles that do it: second readings drawn and said, digests, sharing out, caps, tension."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from cases.domain import caps, deciding, digests, rereading, sharing_out, tension
from cases.models import DutyShift, Reread
from cases.queries.quality import second_look
from cases.queries.workload import workload
from tests.cast import Cast, case, take_and_read
from tests.test_grants import acting_as

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_draws_and_tells_and_the_desk_reads_again_shares_out_and_enters_tension(cast: Cast) -> None:
    now = timezone.now()
    held = take_and_read(case(), cast.officer)
    deciding.record_decision(held.pk, recording="nothing_recorded", reason="None.", by=cast.officer, now=now)
    DutyShift.objects.create(account=cast.officer, starts_at=now, ends_at=now + timedelta(hours=8))
    with acting_as("heard_worker"):
        assert rereading.draw_rereads(now=timezone.now()) == 1
        assert digests.send_digests(now=now) == 1
    with acting_as("heard_desk"):
        one = Reread.objects.get()
        rereading.take_reread(one.pk, by=cast.colleague, now=now)
        rereading.say_reread(one.pk, recording="intelligence_only", is_line_left=True, by=cast.colleague, now=now)
        assert workload(cast.supervisor, now=now).of_unit.open == 1
        assert second_look(cast.supervisor, now=now + timedelta(days=92)).nothing_recorded == (0, 0)  # of one alone
        caps.set_cap(account=None, most_open=30, by=cast.supervisor, now=now)
        assert sharing_out.propose_sharing(of="officer", by=cast.supervisor, now=now).cases.count() == 1
        entry = tension.add_tension(
            kind="rumour", what="A march.", reliability="untested", day=now.date(), by=cast.officer, now=now
        )
        tension.take_back_tension(entry.pk, reason="It was last year.", by=cast.officer, now=now)
        tension.write_summary(now.date(), words="Quiet.", by=cast.officer, now=now)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Reread.objects.update(is_uniform=True)
