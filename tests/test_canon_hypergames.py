"""First-level hypergames against the definitions read literally, and against the shortcut of deleted moves."""

import random

import pytest

from detente.base import DetenteError
from detente.canon import Perceived, hypergame
from detente.stability import analyze
from oracles import canon_concepts
from oracles import canon_hypergames as oracle
from oracles.canon_build import build
from oracles.canon_models import Plain, graph_form, option_form

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def restricted(model, keep, rank):
    """The part of a plain model that somebody knows, with preferences as that one believes them to be."""
    keep = sorted(keep)
    at = {s: k for k, s in enumerate(keep)}
    reach = [{at[s]: {at[t] for t in row[s] if t in at} for s in keep} for row in model.reach]
    return Plain(model.names, reach, [[row[s] for s in keep] for row in rank])


def views(seed, model):
    r = random.Random(seed)
    found = []
    for i in range(model.n):
        keep = [s for s in model.states if r.random() < 0.85] or [0]
        rank = [list(row) if r.random() < 0.5 else r.sample(row, len(row)) for row in model.rank]
        rank[i] = list(model.rank[i])
        found.append((restricted(model, keep, rank), tuple(f"s{s}" for s in sorted(keep))))
    return found


def perceived(view):
    return Perceived(graph=build(view[0]), states=view[1])


def whole(model):
    return model, tuple(f"s{s}" for s in model.states)


def models(many=30):
    for seed in range(many):
        for model in (option_form(seed, most=3), graph_form(seed, most=3)):
            yield model, views(seed, model)


@pytest.mark.parametrize("key", KEYS)
def test_hypergames_agree_with_the_literal_definitions(key):
    some = 0
    for model, seen in models():
        found = hypergame([perceived(v) for v in seen], key, true=perceived(whole(model)))
        equilibria = oracle.equilibria(seen, key)
        believed = [oracle.believed_equilibria(v, key) for v in seen]
        assert set(found.equilibria) == equilibria
        assert set(found.apart) == oracle.apart(seen, key)
        assert [set(e) for e in found.expected] == believed
        assert set(found.steady) == set.intersection(equilibria, *believed)
        assert set(found.steady) | set(found.fragile) == equilibria
        for surprise in found.surprises:
            assert set(surprise.unexpected) == equilibria - believed[surprise.i]
            assert set(surprise.disappointed) == believed[surprise.i] - equilibria
        true = oracle.believed_equilibria(whole(model), key)
        assert set(found.only_by_error) == equilibria - true
        assert set(found.prevented_by_error) == true - equilibria
        some += bool(equilibria - true) + bool(true - equilibria)
    assert some > 5


def test_other_concepts_judge_hypergames_as_well():
    compared = 0
    for model, seen in models(60):
        if model.n != 2:
            continue
        found = hypergame([perceived(v) for v in seen], "l3")
        for name in set(seen[0][1]) & set(seen[1][1]):
            held = all(
                canon_concepts.limited_move(view, 3, i, names.index(name), {}) for i, (view, names) in enumerate(seen)
            )
            assert (name in found.equilibria) == held
            compared += held
    assert compared > 20
    with pytest.raises(DetenteError, match="two decision makers only"):
        hypergame([perceived(whole(graph_form(0, fewest=3)))] * graph_form(0, fewest=3).n, "NM")


def test_where_all_see_the_same_there_is_no_surprise():
    for model, _ in models(15):
        same = perceived(whole(model))
        for key in KEYS:
            found = hypergame([same] * model.n, key, true=same)
            verdicts = analyze(same.graph, [key])
            assert found.equilibria == found.steady == found.true == tuple(f"s{s}" for s in verdicts.equilibria(key))
            assert not any(s.unexpected or s.disappointed for s in found.surprises)
            assert found.apart == found.only_by_error == found.prevented_by_error == ()


def test_the_shortcut_of_deleted_moves_would_be_caught():
    differ = 0
    for model, seen in models():
        unseen = [set(whole(model)[1]) - set(names) for _, names in seen]
        shortcut = oracle.deleted_moves_equilibria(whole(model), unseen, "SEQ")
        differ += shortcut != set(hypergame([perceived(v) for v in seen], "SEQ").equilibria)
    assert differ >= 3


def test_models_that_do_not_belong_together_are_refused():
    model, seen = next(iter(models(1)))
    view = perceived(whole(model))
    with pytest.raises(DetenteError, match="1 perceived models were given"):
        hypergame([view], "SEQ")
    with pytest.raises(DetenteError, match="names 1 states"):
        hypergame([Perceived(graph=view.graph, states=("s0",) * view.graph.size)] * model.n, "SEQ")
    other = build(Plain(["X"] * 1, [{0: set()}], [[0]]))
    with pytest.raises(DetenteError, match="the true model has the decision makers X"):
        hypergame([view] * model.n, "SEQ", true=Perceived(graph=other, states=("s0",)))
    assert len(seen) == model.n
