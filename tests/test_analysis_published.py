"""Published changes that make a state hold, found again as levers. Each names where it comes from."""

from itertools import permutations

import pytest

from detente.analysis.levers import levers, stand
from detente.analysis.offers import read_offer
from detente.analysis.pulling import compatible, pull, untouched
from detente.analysis.question import Question
from detente.analysis.unlock import find_levers
from detente.analysis.ways import paths_document
from detente.catalog import read
from detente.conditions import parse
from detente.conflict import loads
from oracles.literal import Literal
from oracles.questions import Judge
from test_analysis_readings import plainly

# Hipel, Fang, Kilgour and Haight (1993); Kilgour, Hipel, Fang and Peng (2001), Group Decision and Negotiation 10,
# 159-175: nine states, the four in which the plant is abandoned taken as one (here: left equal by everybody).
ELMIRA = """
detente: 1
decision_makers:
  moe: {name: MoE, options: {modify: {name: Modify, one_way: N->Y}}}
  uniroyal:
    name: Uniroyal
    options: {delay: {name: Delay, one_way: Y->N}, accept: Accept, abandon: {name: Abandon, one_way: N->Y}}
  local: {name: Local Government, options: {insist: Insist}}
infeasible:
  - {at_most_one: [delay, accept, abandon]}
  - {at_least_one: [delay, accept, abandon]}
status_quo: {delay: Y}
preferences:
  moe: {ranking: [NNYNY, NNYNN, YNYNN, YNYNY, NYNNY, NYNNN, YYNNN, YYNNY, [NNNYN, NNNYY, YNNYN, YNNYY]]}
  uniroyal: {ranking: [NYNNN, YNYNN, YNYNY, NYNNY, [NNNYN, NNNYY, YNNYN, YNNYY], NNYNN, NNYNY, YYNNN, YYNNY]}
  local: {ranking: [NNYNY, NNYNN, NYNNY, NYNNN, YNYNY, YYNNY, YNYNN, YYNNN, [NNNYN, NNNYY, YNNYN, YNNYY]]}
"""


def above_sets(concept):
    """List all 720 strict rankings of Syria; return how many hold state 2 and which sets of states lie above it there.

    Kinsara, Kilgour and Hipel (2015), IEEE Trans. SMC: Systems 45(5), 734-742; the conflict: Hipel, Kilgour and
    Kinsara (2014), Group Decision and Negotiation 23, 355-376.
    """
    conflict = read("syria_iraq").conflict
    judge = Judge(plainly(conflict), frozenset())
    literal, target = judge.literal, frozenset({"release"})
    good, count = set(), 0
    for order in permutations(judge.states):
        rank = {s: -k for k, s in enumerate(order)}
        now = Literal(judge.states, literal.reach, [rank, literal.rank[1]])
        if now.stable(concept, 0, target):
            count += 1
            good.add(frozenset(s for s in judge.states if rank[s] > rank[target]))
    return conflict, count, good


@pytest.mark.parametrize(("concept", "published"), [("NASH", 240), ("SMR", 300), ("GMR", 384), ("SEQ", 384)])
def test_the_levers_on_the_euphrates_are_the_rankings_of_inverse_analysis(concept, published):
    """240 and 300 are printed; for GMR and SEQ the tool of the time printed 420, the definitions give 384."""
    conflict, count, good = above_sets(concept)
    assert count == published
    offers = [read_offer("syria: release and not attack @ 1", conflict), read_offer("syria: release @ 2", conflict)]
    at = stand(conflict, offers)
    available = [x for x in levers(at, ["drop", "swap"]) if x.kind == "offer" or x.by == (0,)]
    question = Question(settlement=parse("release and not escalate and not attack"), concept=concept, reach="moves")
    found = find_levers(at, question, [None], available, at_most=2)
    base, working = untouched(at, None), set()
    sets = [(a,) for a in range(len(available))]
    sets += [(a, b) for a in range(len(available)) for b in range(a + 1, len(available))]
    for chosen in sets:
        some = [available[k] for k in chosen]
        if compatible(some):
            order = pull(at, base, some).orders[0]
            wants = [at.on.conflict.decision_makers[0].statements[p].want for p in order]
            if above_release(conflict, wants) in good:
                working.add(chosen)
    minimal = {c for c in working if not any(set(d) < set(c) for d in working)}
    assert set(found.sets) == minimal and minimal
    assert found.already is False


