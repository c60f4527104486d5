"""Questions to models whose moves are given or forbidden, or whose states count as one, against literal definitions."""

import random
from itertools import combinations, product

import numpy as np
import pytest
from click.testing import CliRunner

from checker import true
from detente.analysis.bench import bench, judge, variant
from detente.analysis.levers import Offer, levers, stand
from detente.analysis.paths import paths, reached
from detente.analysis.question import Question
from detente.analysis.readings import readings, readings_document
from detente.analysis.settle import blocking, settle_document
from detente.analysis.unlock import find_levers
from detente.base import DetenteError
from detente.cli.main import program
from detente.conditions import parse, show
from detente.conflict import compile, loads
from oracles.literal import Literal
from test_analysis_published import ELMIRA

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def option_text(seed):
    """Write a model with forbidden moves and merged states; nobody cares about option z, so that states can merge."""
    r = random.Random(seed)
    owned = {"a": ["o0", "z"], "b": ["o1"], "c": ["o2"]} if seed % 2 else {"a": ["o0", "o1"], "b": ["o2", "z"]}
    every = ["o0", "o1", "o2"]

    def literal(o):
        return o if r.random() < 0.5 else f"not {o}"

    lines = ["detente: 1", "decision_makers:"]
    lines += [f"  {d}: {{name: {d}, options: {{{', '.join(f'{o}: X' for o in mine)}}}}}" for d, mine in owned.items()]
    lines += ["forbidden_moves:"]
    for _ in range(2):
        by = r.choice(["a", "b"])
        start, end = (" and ".join(literal(o) for o in r.sample([*every, "z"], 2)) for _ in range(2))
        guard = r.choice(["", ", when: c0", ", unless: c1"])
        lines.append(f"  - {{by: {by}, from: {start}, to: {end}{guard}}}")
    merged = " and ".join(literal(o) for o in every)
    lines += ["coalesced:", f"  - {{if: {merged}{r.choice(['', ', when: c1'])}}}", "status_quo: {}", "preferences:"]
    for d in owned:
        lines.append(f"  {d}:")
        for _ in range(3):
            x, y = r.sample(every, 2)
            want = r.choice([f"{x} if {y}", f"not {x}", f"{x} and not {y}", f"{x} iff {y}"])
            guard = r.choice(["", "", ", when: c0", ", unless: c2"])
            lines.append(f"    - {{want: {want}, assumed: test{guard}}}")
    return "\n".join([*lines, "contested: [c0, c1, c2]", f"settlement: {r.choice(every)} and z", ""])


def graph_text(seed):
    r = random.Random(seed)
    m = r.randint(4, 6)
    states = [f"s{k}" for k in range(m)]
    lines = ["detente: 1", "decision_makers: {a: {name: A}, b: {name: B}, c: {name: C}}"]
    lines += [f"states: [{', '.join(states)}]", "moves:"]
    for d in "abc":
        moves = {s: r.sample([t for t in states if t != s], r.randint(0, 2)) for s in states}
        told = [f"{s}: [{', '.join(ends)}]" for s, ends in moves.items() if ends]
        lines.append(f"  {d}: {{{', '.join(told)}}}")
    lines += [f"status_quo: {states[0]}", "preferences:"]
    lines.append(f"  a: {{ranking: [{', '.join(r.sample(states, m))}]}}")
    for d in "bc":
        lines.append(f"  {d}:")
        for _ in range(3):
            x, y = r.sample(states, 2)
            guard = r.choice(["", ", when: k0", ", unless: k1"])
            lines.append(
                f"    - {{want: {r.choice([f'{x} or {y}', f'not {x}', f'not ({x} or {y})'])}, assumed: test{guard}}}"
            )
    return "\n".join([*lines, "contested: [k0, k1]", ""])


