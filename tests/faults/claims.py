"""Row 12: many officers claim the same few cases at the same moment."""

from tests.faults.figures import Figures
from tests.faults.world import World


def claims_at_once(world: World, *, claims: int, cases: int, officers: int) -> Figures:
    """First "take next" for all, then each tries to take certain cases; each time each case has exactly one winner."""
    key = f"claims-{world.before}-{world.seed}"
    prepared = world.officers("prepare", officers, cases, key, role="owner")
    next_one = world.officers("claim_next", key, officers, claims)
    world.officers("prepare", officers, cases, f"{key}-b", role="owner")
    certain = world.officers("take", f"{key}-b", officers, claims, world.seed)
    broken = []
    if sorted(next_one["won"]) != sorted(prepared):
        broken.append(f"{len(next_one['won'])} claims won {len(set(next_one['won']))} of {cases} cases")
    if set(next_one["heard"]) - {"none left"}:
        broken.append(f"an error: {sorted(next_one['heard'])}")
    if certain["with_one_winner"] != cases:
        broken.append(f"{certain['with_one_winner']} of {cases} cases had exactly one winner")
    if certain["wrongly_told"] or set(certain["heard"]) - {"told who has it"}:
        broken.append(f"a loser was not told who has the case: {certain}")
    more = {"heard_next": next_one["heard"], "heard_certain": certain["heard"], "officers": officers}
    return Figures("fault_12_claims_at_once", len(next_one["won"]), "winners", claims, broken, more)
