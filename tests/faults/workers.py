"""Row 1: workers are killed at random while reports arrive."""

from tests.faults.figures import Figures
from tests.faults.world import World, wait_until


def worker_killed(world: World, *, reports: int, kills: int, decided: int) -> Figures:
    """Parent or child killed at random; first an officer decides what the machine has not seen, and that must stand."""
    decisions = _decide_before_the_machine(world, decided)
    killed = 0
    with world.while_sending(reports, at_once=4) as people:
        while killed < kills:
            killed += world.kill_one("worker")
            world.pause(0.2, 2.5)
        people.join(0)
    seconds = world.wait_until_categorised(120)
    broken = world.broken_promises()
    if seconds is None:
        broken.append("a report was uncategorised after two minutes")
    for case, strands, kinds in decisions:
        ((now_strands, now_kinds),) = world.rows("SELECT strands, kinds FROM cases_case WHERE id = %s", case)
        if (now_strands, now_kinds) != (strands, kinds):
            broken.append("an officer's decision was undone")
    more = {"kills": killed, "decisions_kept": len(decisions), "seconds_allowed": 120}
    return Figures("fault_01_worker_killed", seconds, "s", reports + decided, broken, more)


def _decide_before_the_machine(world: World, count: int) -> list[tuple[int, list[str], list[str]]]:
    """`ring` opens the cases while the worker is frozen; the machine's suggestion comes after the decision."""
    with world.frozen("worker"):
        world.send(count)
        cases = "SELECT count(*) FROM cases_case WHERE opened_for_id > %s"
        opened = wait_until(lambda: world.number(cases, world.before) >= count, 60)
        assert opened is not None, "ring opened no cases"
        return [(case, strands, kinds) for case, strands, kinds in world.officers("decide", count)]
