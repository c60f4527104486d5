"""Levers against brute force, with planted mistakes; published changes of preference reproduced."""

import json
import random

import pytest
from click.testing import CliRunner

from detente.analysis.levers import Offer, levers, stand
from detente.analysis.offers import levers_document, read_offer
from detente.analysis.prices import permitted, priced
from detente.analysis.question import Question
from detente.analysis.readings import all_readings
from detente.analysis.unlock import find_levers
from detente.base import DetenteError
from detente.brief import bundled
from detente.cli.main import program
from detente.conditions import parse, show
from detente.conflict import load, loads
from oracles.questions import Judge, lever_sets
from test_analysis_bench import guarded
from test_analysis_readings import plainly
from test_analysis_settle import WAIT

GENEVA = str(bundled("geneva") / "geneva.yaml")
TEXTS = ("o0", "o1", "o2", "not o0", "not o1", "not o2", "o0 or o1", "o0 iff o2", "o0 and o1", "o1 and not o2")


def plain_lever(lever, at):
    """Write a lever as the oracle reads it."""
    conflict = at.conflict
    if lever.kind in ("drop", "swap"):
        return (lever.kind, *lever.args)
    if lever.kind == "offer":
        offer = at.offers[lever.args[0]]
        return ("offer", offer.to, show(offer.want), offer.place)
    if lever.kind == "rule":
        return ("rule", show(at.rules[lever.args[0]]))
    return (lever.kind, conflict.options[lever.args[0]].id)


def asked(seed):
    r = random.Random(seed)
    conflict = loads(guarded(seed))
    at = stand(conflict, [Offer(to=0, want=parse("o1 if o0"), place=r.choice([1, 2]))], [parse("o0 and not o1")])
    every = list(levers(at))
    r.shuffle(every)
    chosen = sorted(every[:9], key=lambda lever: lever.key)
    concept = r.choice(["SEQ", "GMR", "NASH"])
    texts = r.sample(TEXTS, len(TEXTS))
    now = Judge(plainly(conflict), conflict.default_reading)
    text = next((t for t in texts if not now.settlement(t, concept)[1]), texts[0])
    return conflict, at, tuple(chosen), text, concept


@pytest.mark.parametrize("seed", range(24))
def test_all_minimal_sets_agree_with_brute_force(seed):
    conflict, at, available, text, concept = asked(seed)
    model, plain = plainly(conflict), [plain_lever(x, at) for x in available]
    question = Question(settlement=parse(text), concept=concept)
    everywhere = all_readings(conflict)
    for readings in ([conflict.default_reading], everywhere):
        found = find_levers(at, question, readings, available, at_most=2)
        expected = lever_sets(model, readings, text, concept, plain, 2)
        assert {frozenset(s) for s in found.sets} == (set() if found.already else expected)
        assert found.already == (frozenset() in expected)
    prices = [float(1 + k % 3) for k in range(len(available))]
    found = find_levers(at, question, [conflict.default_reading], available, prices=prices, at_most=2)
    cheapest = lever_sets(model, [conflict.default_reading], text, concept, plain, 2, prices=prices)
    if not found.already:
        assert {frozenset(s) for s in found.sets} == cheapest
        assert {sum(prices[k] for k in s) for s in found.sets} <= {found.cost}


@pytest.mark.parametrize("mistake", [{"only_holds": True}, {"padded": True}])
def test_a_planted_mistake_would_be_caught(mistake):
    caught = some = 0
    for seed in range(30):
        conflict, at, available, text, concept = asked(seed)
        found = find_levers(
            at, Question(settlement=parse(text), concept=concept), [conflict.default_reading], available, at_most=2
        )
        plain = [plain_lever(x, at) for x in available]
        wrong = lever_sets(plainly(conflict), [conflict.default_reading], text, concept, plain, 2, **mistake)
        caught += not found.already and {frozenset(s) for s in found.sets} != wrong
        some += bool(found.sets)
    assert caught >= 3
    assert some >= 10


def test_as_many_readings_as_can_be_won():
    better = 0
    for seed in range(12):
        conflict, at, available, text, concept = asked(seed)
        readings = all_readings(conflict)
        question = Question(settlement=parse(text), concept=concept)
        found = find_levers(at, question, readings, available, at_most=1, most=True)
        model = plainly(conflict)
        wins = {}
        for k, lever in enumerate(available):
            plain = [plain_lever(lever, at)]
            wins[k] = sum(
                frozenset({0}) in lever_sets(model, [r], text, concept, plain, 1, padded=True) for r in readings
            )
        top = max(wins.values())
        if found.already or top <= found.before:
            assert not found.sets
            continue
        assert {s[0] for s in found.sets} == {k for k, n in wins.items() if n == top}
        assert set(found.works_in) == {top}
        better += 1
    assert better >= 2


