"""The questions of the analysis answered by brute force, from a model told in plain values.

Slow on purpose, and imports nothing from the package under test. A model is a dict::

    {"options": [{"id", "owner", "one_way": 0, +1 or -1, "when": [], "unless": []}, …],
     "rules": [{"want": condition, "when": [], "unless": []}, …],
     "statements": [[{"want": condition, "when": [], "unless": []}, …] for each decision maker],
     "status_quo": [option, …], "claims": [claim, …]}

A state is the frozenset of the options taken in it. The keyword switches plant known mistakes.
"""

from itertools import combinations, product

from checker import true
from oracles.literal import Literal


def present(element, believed):
    return set(element.get("when", [])) <= believed and not set(element.get("unless", [])) & believed


def subsets(items, most=None):
    items = list(items)
    for size in range(len(items) + 1 if most is None else min(most, len(items)) + 1):
        yield from (frozenset(c) for c in combinations(items, size))


class Judge:
    """One reading of a model, with everything judged by the literal definitions."""

    def __init__(self, model, believed, *, start=None):
        self.options = [o["id"] for o in model["options"] if present(o, believed) and not o.get("new")]
        every = [o["id"] for o in model["options"]]
        rules = [r["want"] for r in model["rules"] if present(r, believed)]

        def world(s):
            return {o: o in s for o in every}

        self.states = [s for s in subsets(self.options) if not any(true(r, world(s)) for r in rules)]
        owner = {o["id"]: o["owner"] for o in model["options"]}
        one_way = {o["id"]: o.get("one_way", 0) for o in model["options"]}
        wants = [[w["want"] for w in mine if present(w, believed)] for mine in model["statements"]]
        score = [{s: tuple(true(w, world(s)) for w in mine) for s in self.states} for mine in wants]

        def legal(i, a, b):
            return a != b and all(
                owner[o] == i and not (one_way[o] > 0 and o in a) and not (one_way[o] < 0 and o in b) for o in a ^ b
            )

        n = len(model["statements"])
        reach = [{a: {b for b in self.states if legal(i, a, b)} for a in self.states} for i in range(n)]
        self.literal = Literal(self.states, reach, score)
        self.start = frozenset(o for o in (model["status_quo"] if start is None else start) if o in self.options)

    def holds(self, concept):
        return {s for s in self.states if all(self.literal.stable(concept, i, s) for i in range(self.literal.n))}

    def reached(self, how):
        if self.start not in self.states:
            return set()
        step = self.literal.improvements if how == "improvements" else lambda j, t: self.literal.reach[j][t]
        return {self.start} | self.literal.joint(range(self.literal.n), self.start, step)

    def settlement(self, condition, concept="SEQ", how="improvements", every=False):
        """Return (holds, holds and is reached)."""
        mine = {s for s in self.states if true(condition, {o: o in s for o in self.all_names(condition, s)})}
        holding = self.holds(concept)
        both = holding & self.reached(how)
        if every:
            return bool(mine) and mine <= holding, bool(mine) and mine <= both
        return bool(mine & holding), bool(mine & both)

    def all_names(self, condition, s):
        words = condition.replace("(", " ").replace(")", " ").split()
        return (set(words) | set(self.options)) - {"not", "and", "or", "if", "iff"}


def all_readings(model):
    return [frozenset(c) for c in subsets(model["claims"])]


def hinge_counts(model, value, *, only_on=False, only_from=None):
    """Count for every claim the readings in which turning it changes ``value(reading)``.

    ``only_on`` forgets readings in which the claim is believed; ``only_from`` looks from one reading only.
    """
    found = {}
    for claim in model["claims"]:
        readings = [only_from] if only_from is not None else all_readings(model)
        if only_on:
            readings = [r for r in readings if claim not in r]
        found[claim] = sum(value(r) != value(r ^ {claim}) for r in readings)
    return found


def fewest_literals(table, k):
    """Return the fewest literals with which the table (a dict from bit tuples) can be written as alternatives."""
    trues = {bits for bits, yes in table.items() if yes}
    if not trues or len(trues) == len(table):
        return 0
    cubes = []
    for cube in product((0, 1, 2), repeat=k):
        inside = {bits for bits in table if all(c in (2, b) for c, b in zip(cube, bits, strict=True))}
        if inside <= trues:
            cubes.append((sum(c < 2 for c in cube), inside))
    best = {frozenset(): 0}
    for _ in range(len(trues)):
        grown = dict(best)
        for done, price in best.items():
            for cost, inside in cubes:
                now = done | inside
                if price + cost < grown.get(now, 10**9):
                    grown[now] = price + cost
        if grown == best:
            break
        best = grown
    return best[frozenset(trues)]


