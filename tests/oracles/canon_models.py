"""Random conflicts that can tell definitions apart, and the published ones; plain values, nothing from the package.

A model is a ``Plain``: states 0 … m-1, ``reach[i][s]`` the set of one-step moves, ``rank[i][s]`` ordinal preference.
"""

import random
from pathlib import Path

from ruamel.yaml import YAML

from oracles.literal import option_moves

CASES = Path(__file__).parents[2] / "../shared/cases"
WHY = "the published cases lie beside the repository, in ../shared/cases"


class Plain:
    def __init__(self, names, reach, rank, *, labels=None, owner=None, one_way=None, codes=None):
        self.names, self.reach, self.rank, self.n = list(names), reach, rank, len(rank)
        self.m = len(rank[0])
        self.states = range(self.m)
        self.labels = list(labels) if labels else [str(s + 1) for s in self.states]
        self.owner, self.one_way, self.codes = owner, one_way, codes

    def joint(self, movers, s, step, lawless=False):
        """All that movers reach from s, nobody twice in succession; ``step(mover, state)`` is a set."""
        seen, todo = set(), [(s, None)]
        while todo:
            at, last = todo.pop()
            for j in movers:
                if j != last or lawless:
                    for t in step(j, at):
                        if (t, j) not in seen:
                            seen.add((t, j))
                            todo.append((t, j))
        return {t for t, _ in seen}

    def moves(self, i, s):
        return self.reach[i][s]

    def improvements(self, i, s):
        return {t for t in self.reach[i][s] if self.rank[i][t] > self.rank[i][s]}

    def others(self, i):
        return [j for j in range(self.n) if j != i]


def option_form(seed, *, most=4, strict=False):
    """2 to ``most`` decision makers, 3 to 5 options, infeasible states, one-way options, ties."""
    r = random.Random(seed)
    n = r.randint(2, most)
    k = r.randint(3, 5)
    owner = tuple(list(range(n))[o] if o < n else r.randrange(n) for o in range(k))
    one_way = tuple(r.choice([0, 0, 0, 1, -1]) for _ in range(k))
    share = r.choice([0.4, 0.7, 1.0])
    codes = [c for c in range(1 << k) if r.random() < share] or [0]
    return with_options(r, n, owner, one_way, codes, strict)


def with_options(r, n, owner, one_way, codes, strict=False):
    top = len(codes) if strict else r.choice([2, 4, len(codes)])
    rank = [r.sample(range(top), top) if strict else [r.randrange(top) for _ in codes] for _ in range(n)]
    by_code = option_moves(codes, owner, one_way, n)
    at = {c: s for s, c in enumerate(codes)}
    reach = [{at[a]: {at[b] for b in ends} for a, ends in by_code[i].items()} for i in range(n)]
    return Plain([f"DM{i}" for i in range(n)], reach, rank, owner=owner, one_way=one_way, codes=codes)


def graph_form(seed, *, most=4, fewest=2):
    """2 to ``most`` decision makers, 3 to 6 states, any arcs (moves need not compose or be undone, may be shared)."""
    r = random.Random(seed)
    n, m = r.randint(fewest, most), r.randint(3, 6)
    dense = r.choice([0.2, 0.35, 0.6])
    reach = [{s: {t for t in range(m) if t != s and r.random() < dense} for s in range(m)} for _ in range(n)]
    top = r.choice([2, 3, m])
    rank = [[r.randrange(top) for _ in range(m)] for _ in range(n)]
    return Plain([f"DM{i}" for i in range(n)], reach, rank)


def case(name):
    """A published case as recorded, or None where the folder is absent."""
    path = CASES / f"{name}.yaml"
    return YAML(typ="safe").load(path.read_text(encoding="utf-8")) if path.is_file() else None


def plain_case(name):
    """A published case as a ``Plain`` whose labels are the printed state numbers; in option form where it has codes."""
    data = case(name)
    names = [p["name"] for p in data["parties"]]
    states = data["states"]
    by_decimal = all("decimal" in s for s in states)
    if by_decimal:
        states = sorted(states, key=lambda s: s["decimal"])
    at = {s["id"]: k for k, s in enumerate(states)}
    rank = []
    for name_ in names:
        value = [0] * len(states)
        ranking = data["preferences"][name_]["ranking"]
        for place, group in enumerate(ranking):
            for s in group if isinstance(group, list) else [group]:
                value[at[s]] = len(ranking) - place
        rank.append(value)
    labels = [str(s["id"]) for s in states]
    if not by_decimal:
        listed = data["unilateral_moves"]
        reach = [{at[s]: {at[t] for t in ends} for s, ends in listed[name_].items()} for name_ in names]
        return Plain(names, reach, rank, labels=labels)
    owner_of = {o["number"]: i for i, p in enumerate(data["parties"]) for o in p["options"]}
    ways = {w["option"]: 1 if w["allowed"] == "N->Y" else -1 for w in data.get("irreversible") or []}
    numbers = sorted(owner_of)
    owner, one_way = tuple(owner_of[x] for x in numbers), tuple(ways.get(x, 0) for x in numbers)
    codes = [s["decimal"] for s in states]
    by_code = option_moves(codes, owner, one_way, len(names))
    place = {c: k for k, c in enumerate(codes)}
    reach = [{place[a]: {place[b] for b in ends} for a, ends in row.items()} for row in by_code]
    return Plain(names, reach, rank, labels=labels, owner=owner, one_way=one_way, codes=codes)
