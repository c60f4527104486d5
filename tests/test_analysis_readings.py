"""Readings and hinges against brute force, with planted mistakes; conditions are exact and as short as can be."""

import json
import random

import numpy as np
import pytest
from click.testing import CliRunner

from detente.analysis.minimize import condition, grown, primes, shortest, support
from detente.analysis.question import Question
from detente.analysis.readings import readings, readings_document
from detente.brief import bundled
from detente.cli.main import program
from detente.conditions import holds, parse, show
from detente.conflict import loads
from oracles.questions import Judge, all_readings, fewest_literals, hinge_counts
from test_analysis_bench import guarded

GENEVA = str(bundled("geneva") / "geneva.yaml")


def plainly(conflict):
    """Write a conflict as the oracle reads it."""
    place = {dm.id: i for i, dm in enumerate(conflict.decision_makers)}

    def guard(g):
        return {"when": list(g.when), "unless": list(g.unless)}

    return {
        "options": [
            {
                "id": o.id,
                "owner": place[o.owner],
                "one_way": {"N->Y": 1, "Y->N": -1, "": 0}[o.one_way],
                **guard(o.guard),
            }
            for o in conflict.options
        ],
        "rules": [{"want": show(rule.condition), **guard(rule.guard)} for rule in conflict.infeasible],
        "statements": [
            [{"want": show(s.want), **guard(s.guard)} for s in dm.statements] for dm in conflict.decision_makers
        ],
        "status_quo": list(conflict.status_quo or ()),
        "claims": [c.id for c in conflict.contested],
    }


def case(seed):
    conflict = loads(guarded(seed))
    r = random.Random(seed)
    text = r.choice(["o0 and o1", "o0 or o2", "not o1", "o2 and not o0"])
    return conflict, plainly(conflict), text, r.choice(["SEQ", "GMR", "NASH"]), r.random() < 0.3


def documented(conflict, text, concept, every):
    question = Question(settlement=parse(text), concept=concept, every=every)
    return readings_document(conflict, readings(conflict, concept), question, concept)


@pytest.mark.parametrize("seed", range(24))
def test_verdicts_hinges_and_conditions_agree_with_brute_force(seed):
    conflict, model, text, concept, every = case(seed)
    document = documented(conflict, text, concept, every)
    table = {r: Judge(model, r).settlement(text, concept, every=every) for r in all_readings(model)}
    idle = 2 ** (len(model["claims"])) // document["readings"]
    for place, part in enumerate((document["settlement"]["holds"], document["settlement"]["reached"])):
        assert part["readings"] * idle == sum(v[place] for v in table.values())
        counts = hinge_counts(model, lambda r, place=place: table[r][place])
        assert {h["id"]: h["flips"] * idle for h in part["hinges"]} == {c: n for c, n in counts.items() if n}
        assert [h["flips"] for h in part["hinges"]] == sorted((h["flips"] for h in part["hinges"]), reverse=True)
        for r, verdict in table.items():
            told = part["exactly_if"]
            said = told == "always" if told in ("always", "never") else holds(parse(told), dict.fromkeys(r, True))
            assert said == verdict[place]
    sets = {r: Judge(model, r).holds(concept) for r in table}
    counts = hinge_counts(model, lambda r: sets[r])
    assert {h["id"]: h["flips"] * idle for h in document["hinges"]} == {c: n for c, n in counts.items() if n}
    assert set(document["never_matter"]) == {c for c, n in counts.items() if not n}
    for state in document["states"]:
        taken = frozenset(state["taken"])
        assert state["readings"] * idle == sum(taken in found for found in sets.values())


@pytest.mark.parametrize("mistake", [{"only_on": True}, {"only_from": frozenset()}])
def test_a_planted_mistake_in_counting_would_be_caught(mistake):
    caught = 0
    for seed in range(24):
        conflict, model, text, concept, every = case(seed)
        sets = {r: Judge(model, r).holds(concept) for r in all_readings(model)}
        wrong = hinge_counts(model, sets.__getitem__, **mistake)
        idle = 2 ** (len(model["claims"])) // (found := documented(conflict, text, concept, every))["readings"]
        caught += {h["id"]: h["flips"] * idle for h in found["hinges"]} != {c: n for c, n in wrong.items() if n}
    assert caught >= 3


def test_conditions_are_exact_and_no_shorter_ones_exist():
    tried = 0
    for seed in range(150):
        r = np.random.default_rng(seed)
        k = int(r.integers(1, 4))
        table = r.random(1 << k) < r.choice([0.3, 0.5, 0.8])
        cubes, proven = shortest(table)
        assert proven
        written = condition(cubes, [f"c{v}" for v in range(k)])
        for code in range(1 << k):
            if written is not None:
                assert holds(written, {f"c{v}": bool(code >> v & 1) for v in range(k)}) == table[code]
        by_bits = {tuple(code >> v & 1 for v in range(k)): bool(table[code]) for code in range(1 << k)}
        assert sum(x < 2 for cube in cubes for x in cube) == fewest_literals(by_bits, k)
        tried += written is not None
    assert tried > 80


