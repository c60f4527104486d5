"""Laws that hold across concepts: matrix forms, renaming and reordering, and the table of what is implemented."""

import random
from pathlib import Path

import numpy as np

from detente.canon import CANON, all_coalitions, evolution, inverse, judge_individually, limited_move, simultaneous
from detente.canon.overview import cells, page
from detente.conflict import compile, loads
from detente.stability import CONCEPTS, analyze
from oracles import canon_matrix
from oracles.canon_build import build
from oracles.canon_models import Plain, graph_form, option_form

FIVE = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
ROOT = Path(__file__).resolve().parents[1]


def test_matrix_forms_agree_with_the_engine_in_option_form():
    compared = 0
    for seed in range(60):
        model = option_form(seed)
        fast = analyze(build(model)).stable
        for diagonal in (True, False):
            matrix = canon_matrix.verdicts(model, diagonal=diagonal)
            for key in FIVE:
                assert np.array_equal(fast[key], matrix[key]), (seed, key, diagonal)
                compared += matrix[key].size
    assert compared > 10_000


def test_in_graph_form_only_the_form_that_counts_the_state_itself_agrees():
    differ = 0
    for seed in range(150):
        model = graph_form(seed)
        fast = analyze(build(model)).stable
        matrix, printed = canon_matrix.verdicts(model, diagonal=True), canon_matrix.verdicts(model, diagonal=False)
        for key in FIVE:
            assert np.array_equal(fast[key], matrix[key]), (seed, key)
            differ += not np.array_equal(fast[key], printed[key])
    assert differ >= 3  # planted: the printed form, in which an answer that returns to the state does not deter


def shuffled(model, seed):
    """The same conflict with decision makers and states in another order."""
    r = random.Random(seed)
    who, place = r.sample(range(model.n), model.n), r.sample(range(model.m), model.m)  # old → new state
    reach = [{place[s]: {place[t] for t in ends} for s, ends in model.reach[i].items()} for i in who]
    rank = [[0] * model.m for _ in who]
    for k, i in enumerate(who):
        for s in model.states:
            rank[k][place[s]] = 3 * model.rank[i][s] + 7
    return Plain([f"X{k}" for k in range(model.n)], reach, rank), who, place


def test_renaming_and_reordering_change_nothing():
    for seed in range(40):
        model = graph_form(seed)
        other, who, place = shuffled(model, seed)
        one, two = build(model), build(other)
        first, second = all_coalitions(one).stable, all_coalitions(two).stable
        for group, verdict in first.items():
            moved = tuple(sorted(who.index(i) for i in group))
            for key, held in verdict.items():
                assert np.array_equal(held, second[moved][key][place])
        if model.n == 2:
            for h in (2, 3):
                assert np.array_equal(
                    limited_move(one, h), limited_move(two, h)[[who.index(i) for i in (0, 1)]][:, place]
                )
        for by in ("moves", "improvements", "coalition"):
            steps = evolution(one, 0, by).steps
            assert np.array_equal(steps, evolution(two, place[0], by).steps[place])
        for key in FIVE:
            found = inverse(one, 0, 1, key)
            again = inverse(two, who.index(0), place[1], key)
            assert (found.rankings, found.equilibria) == (again.rankings, again.equilibria)


def test_a_rule_that_removes_no_state_changes_nothing():
    head = "decision_makers: {x: {options: {a: A, b: B}}, y: {options: {c: C}}}\n"
    wants = "preferences: {x: [b, not c], y: [a iff c]}\n"
    rule = "infeasible: [{if: a and b}"
    one, two = (
        compile(loads(head + wants + rule + more)) for more in ("]", ", {if: a and b and c}, {if: c and not c}]")
    )
    assert one.codes.tolist() == two.codes.tolist()
    first, second = analyze(one).stable, analyze(two).stable
    assert all(np.array_equal(first[key], second[key]) for key in FIVE)
    fewer = compile(loads(head + wants + rule + ", {if: b and c}]"))
    assert fewer.size < one.size  # planted: a rule that does remove one


def test_reordering_options_changes_no_simultaneous_verdict():
    for seed in range(30):
        model = option_form(seed)
        k = len(model.owner)
        order = random.Random(seed).sample(range(k), k)
        codes = [sum(1 << new for new, old in enumerate(order) if code >> old & 1) for code in model.codes]
        by_code = sorted(range(model.m), key=lambda s, c=codes: c[s])
        other = Plain(
            model.names,
            None,
            [[row[s] for s in by_code] for row in model.rank],
            owner=tuple(model.owner[o] for o in order),
            one_way=tuple(model.one_way[o] for o in order),
            codes=[codes[s] for s in by_code],
        )
        assert np.array_equal(simultaneous(build(model))[:, by_code], simultaneous(build(other)))


def test_what_a_concept_says_it_implies_holds():
    """Every ``implies`` of every concept, read from the concept itself."""
    held = dict.fromkeys(((c.key, weak) for c in (*CONCEPTS, *CANON) for weak in c.implies), 0)
    assert len(held) >= 15
    for seed in range(60):
        for model in (option_form(seed), graph_form(seed), graph_form(seed, most=2)):
            graph = build(model)
            tables = dict(analyze(graph).stable)
            if model.n == 2:
                tables |= {c.key: c.judge(graph, 1) for c in CANON if c.stem != c.key}
            every = [*all_coalitions(graph).stable.values(), tables]
            if model.codes is not None:
                stable = judge_individually(graph, ["SEQ", "SIM"]).stable
                assert not (stable["SEQ"] & ~stable["SIM"]).any()
            for verdict in every:
                for strong, weak in held:
                    if strong in verdict:
                        assert not (verdict[strong] & ~verdict[weak]).any(), (strong, weak, seed)
                        held[strong, weak] += int(verdict[strong].sum())
    assert min(held.values()) > 100


def test_an_implication_that_does_not_hold_would_be_noticed():
    broken = dict.fromkeys([("GMR", "SEQ"), ("SEQ", "SMR"), ("SMR", "SEQ"), ("SEQ", "SSEQ"), ("CSEQ", "CSMR")], 0)
    for seed in range(60):
        graph = build(graph_form(seed))
        for verdict in (analyze(graph).stable, *all_coalitions(graph).stable.values()):
            for strong, weak in broken:
                if strong in verdict:
                    broken[strong, weak] += bool((verdict[strong] & ~verdict[weak]).any())
    assert min(broken.values()) >= 1, broken


def test_the_table_of_what_is_implemented_is_up_to_date():
    kept = (ROOT / "docs" / "concepts" / "index.md").read_text(encoding="utf-8")
    assert kept == page(), "run python -m detente.canon.overview > docs/concepts/index.md"


def test_every_cell_has_a_status_and_every_refusal_a_reason():
    found = cells()
    assert len(found) == len({(c.concept, c.structure) for c in found}) == 15 * 19
    assert {c.status for c in found} == {"implemented", "refused", "undefined"}
    assert all(c.why for c in found if c.status != "implemented")
    assert all(c.status == "implemented" for c in found if c.structure == "simple")
