"""Status quo analysis read literally: all legal paths, longer and longer, until each state has been met."""

from itertools import combinations

from oracles.canon_coalitions import gains


def shortest(model, start, by, *, lawless=False, joint_twice=False, longest=6):
    """Map each state met within ``longest`` steps to the set of its shortest legal paths ((mover, state), …)."""
    pairs = [(i,) for i in range(model.n)]
    groups = [g for k in range(2, model.n + 1) for g in combinations(range(model.n), k)] if by == "coalition" else []
    met = {start: {()}}
    paths = {()}
    for _ in range(longest):
        longer = set()
        for path in paths:
            at = path[-1][1] if path else start
            last = path[-1][0] if path else None
            joint = any(len(mover) > 1 for mover, _ in path)
            for mover in pairs + groups:
                if (mover == last and not lawless) or (len(mover) > 1 and joint and not joint_twice):
                    continue
                if len(mover) > 1:
                    ends = gains(model, mover, at)
                elif by == "moves":
                    ends = model.moves(mover[0], at)
                else:
                    ends = model.improvements(mover[0], at)
                longer |= {(*path, (mover, t)) for t in ends}
        fresh = {}
        for path in longer:
            if path[-1][1] not in met:
                fresh.setdefault(path[-1][1], set()).add(path)
        met |= fresh
        paths = longer
        if len(paths) > 4_000:
            return met, False
    return met, True