def test_two_who_wait_for_each_other_are_freed_in_three_ways():
    conflict = loads(WAIT)
    at = stand(conflict, coalitions=[(0, 1)])
    found = find_levers(at, Question(settlement=parse("x and y")), [None], levers(at), at_most=1)
    assert {found.levers[s[0]].key for s in found.sets} == {"joint:a+b", "first:x", "first:y"}
    document = levers_document(conflict, Question(settlement=parse("x and y")), found, None, "this")
    assert [g["who_gives"] for g in document["groups"]] == [["A"], ["B"], ["A", "B"]]
    assert "lawful" in document["caution"]


def test_what_is_forbidden_or_has_no_price_is_left_out():
    conflict = load(GENEVA)
    every = levers(stand(conflict))
    kept = permitted(every, ["withdraw", "us"], conflict)
    assert kept and not any("withdraw" in x.about or x.by == (2,) for x in kept)
    assert len(kept) < len(every)
    some, paid = priced(every, [("drop", 2.0), ("drop:ukraine:1", 9.0), ("ukraine", 5.0)], conflict)
    price = dict(zip([x.key for x in some], paid, strict=True))
    assert price["drop:ukraine:1"] == 9.0 and price["drop:russia:1"] == 2.0 and price["drop:ukraine:2"] == 5.0
    assert "swap:russia:1:2" not in price
    with pytest.raises(DetenteError, match="did you mean"):
        permitted(every, ["withdrew"], conflict)


def test_an_offer_says_to_whom_what_and_where():
    conflict = load(GENEVA)
    offer = read_offer("Ukraine: guarantee if sign_u @ 2", conflict)
    assert (offer.to, show(offer.want), offer.place) == (0, "guarantee if sign_u", 2)
    for bad in ("guarantee", "ukraine: guarantee @ 0", "ukraine: nosuch"):
        with pytest.raises(DetenteError):
            read_offer(bad, conflict)


def test_a_ranking_is_carried_over_when_states_are_ruled_out():
    text = """
detente: 1
decision_makers:
  a: {name: A, options: {x: X}}
  b: {name: B, options: {y: Y}}
status_quo: {}
preferences:
  a: {ranking: [YN, YY, NN, NY]}
  b: {ranking: [NY, NN, YY, YN]}
"""
    conflict = loads(text)
    at = stand(conflict, rules=[parse("x and not y")])
    question = Question(settlement=parse("not x and y"), concept="NASH")
    found = find_levers(at, question, [None], levers(at), at_most=2)
    from oracles.literal import Literal

    for chosen in found.sets:
        kinds = [found.levers[k].kind for k in chosen]
        if kinds == ["rule"]:
            states = ["NN", "NY", "YY"]
            reach = [{"NN": set(), "NY": {"YY"}, "YY": {"NY"}}, {"NN": {"NY"}, "NY": {"NN"}, "YY": set()}]
            rank = [{"NN": 1, "NY": 0, "YY": 2}, {"NN": 2, "NY": 3, "YY": 1}]
            literal = Literal(states, reach, rank)
            assert all(literal.stable("NASH", i, "NY") for i in range(2))
    assert found.tried > 1


def test_the_command_prints_json_or_lines_of_eighty():
    args = ["levers", GENEVA, "--settlement", "sign_u and guarantee"]
    done = CliRunner().invoke(program, [*args, "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["sets_judged"] > 1 and document["proof"]
    for extra in ([], ["--readings", "all"], ["--readings", "most"], ["--price", "drop=1", "--price", "first=2"]):
        prose = CliRunner().invoke(program, [*args, *extra])
        assert prose.exit_code == 0, prose.output
        assert max(map(len, prose.stdout.splitlines())) <= 80
        assert "lawful" in prose.stdout
    for bad in (["--price", "drop"], ["--kinds", "push"], ["--forbid", "nobody"], ["--offer", "x"]):
        wrong = CliRunner().invoke(program, [*args, *bad])
        assert wrong.exit_code == 2, bad
        assert "error[" in wrong.stderr
