"""Settlements, what blocks them, and the ways there, against brute force with planted mistakes."""

import json
import random
from itertools import product

import pytest
from click.testing import CliRunner

from detente.analysis.bench import bench, variant
from detente.analysis.paths import paths, reached, together
from detente.analysis.question import Question
from detente.analysis.settle import blocking, settle_document
from detente.analysis.ways import paths_document
from detente.brief import bundled
from detente.catalog import names, read
from detente.cli.main import program
from detente.conditions import parse
from detente.conflict import compile, load, loads
from oracles.questions import Judge, blocking_sets
from test_analysis_bench import guarded
from test_analysis_readings import plainly
from test_explain import random_text

GENEVA = str(bundled("geneva") / "geneva.yaml")
TEXTS = ("o0 and o1", "o0 and o1 and o2", "not o1 and o2", "o2 and not o0", "o0 and not o1 and not o2")


def asked(seed):
    r = random.Random(seed)
    conflict = loads(guarded(seed))
    return conflict, r.choice(TEXTS), r.choice(["SEQ", "GMR", "NASH", "SMR"]), r.random() < 0.2


@pytest.mark.parametrize("seed", range(20))
def test_blocking_sets_agree_with_brute_force(seed):
    conflict, text, concept, every = asked(seed)
    on = bench(conflict)
    base, question = variant(on), Question(settlement=parse(text), concept=concept, every=every)
    found = blocking(on, base, question, 3)
    model = plainly(conflict)
    expected = blocking_sets(model, conflict.default_reading, text, concept, 3, every=every)
    assert {frozenset(s) for s in found.sets} == expected
    for gone, also in zip(found.sets, found.reached, strict=True):
        kept = [[w for p, w in enumerate(mine) if (i, p) not in gone] for i, mine in enumerate(model["statements"])]
        judge = Judge({**model, "statements": kept}, conflict.default_reading)
        assert judge.settlement(text, concept, every=every) == (True, also)


def test_shrinking_greedily_would_be_caught():
    caught = 0
    for seed in range(60):
        conflict, text, concept, every = asked(seed)
        on = bench(conflict)
        found = blocking(on, variant(on), Question(settlement=parse(text), concept=concept, every=every))
        wrong = blocking_sets(
            plainly(conflict), conflict.default_reading, text, concept, None, greedy=True, every=every
        )
        assert found.complete
        caught += {frozenset(s) for s in found.sets} != wrong
    assert caught >= 5


def test_removal_is_not_monotone_somewhere():
    """A set that works whose superset does not: the reason why every subset is tried."""
    seen = 0
    for seed in range(30):
        conflict, text, concept, _ = asked(seed)
        model, believed = plainly(conflict), conflict.default_reading
        every = [(i, p) for i, mine in enumerate(model["statements"]) for p in range(len(mine))]
        works = {}
        for bits in product([False, True], repeat=min(len(every), 6)):
            gone = frozenset(e for e, yes in zip(every, bits, strict=False) if yes)
            kept = [[w for p, w in enumerate(mine) if (i, p) not in gone] for i, mine in enumerate(model["statements"])]
            works[gone] = Judge({**model, "statements": kept}, believed).settlement(text, concept)[0]
        seen += any(works[a] and not works[b] for a in works for b in works if a < b)
        if seen:
            break
    assert seen


@pytest.mark.parametrize("seed", range(20))
def test_the_document_says_what_the_definitions_say(seed):
    conflict, text, concept, every = asked(seed)
    document = settle_document(conflict, Question(settlement=parse(text), concept=concept, every=every), at_most=0)
    judge = Judge(plainly(conflict), conflict.default_reading)
    assert (document["holds"], document["reached"]) == judge.settlement(text, concept, every=every)
    holding, come_to = judge.holds(concept), judge.reached("improvements")
    ids = [o.id for o in conflict.options]
    for state in document["states"]:
        s = frozenset(o for o, letter in zip(ids, state["options"], strict=True) if letter == "Y")
        assert state["holds"] == (s in holding) == (not state["leavers"])
        assert state["reached"] == (s in come_to)
        unstable = {f"DM {i}" for i in range(judge.literal.n) if not judge.literal.stable(concept, i, s)}
        assert {leaver["decision_maker"] for leaver in state["leavers"]} == unstable


def all_walks(graph, start, targets, improving, limit):
    """Every legal walk up to ``limit`` steps that ends in a target, by plain recursion over moves."""
    from detente.graph import improvements, moves

    step = improvements if improving else moves
    found = []

    def go(s, last, walk):
        if s in targets:
            found.append(tuple(walk))
        if len(walk) < limit:
            for j in range(len(graph.decision_makers)):
                if j != last:
                    for t in step(graph, j, s).tolist():
                        go(t, j, [*walk, (j, t)])

    go(start, None, [])
    return found