def above_release(conflict, wants):
    """Return the states that an order of statements puts above the released water, from the statements alone."""
    from detente.conditions import holds

    ids = [o.id for o in conflict.options]
    judge = Judge(plainly(conflict), frozenset())

    def score(s):
        return tuple(holds(w, {o: o in s for o in ids}) for w in wants)

    return frozenset(s for s in judge.states if score(s) > score(frozenset({"release"})))


def test_the_coalition_of_elmira_is_the_one_change_that_reaches_the_agreement():
    """Published: Local Government goes from 1 to 5, then MoE and Uniroyal together to 8, which nobody reaches alone."""
    conflict = loads(ELMIRA)
    agreed = parse("modify and accept and insist")
    pairs = [(0, 1), (0, 2), (1, 2)]
    at = stand(conflict, coalitions=pairs)
    joint = [x for x in levers(at, []) if x.kind == "joint"]
    for concept in ("NASH", "GMR", "SMR", "SEQ"):
        found = find_levers(at, Question(settlement=agreed, concept=concept), [None], joint, at_most=2)
        assert not found.already
        assert [[found.levers[k].key for k in s] for s in found.sets] == [["joint:moe+uniroyal"]]
    [path] = paths_document(conflict, agreed, coalitions=[(0, 1)])["paths"]
    assert [step["by"] for step in path] == [["Local Government"], ["MoE", "Uniroyal"]]
    assert [step["options"] for step in path] == ["NYNNY", "YNYNY"]


def test_an_invasion_that_cannot_be_taken_back_makes_one_more_state_hold():
    """Jacobi (2017), Sensitivity Analysis, irreversible invasions; its table overlooks that 12 then holds (SEQ)."""
    conflict = read("us_north_korea").conflict
    at = stand(conflict)
    commits = levers(at, ["commit"])
    question = Question(settlement=parse("invade and abandon and not strike and not withdraw"), reach="moves")
    found = find_levers(at, question, [None], commits, at_most=1)
    assert not found.already
    keys = [found.levers[s[0]].key for s in found.sets]
    assert "commit:invade" in keys and "commit:strike" not in keys
    model, holding = plainly(conflict), {}
    model["statements"] = [
        [{"want": w} for w in as_statements(dm.ranking, conflict)] for dm in conflict.decision_makers
    ]
    for option in ("", "withdraw", "invade", "abandon"):
        options = [{**o, "one_way": 1 if o["id"] == option else o["one_way"]} for o in model["options"]]
        holding[option] = Judge({**model, "options": options}, frozenset()).holds("SEQ")
    base = {frozenset(), frozenset({"withdraw", "abandon"}), frozenset({"strike", "invade"})}
    assert holding[""] == base  # published: 0, 10 and 5
    assert holding["invade"] == base | {frozenset({"invade", "abandon"})}
    assert {f"commit:{o}" for o in holding if frozenset({"invade", "abandon"}) in holding[o]} == set(keys)


def as_statements(ranking, conflict):
    """Write a ranking as statements: to be among the best, the best two, the best three …"""
    ids = [o.id for o in conflict.options]
    one = [
        [" and ".join(o if y == "Y" else f"not {o}" for o, y in zip(ids, p, strict=True)) for p in group]
        for group in ranking
    ]
    return [" or ".join(f"({t})" for group in one[: k + 1] for t in group) for k in range(len(one) - 1)]