class Plain:
    """One reading of a model told by literal states, moves and ranks; ``unmerged`` and ``allowed`` plant mistakes."""

    def __init__(self, conflict, believed, gone=(), *, unmerged=False, allowed=False, offers=()):
        dms = conflict.decision_makers
        present = [
            [s.want for p, s in enumerate(dm.statements) if s.guard.present(believed) and (i, p) not in gone]
            for i, dm in enumerate(dms)
        ]
        for i, want in offers:
            present[i].insert(0, want)
        if conflict.states:
            names = [s.id for s in conflict.states]
            worlds = {s: {n: n == s for n in names} for s in names}
            given = {d: set(moves) for d, moves in conflict.moves}
            legal = [{(a, b) for a, b in given.get(dm.id, set()) if a != b} for dm in dms]
            self.start = conflict.status_quo[0]
        else:
            names = [o.id for o in conflict.options]
            owner = {o.id: o.owner for o in conflict.options}
            sets = [
                frozenset(n for n, y in zip(names, bits, strict=True) if y)
                for bits in product([0, 1], repeat=len(names))
            ]
            worlds = {s: {n: n in s for n in names} for s in sets}
            legal = [
                {(a, b) for a in sets for b in sets if a != b and all(owner[o] == dm.id for o in a ^ b)} for dm in dms
            ]
            self.start = frozenset(conflict.status_quo)
        for entry in conflict.forbidden_moves if not allowed else ():
            if entry.guard.present(believed):
                for i, dm in enumerate(dms):
                    if not entry.by or dm.id in entry.by:
                        legal[i] = {
                            (a, b)
                            for a, b in legal[i]
                            if not (
                                (entry.before is None or true(show(entry.before), worlds[a]))
                                and (entry.after is None or true(show(entry.after), worlds[b]))
                            )
                        }
        self.head = {s: s for s in worlds}
        for entry in conflict.coalesced if not unmerged else ():
            if entry.guard.present(believed):
                mine = [s for s in worlds if true(show(entry.condition), worlds[s])]
                self.head |= dict.fromkeys(mine, mine[0])
        score = []
        for i, dm in enumerate(dms):
            if dm.ranking:
                score.append({s: -next(k for k, group in enumerate(dm.ranking) if s in group) for s in worlds})
            else:
                score.append({s: tuple(true(show(w), worlds[s]) for w in present[i]) for s in worlds})
        states = list(dict.fromkeys(self.head.values()))
        reach = [{s: set() for s in states} for _ in dms]
        for i in range(len(dms)):
            for a, b in legal[i]:
                if self.head[a] != self.head[b]:
                    reach[i][self.head[a]].add(self.head[b])
        self.literal = Literal(states, reach, score)

    def holds(self, key):
        stable = {s for s in self.literal.states if all(self.literal.stable(key, i, s) for i in range(self.literal.n))}
        return {s for s, head in self.head.items() if head in stable}

    def come(self):
        root = self.head[self.start]
        found = {root} | self.literal.joint(range(self.literal.n), root, self.literal.improvements)
        return {s for s, head in self.head.items() if head in found}


def row(conflict, s):
    if conflict.states:
        return [x.id for x in conflict.states].index(s)
    return sum(1 << k for k, o in enumerate(conflict.options) if o.id in s)


def all_sets(conflict):
    ids = [c.id for c in conflict.contested]
    return [frozenset(c for k, c in enumerate(ids) if b >> k & 1) for b in range(1 << len(ids))]


@pytest.mark.parametrize("text", [option_text, graph_text])
@pytest.mark.parametrize("seed", range(12))
def test_all_readings_agree_with_the_definitions(text, seed):
    conflict = loads(text(seed))
    on, sets = bench(conflict), all_sets(conflict)
    for key in KEYS:
        found = judge(on, [variant(on, r) for r in sets], key)
        for b, reading in enumerate(sets):
            plain = Plain(conflict, reading)
            assert set(np.flatnonzero(found.holds[:, b]).tolist()) == {row(conflict, s) for s in plain.holds(key)}
            assert set(np.flatnonzero(found.reached[:, b]).tolist()) == {row(conflict, s) for s in plain.come()}


@pytest.mark.parametrize("mistake", [{"unmerged": True}, {"allowed": True}])
def test_a_model_taken_for_a_plain_one_would_be_caught(mistake):
    caught = 0
    for seed in range(12):
        conflict = loads(option_text(seed))
        on = bench(conflict)
        for reading in all_sets(conflict):
            found = judge(on, [variant(on, reading)], "SEQ")
            wrong = Plain(conflict, reading, **mistake)
            told = [set(np.flatnonzero(table[:, 0]).tolist()) for table in (found.holds, found.reached)]
            caught += told != [{row(conflict, s) for s in states} for states in (wrong.holds("SEQ"), wrong.come())]
    assert caught >= 3