def test_all_shortest_paths_are_found_and_no_others():
    several = 0
    for seed in range(25):
        graph = compile(loads(random_text(seed)))
        if graph.status_quo is None:
            continue
        for target in range(graph.size):
            for reach in ("improvements", "moves"):
                found = paths(graph, graph.status_quo, [target], reach)
                if found.length is None or found.length > 3:
                    continue
                walks = all_walks(graph, graph.status_quo, {target}, reach == "improvements", found.length)
                assert min(map(len, walks)) == found.length
                shortest = {w for w in walks if len(w) == found.length}
                assert {tuple((leg.by[0], leg.to) for leg in path) for path in found.paths} == shortest
                assert found.total == len(shortest)
                several += found.total > 1
    assert several > 10


def test_a_path_exists_exactly_where_the_state_is_reached():
    for seed in range(20):
        graph = compile(loads(random_text(seed)))
        if graph.status_quo is None or len(graph.decision_makers) < 3:
            continue
        for groups in ((), ((0, 1),)):
            there = reached(graph, graph.status_quo, "improvements", groups)
            for target in range(graph.size):
                found = paths(graph, graph.status_quo, [target], "improvements", groups)
                assert (found.length is not None) == (target in there)


WAIT = """
detente: 1
decision_makers:
  a: {name: A, options: {x: X}}
  b: {name: B, options: {y: Y}}
status_quo: {}
preferences:
  a: [{want: y if x, because: [c1]}, {want: x and y, assumed: test}]
  b: [{want: x if y, because: [c2]}, {want: x and y, assumed: test}]
"""


def test_who_waits_for_whom_is_reported_and_reached_only_together():
    conflict = loads(WAIT)
    question = Question(settlement=parse("x and y"))
    document = settle_document(conflict, question)
    assert document["holds"] and not document["reached"]
    assert "alone" in document["notes"][0]
    assert document["together"] == [{"members": ["A", "B"], "to": 4}]
    [problem] = document["possible_sequence_problems"]
    assert problem["between"] == ["A", "B"] and problem["statements"][0]["because"] == ["c1"]
    graph = compile(conflict)
    assert together(graph, 0, [3]) == [((0, 1), 3)]
    with_coalition = settle_document(conflict, question, coalitions=[(0, 1)])
    assert with_coalition["reached"]
    assert [one["then_reached"] for one in with_coalition["blocking"]["sets"]] == [True]
    [path] = paths_document(conflict, parse("x and y"), coalitions=[(0, 1)])["paths"]
    assert path[0]["by"] == ["A", "B"] and path[0]["gains"] == [True, True]
    none = paths_document(conflict, parse("x and y"))
    assert none["length"] is None and "Nobody has a step" in none["reason"]
    # planted: where one of the two wants no answer first, it is no mirror
    changed = settle_document(loads(WAIT.replace("x if y", "not x if y")), question)
    assert changed["possible_sequence_problems"] == []


def test_leaving_out_a_statement_that_blocks_is_found_in_geneva():
    conflict = load(GENEVA)
    document = settle_document(conflict, Question(settlement=parse("sign_u and sign_r")))
    assert not document["holds"] and document["blocking"]["complete"]
    assert all(state["leavers"] for state in document["states"])
    assert document["blocking"]["sets"]


def test_the_commands_print_json_or_lines_of_eighty():
    for command in (["settle", GENEVA], ["paths", GENEVA], ["paths", GENEVA, "--reach", "moves"]):
        done = CliRunner().invoke(program, [*command, "--json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["reach"] in ("improvements", "moves")
        prose = CliRunner().invoke(program, command)
        assert prose.exit_code == 0 and prose.stdout.strip()
        assert max(map(len, prose.stdout.splitlines())) <= 80
    wrong = CliRunner().invoke(program, ["settle", GENEVA, "--coalition", "us"])
    assert wrong.exit_code == 2 and "two" in wrong.stderr


def test_where_one_stands_is_a_path_of_no_steps():
    conflict = loads(WAIT)
    document = paths_document(conflict, "NN")
    assert (document["length"], document["total"], document["paths"]) == (0, 1, [[]])
    told = CliRunner().invoke(program, ["paths", GENEVA, "--to", "1"])
    assert told.exit_code == 0 and "already" in told.stdout


def test_every_published_conflict_is_answered_within_eighty_columns(tmp_path):
    asked_of = 0
    for name in names():
        entry = read(name)
        path = tmp_path / f"{name}.yaml"
        path.write_text(entry.text, encoding="utf-8")
        condition = entry.conflict.options[0].id
        commands = [
            ["analyze"],
            ["readings"],
            ["settle", "--settlement", condition],
            ["levers", "--settlement", condition],
        ]
        if entry.conflict.status_quo is not None:
            commands.append(["paths", "--settlement", condition])
        for command in commands:
            done = CliRunner().invoke(program, [command[0], str(path), *command[1:]])
            assert done.exit_code == 0, (name, command, done.output)
            assert max(map(len, done.stdout.splitlines())) <= 80, (name, command)
            asked_of += 1
    assert asked_of >= 20
