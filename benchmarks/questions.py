"""Readings, sticking points, levers and comparisons against the size of a model and the number of contested claims."""

import base64
import json
import random
from functools import partial

import numpy as np
from benchmarks.measure import Row, wall

from detente.analysis.bench import bench, judge, variant
from detente.analysis.compare import compare
from detente.analysis.levers import levers, stand
from detente.analysis.pulling import untouched, works
from detente.analysis.question import Question, verdicts
from detente.analysis.readings import all_readings, readings, readings_document
from detente.analysis.settle import blocking, without
from detente.analysis.unlock import find_levers
from detente.brief import bundled, load_record, write
from detente.brief.answers import code_words
from detente.conditions import holds, parse
from detente.conflict import compile, load, loads
from detente.dossier.history import as_it_stood, standing
from detente.dossier.timeline import equilibria, timeline
from detente.stability import analyze


def contested(options, claims, *, statements=6, seed=0):
    """Return a model of three decision makers; each contested claim guards one statement, their first places free."""
    r = random.Random(seed)
    own = sorted(o % 3 for o in range(options))

    def words():
        x, y = r.sample(range(options), 2)
        return r.choice([f"o{x} if o{y}", f"not o{x} or o{y}", f"o{x} and o{y}", f"not o{x}"])

    lines = ["detente: 1", "decision_makers:"]
    for i in range(3):
        mine = ", ".join(f"o{o}: Option {o}" for o in range(options) if own[o] == i)
        lines.append(f"  dm{i}: {{name: DM{i}, options: {{{mine}}}}}")
    places = [(i, p) for p in range(statements) for i in range(3)][:claims]
    lines += ["status_quo: {}", "preferences:"]
    for i in range(3):
        lines.append(f"  dm{i}:")
        for p in range(statements):
            guard = f", when: c{places.index((i, p))}" if (i, p) in places else ""
            lines.append(f"    - {{want: {words()}, assumed: drawn at random{guard}}}")
    lines += [f"contested: [{', '.join(f'c{k}' for k in range(claims))}]", "settlement: o0 and o1"]
    return loads("\n".join(lines) + "\n")


def unsettled(options, statements, text, *, reachable=False):
    """Return the first such model in which the settlement does not hold (and can be unlocked by two levers)."""
    for seed in range(500):
        conflict = contested(options, 0, statements=statements, seed=seed)
        on, question = bench(conflict), Question(settlement=parse(text))
        if verdicts(on, question, judge(on, [variant(on)]))[0][0]:
            continue
        at = stand(conflict)
        if not reachable or find_levers(at, question, [None], levers(at)).sets:
            return conflict
    raise AssertionError("no such model among five hundred")


def alone(conflict, believed, key="SEQ"):
    graph = compile(conflict, believed)
    return {int(graph.codes[s]) for s in analyze(graph, [key]).equilibria(key)}


def read():
    """All readings of k contested claims, with hinges and exact conditions."""
    r = random.Random(1)
    for options, claims in ((6, 8), (6, 12), (6, 16), (8, 12), (10, 8)):
        conflict = contested(options, claims)
        question = Question(settlement=conflict.settlement)
        seconds, found = wall(readings, conflict, "SEQ", runs=3 if claims < 16 else 1)
        assert found.sampled is None and found.count == 1 << claims
        for code in r.sample(range(1 << claims), 12):
            believed = frozenset(f"c{k}" for k in range(claims) if code >> k & 1)
            assert alone(conflict, believed) == set(np.flatnonzero(found.judged.holds[:, code]).tolist())
        target = ("<=", 10.0) if claims == 16 else None
        yield Row(
            f"{1 << options} states, k = {claims}: {1 << claims:,} readings judged", seconds, "s, elapsed", target
        )
        seconds, document = wall(readings_document, conflict, found, question, "SEQ", runs=1)
        for state in document["states"]:
            code = sum(1 << int(o[1:]) for o in state["taken"])
            told = state["exactly_if"]
            for b in r.sample(range(1 << claims), 12):
                world = {f"c{k}": bool(b >> k & 1) for k in range(claims)}
                said = told == "always" if told in ("always", "never") else holds(parse(told), world)
                assert said == bool(found.judged.holds[code, b])
        what = f"the same, conditions of {len(document['states'])} states and all hinges"
        yield Row(what, seconds, "s, elapsed", ("<=", 30.0) if claims == 16 else None)
    conflict = contested(6, 18, statements=8)
    seconds, found = wall(readings, conflict, "SEQ", runs=1)
    assert found.sampled == 2000 and found.count == 2000
    yield Row("64 states, k = 18: a sample of 2,000 and every flip in it", seconds, "s, elapsed")