def test_large_tables_are_covered_exactly_without_a_claim_to_be_shortest():
    for k in (4, 9, 12):
        r = np.random.default_rng(k)
        table = r.random(1 << k) < 0.5
        for cubes, proven in ((grown(table), False), shortest(table)):
            covered = np.zeros(1 << k, dtype=bool)
            codes = np.arange(1 << k)
            for cube in cubes:
                inside = np.all([codes >> v & 1 == x for v, x in enumerate(cube) if x < 2], axis=0)
                assert table[inside].all()
                covered[inside] = True
            assert np.array_equal(covered, table)
            assert not (proven and k > 9)


def literals(text):
    return 0 if text in ("always", "never") else sum(word not in ("and", "or", "not") for word in plain_words(text))


def plain_words(text):
    return text.replace("(", " ").replace(")", " ").split()


def needlessly_long(seed):
    """Return how many literals each told condition of a document has beyond the fewest possible."""
    conflict, model, text, concept, every = case(seed)
    document = documented(conflict, text, concept, every)
    claims = model["claims"]
    beyond = []
    for place, part in enumerate((document["settlement"]["holds"], document["settlement"]["reached"])):
        table = {}
        for r in all_readings(model):
            bits = tuple(int(c in r) for c in claims)
            table[bits] = Judge(model, r).settlement(text, concept, every=every)[place]
        beyond.append(literals(part["exactly_if"]) - fewest_literals(table, len(claims)))
    return beyond


def test_told_conditions_are_as_short_as_can_be_and_a_longer_one_would_be_caught(monkeypatch):
    assert {extra for seed in range(12) for extra in needlessly_long(seed)} == {0}

    def every_row(table):
        """Plant: each reading in which it is so, written out in full, joined by or."""
        k = len(table).bit_length() - 1
        return tuple(tuple(int(c) >> v & 1 for v in range(k)) for c in np.flatnonzero(table)), True

    monkeypatch.setattr("detente.analysis.readings.shortest", every_row)
    caught = [extra for seed in range(12) for extra in needlessly_long(seed)]
    assert min(caught) >= 0 and sum(extra > 0 for extra in caught) >= 5


def test_only_what_matters_is_in_a_condition():
    table = np.array([False, True, False, True])
    assert shortest(table)[0] == ((1, 2),)
    assert support(table) == (0,)
    assert primes(table) == [(1, 2)]


def test_beyond_the_bound_a_seeded_sample_states_its_size():
    text = (
        """
detente: 1
decision_makers:
  a: {name: A, options: {x: X}}
  b: {name: B, options: {y: Y}}
status_quo: {}
preferences:
  a:
"""
        + "".join(f"    - {{want: {'not x' if c % 2 else 'x if y'}, assumed: test, when: c{c}}}\n" for c in range(18))
        + """
  b: [{want: y, assumed: test}]
contested: ["""
        + ", ".join(f"c{c}" for c in range(18))
        + "]\n"
    )
    conflict = loads(text)
    document = documented(conflict, "x", "SEQ", False)
    assert document["sampled"] and document["seed"] == 0
    assert document["readings"] == 2000
    assert document["settlement"]["holds"]["exactly_if"] is None
    assert document == documented(conflict, "x", "SEQ", False)
    # c0 decides most often: it stands first
    assert document["hinges"][0]["id"] == "c0"


def test_weights_are_shown_beside_the_share_only_when_given():
    text = """
detente: 1
decision_makers:
  a: {name: A, options: {x: X}}
preferences:
  a: [{want: not x, assumed: test, when: c}, {want: x, assumed: test}]
contested: [{id: c, weight: 0.25}]
"""
    part = documented(loads(text), "x", "SEQ", False)["settlement"]["holds"]
    assert part["share_of_readings"] == 0.5
    assert part["weighted_share"] == 0.75
    assert part["exactly_if"] == "not c"
    plain = documented(loads(text.replace(", weight: 0.25", "")), "x", "SEQ", False)["settlement"]["holds"]
    assert plain["weighted_share"] is None


def test_the_command_prints_json_or_lines_of_eighty():
    done = CliRunner().invoke(program, ["readings", GENEVA, "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["readings"] >= 2 and document["settlement"]["meaning"]
    prose = CliRunner().invoke(program, ["readings", GENEVA])
    assert prose.exit_code == 0 and "not probabilities" in prose.stdout
    assert max(map(len, prose.stdout.splitlines())) <= 80
    wrong = CliRunner().invoke(program, ["readings", GENEVA, "--settlement", "sign_x and sign_r"])
    assert wrong.exit_code == 2 and "sign_" in wrong.stderr