def without(model, gone):
    """Leave out statements, given as (decision maker, place) pairs."""
    kept = [[w for p, w in enumerate(mine) if (i, p) not in gone] for i, mine in enumerate(model["statements"])]
    return {**model, "statements": kept}


def minimal(sets):
    return {s for s in sets if not any(other < s for other in sets)}


def blocking_sets(model, believed, condition, concept, most, *, greedy=False, **how):
    """Return the inclusion-minimal sets of statements whose removal makes the settlement hold.

    ``greedy`` plants the mistake of shrinking one working set, as if removal were monotone.
    """
    every = [(i, p) for i, mine in enumerate(model["statements"]) for p, w in enumerate(mine) if present(w, believed)]

    def works(gone):
        return Judge(without(model, gone), believed).settlement(condition, concept, **how)[0]

    if greedy:
        gone = set(every)
        if not works(gone):
            return set()
        for one in every:
            if works(gone - {one}):
                gone -= {one}
        return {frozenset(gone)}
    return minimal({gone for gone in subsets(every, most) if works(gone)})


def changed(model, levers):
    """Apply levers to a model.

    They are ("drop", i, p), ("swap", i, p, q), ("offer", i, want, place), ("rule", want), ("commit", o), ("first", o),
    ("option", o) for an option marked new, which is not there otherwise.
    Exchanges come first, then what is dropped goes, then offers are put in, counted among what is left.
    """
    statements = [[(p, w) for p, w in enumerate(mine)] for mine in model["statements"]]
    options, rules = [dict(o) for o in model["options"]], list(model["rules"])
    for _, i, p, q in (x for x in levers if x[0] == "swap"):
        a, b = (next(k for k, (place, _) in enumerate(statements[i]) if place == z) for z in (p, q))
        statements[i][a], statements[i][b] = statements[i][b], statements[i][a]
    for _, i, p in (x for x in levers if x[0] == "drop"):
        statements[i] = [(place, w) for place, w in statements[i] if place != p]
    for x in levers:
        if x[0] == "commit":
            next(o for o in options if o["id"] == x[1])["one_way"] = 1
        if x[0] == "option":
            next(o for o in options if o["id"] == x[1])["new"] = False
        if x[0] == "rule":
            rules.append({"want": x[1]})
    plain = [[w for _, w in mine] for mine in statements]
    return {
        **model,
        "statements": plain,
        "options": options,
        "rules": rules,
        "offers": [x for x in levers if x[0] == "offer"],
    }


def settle_with(model, believed, condition, concept, levers, **how):
    """Say whether the settlement holds and is reached in one reading once the levers are pulled."""
    now = changed(model, levers)
    start = set(model["status_quo"])
    for x in levers:
        option = next((o for o in now["options"] if o["id"] == x[1]), None)
        if x[0] == "first" and present(option, believed) and not option.get("new"):
            start ^= {x[1]}
    statements = [[w for w in mine if present(w, believed)] for mine in now["statements"]]
    for _, i, want, place in now["offers"]:
        statements[i].insert(place - 1, {"want": want})
    judge = Judge({**now, "statements": statements}, believed, start=start)
    return judge.settlement(condition, concept, **how)


def clash(levers):
    """Say whether two levers touch the same statement or option."""
    marks = [(x[1], p) for x in levers if x[0] in ("drop", "swap") for p in x[2:]]
    return len(marks) != len(set(marks))


def lever_sets(
    model,
    readings,
    condition,
    concept,
    available,
    at_most,
    *,
    only_holds=False,
    prices=None,
    padded=False,
    always_there=False,
):
    """Return all inclusion-minimal sets of levers (places in ``available``), or all cheapest ones with prices.

    ``only_holds`` forgets that the settlement must be reached; ``padded`` forgets to ask for minimality;
    ``always_there`` takes new options for old ones.
    """
    if always_there:
        model = {**model, "options": [{**o, "new": False} for o in model["options"]]}
    good = set()
    for chosen in subsets(range(len(available)), at_most):
        levers = [available[k] for k in sorted(chosen)]
        if not clash(levers) and all(
            settle_with(model, r, condition, concept, levers)[0 if only_holds else 1] for r in readings
        ):
            good.add(chosen)
    if prices is not None and good:
        least = min(sum(prices[k] for k in s) for s in good)
        good = {s for s in good if sum(prices[k] for k in s) == least}
    return good if padded else minimal(good)