def stick():
    """Inclusion-minimal blocking sets, every set up to a size tried."""
    for options, statements, most in ((6, 4, None), (6, 6, 3), (8, 6, 3), (10, 6, 2)):
        conflict = unsettled(options, statements, "o0 and o1 and not o2")
        on, question = bench(conflict), Question(settlement=parse("o0 and o1 and not o2"))
        base = variant(on)
        seconds, found = wall(blocking, on, base, question, most, runs=1)
        for gone in found.sets[:20]:
            assert verdicts(on, question, judge(on, [without(base, gone)]))[0][0]
            for one in gone:
                less = [x for x in gone if x != one]
                assert not verdicts(on, question, judge(on, [without(base, less)]))[0][0]
        size = "of any size" if found.complete else f"of at most {found.at_most}"
        what = f"{1 << options} states, {3 * statements} statements, {found.tried:,} sets {size}"
        yield Row(what, seconds, "s, elapsed", note=f"{len(found.sets)} found")


def lever():
    """All minimal sets of at most two levers, every set tried."""
    for options, statements in ((6, 4), (6, 6), (8, 6)):
        conflict = unsettled(options, statements, "o0 and not o1 and o3", reachable=True)
        at, question = stand(conflict), Question(settlement=parse("o0 and not o1 and o3"))
        available = levers(at)
        seconds, found = wall(find_levers, at, question, [None], available, runs=1)
        assert found.at_most == 2 and not found.already and found.sets
        assert works(at, [untouched(at, None)], question, [[available[k] for k in s] for s in found.sets]).all()
        parts = [[available[k] for k in s if k != one] for s in found.sets for one in s]
        assert not works(at, [untouched(at, None)], question, parts).any()
        what = f"{1 << options} states, {len(available)} levers, {found.tried:,} sets"
        yield Row(what, seconds, "s, elapsed", note=f"{len(found.sets)} found")


def lever_readings():
    """All minimal sets that win in every reading, and those that win in as many as can be."""
    text = "o0 and not o1 and o3"
    for claims, most in ((8, False), (12, False), (8, True), (12, True)):
        conflict = contested(6, claims, seed=2)
        at, question, every = stand(conflict), Question(settlement=parse(text)), all_readings(conflict)
        available = levers(at)
        seconds, found = wall(partial(find_levers, most=most), at, question, every, available, runs=1)
        sets = [[available[k] for k in s] for s in found.sets]
        won = works(at, [untouched(at, r) for r in every], question, sets)
        assert won.tolist() == list(found.works_in) and (most or (won == len(every)).all())
        how = "as many as can be" if most else "all"
        what = f"64 states, {len(every):,} readings, {how}: {found.tried:,} sets of at most {found.at_most}"
        yield Row(what, seconds, "s, elapsed", note=f"{len(found.sets)} found")


def page():
    """A whole brief with its tick boxes: five concepts in every reading, conditions, sticking points."""
    for options, claims in ((6, 3), (6, 8), (6, 12), (6, 16), (8, 12)):
        conflict = contested(options, claims)
        seconds, brief = wall(write, conflict, runs=1)
        data = json.loads(brief.what_if)
        for code in random.Random(2).sample(range(1 << claims), 6):
            live = sum(1 << k for k, c in enumerate(data["claims"]) if code >> int(c[1:]) & 1)
            at = data["concepts"].index("SEQ")
            bits = [base64.b64decode(data["sets"][row[at]]) for row in data["holds"]]
            held = {data["states"][s][0] for s, b in enumerate(bits) if b[live >> 3] >> (live & 7) & 1}
            believed = frozenset(f"c{k}" for k in range(claims) if code >> k & 1)
            assert held == {code_words(conflict, c) for c in alone(conflict, believed)}
        size = len(brief.to_html()) // 1024
        yield Row(f"{1 << options} states, k = {claims}", seconds, "s, elapsed", note=f"{size} KiB of HTML")


def days():
    """A dossier played forward, and two models compared."""
    folder = bundled("vessmark")
    conflict, record = load(folder / "vessmark.yaml"), load_record(folder)
    seen = standing(record.entries(), record.texts())
    seconds, found = wall(timeline, conflict, seen, runs=3)
    for day in found.days:
        assert day.equilibria == equilibria(as_it_stood(conflict, seen.every, seen.on(day.date)))
    yield Row("the invented dispute: 48 states, 13 claims, 4 days, causes included", seconds, "s, elapsed")
    first, second = (contested(8, 0, statements=8, seed=s) for s in (4, 5))
    seconds, compared = wall(compare, first, second, runs=3)
    mine, theirs = (alone(c, None) for c in (first, second))
    names = [o.id for o in first.options]
    only = {sum(1 << names.index(o) for o in e.state) for e in compared.effects if e.concept == "SEQ" and not e.second}
    assert only == mine - theirs
    what = f"two models of 256 states that differ in {len(compared.differences)} judgements, each taken alone"
    yield Row(what, seconds, "s, elapsed")


BENCHMARKS = {
    "readings": read,
    "blocking": stick,
    "levers": lever,
    "lever_readings": lever_readings,
    "brief": page,
    "days": days,
}
