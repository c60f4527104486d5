"""Equilibria past enumeration equal those of the explicit engine wherever both can be had."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from detente.base import DetenteError
from detente.cli.nash import command
from detente.conditions import And, Not, Or, Var
from detente.graph import GraphModel
from detente.graph.ranks import feasible_codes, rank_states
from detente.stability import CONCEPTS, analyze
from detente.symbolic import Rules, leaves

pytest.importorskip("pysat", reason="the extra 'symbolic' is not installed")
pytest.importorskip("dd", reason="the extra 'symbolic' is not installed")

from detente.symbolic.bdd import Diagrams
from detente.symbolic.sat import Equilibria


def literal(r, names):
    return r.choice([Var, lambda name: Not(Var(name))])(r.choice(names))


def random_rules(seed, most=9, ways=(0, 0, 0, 1, -1)):
    r = random.Random(seed)
    n, k = r.randint(1, 4), r.randint(2, most)
    names = tuple(f"o{o}" for o in range(k))

    def condition():
        parts = tuple(literal(r, names) for _ in range(r.randint(1, 3)))
        return parts[0] if len(parts) == 1 else r.choice([And, Or])(parts)

    return Rules(
        decision_makers=tuple(f"DM{i}" for i in range(n)),
        options=names,
        owner=tuple(r.randrange(n) for _ in names),
        one_way=tuple(r.choice(ways) for _ in names),
        removed=tuple(And((literal(r, names), literal(r, names))) for _ in range(r.randint(0, 2))),
        wants=tuple(tuple(condition() for _ in range(r.randint(0, 5))) for _ in range(n)),
    )


def graph_of(rules):
    codes = feasible_codes(rules.removed, rules.options)
    return GraphModel(
        decision_makers=rules.decision_makers,
        options=rules.options,
        owner=rules.owner,
        one_way=rules.one_way,
        codes=codes,
        rank=rank_states(rules.wants, rules.options, codes),
    )


def models(count, **options):
    found = (random_rules(seed, **options) for seed in range(10 * count))
    return [rules for rules in found if len(feasible_codes(rules.removed, rules.options))][:count]


def test_nash_by_clauses_and_by_diagrams_equals_the_explicit_engine():
    some = 0
    for rules in models(150):
        graph = graph_of(rules)
        expected = set(graph.codes[analyze(graph, ["NASH"]).equilibria("NASH")].tolist())
        with Equilibria(rules) as equilibria:
            assert set(equilibria.each(1 << 12)) == expected
            assert equilibria.one() in (expected or {None})
        diagrams = Diagrams(rules)
        states = diagrams.equilibria()
        assert diagrams.count(states) == len(expected)
        assert {s for s in range(1 << len(rules.options)) if diagrams.contains(states, s)} == expected
        some += bool(expected)
    assert some > 50


def test_all_five_by_diagrams_equal_the_explicit_engine_for_every_decision_maker():
    for rules in models(60, most=7):
        graph = graph_of(rules)
        verdicts, diagrams = analyze(graph), Diagrams(rules)
        for concept in CONCEPTS:
            for i in range(len(rules.decision_makers)):
                answers = concept.answers
                states = diagrams.nash(i) if answers is None else diagrams.answered(i, answers.improving, answers.final)
                found = [diagrams.contains(states, s) for s in graph.codes.tolist()]
                assert found == verdicts.stable[concept.key][i].tolist(), (concept.key, i)
                assert diagrams.count(states) == sum(found)  # and nothing that is not feasible


def test_who_leaves_a_state():
    for rules in models(60):
        graph = graph_of(rules)
        nash = analyze(graph, ["NASH"]).stable["NASH"]
        for s, code in enumerate(graph.codes.tolist()):
            better = leaves(rules, code)
            assert set(better) == set(np.flatnonzero(~nash[:, s]).tolist())
            for i, to in better.items():
                assert graph.rank[i, graph.index(to)] > graph.rank[i, s]


def test_a_planted_mistake_is_caught():
    """Forgetting that an option goes one way only changes what is found."""
    wrong = 0
    for rules in models(80, ways=(0, 1, -1)):
        graph = graph_of(rules)
        expected = len(analyze(graph, ["NASH"]).equilibria("NASH"))
        loose = Rules(
            **{name: getattr(rules, name) for name in rules.__slots__} | {"one_way": (0,) * len(rules.options)}
        )
        diagrams = Diagrams(loose)
        wrong += diagrams.count(diagrams.equilibria()) != expected
        with Equilibria(loose) as equilibria:
            wrong += len(set(equilibria.each(1 << 12))) != expected
    assert wrong > 20


def test_projection_sampling_and_fixed_options_agree_with_the_list():
    for rules in models(30, ways=(0,)):
        with Equilibria(rules) as equilibria:
            listed = sorted(equilibria.each(1 << 12))
            again = sorted(equilibria.each(1 << 12))
            chosen = rules.options[:2]
            ways = {tuple(found.values()) for found in equilibria.choices(chosen, 10)}
            fixed = {rules.options[0]: True}
            assert sorted(equilibria.each(1 << 12, fixed)) == [s for s in listed if s & 1]
        assert listed == again
        diagrams = Diagrams(rules)
        states = diagrams.equilibria()
        counted = {}
        for s in listed:
            key = tuple(bool(s >> o & 1) for o in range(2))
            counted[key] = counted.get(key, 0) + 1
        assert diagrams.project(states, chosen) == counted
        assert ways == set(counted)
        drawn = list(diagrams.sample(states, 20))
        assert set(drawn) <= set(listed) and len(drawn) == (20 if listed else 0)


def test_draws_are_even():
    names = ("a", "b", "c")
    rules = Rules(
        decision_makers=("A",),
        options=names,
        owner=(0, 0, 0),
        one_way=(0, 0, 0),
        removed=(And((Var("a"), Var("b"))),),
        wants=((),),
    )
    diagrams = Diagrams(rules)
    states = diagrams.equilibria()
    drawn = list(diagrams.sample(states, 3000, seed=1))
    counts = {s: drawn.count(s) for s in set(drawn)}
    assert len(counts) == 6 and min(counts.values()) > 400 and max(counts.values()) < 600


def test_counting_is_exact_past_floating_point():
    k = 70
    names = tuple(f"o{o}" for o in range(k))
    rules = Rules(
        decision_makers=("A", "B"),
        options=names,
        owner=tuple(o % 2 for o in range(k)),
        one_way=(0,) * k,
        removed=(And(tuple(Var(name) for name in names)), And((Var("o0"), Not(Var("o1")), Var("o69")))),
        wants=((), ()),
    )
    diagrams = Diagrams(rules)
    assert diagrams.count(diagrams.equilibria()) == 2**k - 1 - 2 ** (k - 3)
    assert float(2**k - 1) == float(2**k)  # which is why


def test_a_hundred_options_have_an_equilibrium_that_nobody_leaves():
    r = random.Random(3)
    k, n = 100, 20
    names = tuple(f"o{o}" for o in range(k))
    owner = tuple(o // 5 for o in range(k))
    wants = []
    for i in range(n):
        near = [name for o, name in enumerate(names) if owner[o] in (i, (i + 1) % n, (i + 2) % n)]
        wants.append(tuple(Or(tuple(literal(r, near) for _ in range(2))) for _ in range(8)))
    rules = Rules(
        decision_makers=tuple(map(str, range(n))),
        options=names,
        owner=owner,
        one_way=(0,) * k,
        removed=tuple(And((Var(names[5 * i]), Var(names[5 * i + 1]))) for i in range(n)),
        wants=tuple(wants),
    )
    with Equilibria(rules) as equilibria:
        found = equilibria.one()
        assert found is not None and leaves(rules, found) == {}
        fixed = {names[7]: not found >> 7 & 1}
        other = equilibria.one(fixed)
        assert other is None or (leaves(rules, other) == {} and (other ^ found) >> 7 & 1)


def test_what_cannot_be_asked_is_refused():
    rules = random_rules(0)
    crowded = Rules(
        decision_makers=("A",),
        options=tuple(f"o{o}" for o in range(17)),
        owner=(0,) * 17,
        one_way=(0,) * 17,
        removed=(Var("o0"),),
        wants=((Var("o1"),),),
    )
    with pytest.raises(DetenteError, match="17 options"):
        Equilibria(crowded)
    diagrams = Diagrams(crowded)
    assert diagrams.count(diagrams.equilibria()) == 1 << 15
    with pytest.raises(DetenteError, match="not feasible"):
        leaves(crowded, 1)
    assert rules.pattern(0) == "N" * len(rules.options)


def large_file(folder):
    lines = ["detente: 1", "title: Large", "decision_makers:"]
    for i in range(8):
        own = ", ".join(f"o{o}: Option {o}" for o in range(5 * i, 5 * i + 5))
        lines.append(f"  dm{i}: {{name: DM{i}, options: {{{own}}}}}")
    lines += ["infeasible:", "  - {if: o0 and o1, assumed: test}", "status_quo: {}", "preferences:"]
    for i in range(8):
        lines.append(f"  dm{i}:")
        mine, next_ = 5 * i, 5 * ((i + 1) % 8)
        lines.append(f"    - {{want: o{mine} iff o{next_}, assumed: test, when: c}}")
        lines.append(f"    - {{want: not o{mine + 1} or o{next_ + 2}, assumed: test}}")
    lines.append("contested: [c]")
    path = folder / "large.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_command_answers_for_forty_options(tmp_path):
    path = str(large_file(tmp_path))
    run = CliRunner().invoke
    one = json.loads(run(command, [path, "--json"]).stdout)["equilibrium"]
    about = json.loads(run(command, [path, "--state", one, "--json"]).stdout)["state"]
    assert len(one) == 40 and about["equilibrium"] and not about["leaves"]
    other = ("Y" if one[0] == "N" else "N") + one[1:]
    if one[1] == "N":
        left = json.loads(run(command, [path, "--state", other, "--json"]).stdout)["state"]
        assert not left["equilibrium"] and {"DM0", "DM7"} == {move["by"] for move in left["leaves"]}
    found = json.loads(run(command, [path, "--over", "o0,o5", "--sample", "3", "--json"]).stdout)
    assert {tuple(way["taken"]) for way in found["over"]} == {(), ("o0", "o5")}  # o0 iff o5 iff … round to o0
    assert sum(way["equilibria"] for way in found["over"]) == found["count"] > 10**6
    for pattern in found["sample"]:
        assert json.loads(run(command, [path, "--state", pattern, "--json"]).stdout)["state"]["equilibrium"]
    doubted = json.loads(run(command, [path, "--count", "--doubt", "c", "--json"]).stdout)
    assert doubted["count"] > found["count"]
    taken = json.loads(run(command, [path, "--with", "o0,o35", "--json"]).stdout)["equilibrium"]
    assert taken[0] == taken[35] == "Y"


def test_the_command_says_what_is_wrong(tmp_path):
    path = str(large_file(tmp_path))
    run = CliRunner().invoke
    assert "did you mean" in run(command, [path, "--over", "o00"]).stderr
    assert "40 letters" in run(command, [path, "--state", "YN"]).stderr
    ranked = Path(__file__).parents[1] / "src/detente/catalog/data/chicken.yaml"
    done = run(command, [str(ranked)])
    assert done.exit_code == 2 and "this needs statements" in done.stderr
