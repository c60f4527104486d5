"""Further concepts read literally: recursion over the tree of moves, sets of anticipated states, combined options."""

from itertools import product


def anticipated(model, h, i, s, memo, *, best_case=False):
    """The set of states that i, to move at s, anticipates with h moves ahead; ``best_case`` plants optimism."""
    if h == 0 or not model.reach[i][s]:
        return frozenset({s})
    if (h, i, s) in memo:
        return memo[h, i, s]
    worst = max if best_case else min
    value = {
        s1: worst(model.rank[i][x] for x in anticipated(model, h - 1, 1 - i, s1, memo, best_case=best_case))
        for s1 in model.reach[i][s]
    }
    top = max(value.values())
    if model.rank[i][s] >= top:
        found = frozenset({s})
    else:
        found = frozenset().union(
            *(anticipated(model, h - 1, 1 - i, s1, memo, best_case=best_case) for s1, v in value.items() if v == top)
        )
    memo[h, i, s] = found
    return found


def limited_move(model, h, i, s, memo, **mistake):
    return anticipated(model, h, i, s, memo, **mistake) == {s}


def non_myopic(model, i, s, memo, *, from_h=40, until=80):
    """Stable at every horizon from 40 to 80, far beyond where such small models repeat."""
    return all(limited_move(model, h, i, s, memo) for h in range(from_h, until))


def maximin_value(model, h, focal, mover, s, *, must_move=False):
    own = model.rank[focal]
    if h == 0:
        return own[s]
    ahead = [maximin_value(model, h - 1, focal, 1 - mover, t, must_move=must_move) for t in model.reach[mover][s]]
    stay = [] if must_move and ahead else [own[s]]
    return max(stay + ahead) if mover == focal else min(stay + ahead)


def maximin(model, h, i, s, **mistake):
    if mistake and not model.reach[i][s]:
        return True
    first = [maximin_value(model, h - 1, i, 1 - i, t, **mistake) for t in model.reach[i][s]]
    return max([model.rank[i][s], *first]) == model.rank[i][s]


def spoilt(model, i, s, others, *, one_only=False, used_up=False):
    """Whether each improvement of i can be combined with improvements of others, from s, to nothing better.

    ``used_up`` plants what a known tool does: the combinations are listed once and consumed by the first improvement.
    """
    index = {c: k for k, c in enumerate(model.codes)}
    choices = [[None, *sorted(model.improvements(j, s))] for j in others]
    once = product(*choices)
    for t in sorted(model.improvements(i, s)):
        landed = set()
        for combination in once if used_up else product(*choices):
            moved = [x for x in combination if x is not None]
            if one_only and len(moved) > 1:
                continue
            code = model.codes[t]
            for x in moved:
                code ^= model.codes[s] ^ model.codes[x]
            if code in index:
                landed.add(index[code])
        if not any(model.rank[i][x] <= model.rank[i][s] for x in landed):
            return False
    return True


def fraser_hipel(model, i, s, sequential, **mistake):
    """``sequential(j, s)``: SEQ-stability; only those unstable take part."""
    if sequential(i, s):
        return True
    return spoilt(model, i, s, [j for j in model.others(i) if not sequential(j, s)], **mistake)