@pytest.mark.parametrize("seed", range(10))
def test_blocking_sets_of_two_agree_with_the_definitions(seed):
    conflict = loads(option_text(seed))
    on, believed = bench(conflict), conflict.default_reading
    question = Question(settlement=conflict.settlement)
    found = blocking(on, variant(on), question, 2)
    every = [
        (i, p)
        for i, dm in enumerate(conflict.decision_makers)
        for p, s in enumerate(dm.statements)
        if s.guard.present(believed)
    ]
    text = show(conflict.settlement)

    def works(gone):
        return any(
            true(text, {o.id: o.id in s for o in conflict.options})
            for s in Plain(conflict, believed, gone).holds("SEQ")
        )

    good = [frozenset(g) for size in range(3) for g in combinations(every, size) if works(g)]
    assert {frozenset(s) for s in found.sets} == {g for g in good if not any(h < g for h in good)}


@pytest.mark.parametrize("seed", range(10))
def test_levers_in_graph_form_agree_with_the_definitions(seed):
    conflict = loads(graph_text(seed))
    wanted = parse("s1 or s2")
    offers = [Offer(to=1, want=parse("s1"), place=1), Offer(to=0, want=parse("s2"), place=1)]
    at = stand(conflict, offers)
    available = levers(at)
    assert {x.kind for x in available} == {"drop", "swap", "offer"}
    found = find_levers(at, Question(settlement=wanted), [None], available, at_most=1)
    believed = conflict.default_reading

    def works(plain):
        return bool({"s1", "s2"} & plain.holds("SEQ") & plain.come())

    assert found.already == works(Plain(conflict, believed))
    if not found.already:
        single = {available[s[0]].key for s in found.sets}
        drops = {x.key for x in available if x.kind == "drop" and works(Plain(conflict, believed, [x.args]))}
        assert {key for key in single if key.startswith("drop")} == drops
        assert ("offer:1" in single) == works(Plain(conflict, believed, offers=[(1, parse("s1"))]))
    with pytest.raises(DetenteError, match="E736"):
        stand(conflict, rules=[parse("s1")])


@pytest.mark.parametrize("text", [option_text, graph_text])
def test_a_path_exists_exactly_where_the_state_is_reached(text):
    for seed in range(8):
        conflict = loads(text(seed))
        graph = compile(conflict)
        there = reached(graph, graph.status_quo, "improvements", ())
        for target in range(graph.size):
            assert (paths(graph, graph.status_quo, [target]).length is not None) == (target in there)


def test_states_that_count_as_one_are_listed_once_and_named_by_what_they_share():
    conflict = loads(ELMIRA + "coalesced: [{if: abandon, why: nothing else matters then}]\n")
    document = readings_document(conflict, readings(conflict, "SEQ"), None, "SEQ")
    assert sum("abandon" in s["taken"] for s in document["states"]) == 1
    settled = settle_document(conflict, Question(settlement=parse("abandon and insist")))
    (state,) = settled["states"]
    assert settled["holds"] and state["taken"] == ["Abandon"] and len(state["members"]) == 4
    # published in nine states (see test_analysis_published): 5, 8 and 9 hold under SEQ
    assert {s["options"] for s in document["states"]} == {"NYNNY", "YNYNY", "NNNYN"}


def test_commands_answer_on_graph_form(tmp_path):
    path = tmp_path / "graph.yaml"
    path.write_text(graph_text(3), encoding="utf-8")
    for command in (
        ["readings"],
        ["settle", "--settlement", "s1 or s2"],
        ["levers", "--settlement", "s1"],
        ["paths", "--settlement", "s2"],
    ):
        done = CliRunner().invoke(program, [command[0], str(path), *command[1:]])
        assert done.exit_code == 0, (command, done.output, done.exception)
        assert "s" in done.stdout and max(map(len, done.stdout.splitlines())) <= 80
    wrong = CliRunner().invoke(program, ["settle", str(path), "--settlement", "s9"])
    assert wrong.exit_code == 2 and "no state is called" in wrong.stderr


def test_a_brief_names_the_states_of_a_graph_form(tmp_path):
    path = tmp_path / "graph.yaml"
    path.write_text(
        graph_text(3).replace("states: [s0,", "states: {s0: Quiet harbour, ").replace("]\nmoves", "}\nmoves", 1)
    )
    text = path.read_text(encoding="utf-8")
    first, _, rest = text.partition("\nmoves")
    head, _, listed = first.partition("Quiet harbour, ")
    names = ", ".join(f"{s.strip()}: State {s.strip()}" for s in listed.rstrip("}").split(","))
    path.write_text(f"{head}Quiet harbour, {names}}}\nmoves{rest}", encoding="utf-8")
    done = CliRunner().invoke(program, ["brief", str(path), "--to", "md"])
    assert done.exit_code == 0, done.output
    assert "status quo (Quiet harbour)" in done.stdout and "no option taken" not in done.stdout
