"""Rings of steps that wait for one another, against truth tables and by hand."""

import random
from itertools import permutations, product

import pytest

from checker import true
from detente.analysis.bench import bench, variant
from detente.analysis.waiting import rings, steps
from detente.brief import bundled
from detente.conditions import names, show
from detente.conflict import load, loads

FORMS = ["{b} if {a}", "not {a} if not {b}", "{a} iff {b}", "not {b} if {a}", "{a} if {b}", "not {a} or {b}", "{b}"]


def model(seed):
    r = random.Random(seed)
    lines = ["detente: 1", "decision_makers:"]
    lines += [f"  m{i}: {{name: M{i}, options: {{x{i}: X{i}, y{i}: Y{i}}}}}" for i in range(3)]
    lines += ["status_quo: {}", "preferences:"]
    for i in range(3):
        own, other = [f"x{i}", f"y{i}"], [f"{a}{j}" for j in range(3) if j != i for a in "xy"]
        wants = [r.choice(FORMS).format(a=r.choice(own), b=r.choice(other)) for _ in range(3)]
        lines.append(f"  m{i}: [{', '.join(f'{{want: {w}, assumed: drawn}}' for w in wants)}]")
    return loads("\n".join(lines) + "\n")


def literal(conflict, *, one_way=False):
    """Return all rings by trying every order of every choice of statements, read off their truth tables.

    Only steps on one option each: the own option ``a`` needs ``b`` where a statement is false exactly where ``a`` is
    taken and ``b`` is not (or, for ``iff``, false there and at the mirror). ``one_way`` forgets that a ring closes.
    """
    need = []
    for i, dm in enumerate(conflict.decision_makers):
        for p, s in enumerate(dm.statements):
            words, used = show(s.want), sorted(set(names(s.want)))
            if len(used) != 2 or " or " in words:
                continue
            for a, b in permutations(used):
                if a not in dm.options or b in dm.options:
                    continue
                false = {(x, y) for x, y in product((False, True), repeat=2) if not true(words, {a: x, b: y})}
                if false in ({(True, False)}, {(True, False), (False, True)}):
                    need.append((i, p, a, b))
    found = set()
    for size in (2, 3):
        for chain in permutations(need, size):
            if len({n[0] for n in chain}) < size:
                continue
            links = [(chain[k], chain[(k + 1) % size]) for k in range(size - 1 if one_way else size)]
            if all(one[3] == other[2] for one, other in links):
                found.add(frozenset((n[0], n[1]) for n in chain))
    return found


def told(conflict):
    found = rings(conflict, variant(bench(conflict)))
    places = [{id(s): p for p, s in enumerate(dm.statements)} for dm in conflict.decision_makers]
    return {frozenset((s.dm, places[s.dm][id(s.statement)]) for s in ring.steps) for ring in found}


@pytest.mark.parametrize("seed", range(40))
def test_rings_agree_with_truth_tables(seed):
    conflict = model(seed)
    assert told(conflict) == literal(conflict)


def test_the_drawn_models_have_rings_of_two_and_three_and_an_open_chain_would_be_caught():
    every = [literal(model(seed)) for seed in range(40)]
    sizes = {len(ring) for found in every for ring in found}
    assert sizes == {2, 3}
    assert any(literal(model(seed), one_way=True) != told(model(seed)) for seed in range(40))


def test_a_condition_as_it_is_drafted_waits_as_much_as_its_mirror():
    text = (bundled("geneva") / "geneva.yaml").read_text(encoding="utf-8")
    drafted = text.replace("want: sign_u if guarantee", "want: not guarantee if not sign_u")
    assert drafted != text
    for version in (text, drafted):
        conflict = loads(version)
        [ring] = rings(conflict, variant(bench(conflict)))
        assert [conflict.decision_makers[s.dm].id for s in ring.steps] == ["ukraine", "us"]
        assert [show(s.own) for s in ring.steps] == ["sign_u", "guarantee"]
    doubted = rings(conflict, variant(bench(conflict), frozenset()))
    assert doubted == ()


def test_the_trams_have_a_ring_of_three():
    conflict = load(bundled("vessmark") / "vessmark.yaml")
    found = rings(conflict, variant(bench(conflict)))
    assert [[show(s.own) for s in ring.steps] for ring in found] == [["sign_w", "keep"], ["sign_w", "raise", "fund"]]


def test_where_somebody_has_gone_first_nobody_waits():
    conflict = load(bundled("vessmark") / "vessmark.yaml")
    text = (bundled("vessmark") / "vessmark.yaml").read_text(encoding="utf-8")
    gone = loads(text.replace("status_quo: {strike: Y}", "status_quo: {strike: Y, fund: Y}"))
    assert len(rings(gone, variant(bench(gone)))) == len(rings(conflict, variant(bench(conflict)))) - 1
    assert all(show(s.own) != "fund" for s in steps(gone, variant(bench(gone))))
