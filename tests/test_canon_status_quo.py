"""Status quo analysis against all legal paths listed one by one, and the published cases."""

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import evolution
from oracles import canon_paths as oracle
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, case, graph_form, option_form, plain_case

BY = ("moves", "improvements", "coalition")


def models(many=30):
    for seed in range(many):
        yield option_form(seed, most=3)
        yield graph_form(seed, most=3)


def found_paths(graph, start, by):
    found = evolution(graph, start, by)
    paths = {start: {()}}
    for t in np.flatnonzero(found.steps > 0).tolist():
        listed, more = found.paths(t, most=100_000)
        assert not more
        paths[t] = {tuple((step.by, step.to) for step in path) for path in listed}
        assert len(paths[t]) == len(listed)
        assert {len(path) for path in paths[t]} == {found.steps[t]}
    return paths


@pytest.mark.parametrize("by", BY)
def test_all_shortest_paths_agree_with_the_list_of_all_paths(by):
    complete = 0
    for model in models():
        for start in range(min(model.m, 3)):
            met, whole = oracle.shortest(model, start, by)
            paths = found_paths(build(model), start, by)
            assert {t: paths[t] for t in met} == met
            if whole:
                assert all(len(next(iter(paths[t]))) > 6 for t in set(paths) - set(met))
                complete += 1
    assert complete > 40


@pytest.mark.parametrize(
    "mistake,by", [("lawless", "moves"), ("lawless", "improvements"), ("joint_twice", "coalition")]
)
def test_a_planted_mistake_would_be_caught(mistake, by):
    differ = 0
    for model in models(40):
        for start in range(min(model.m, 3)):
            met, _ = oracle.shortest(model, start, by, **{mistake: True})
            paths = found_paths(build(model), start, by)
            differ += any(paths.get(t) != met[t] for t in met)
    assert differ >= 3


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
@pytest.mark.parametrize("name", ["elmira", "syria_iraq_1975"])
def test_published_cases_come_out_as_recorded(name):
    model, recorded = plain_case(name), case(name)["oracle"]["status_quo_analysis"]
    graph = build(model)
    start = model.labels.index(str(recorded["from"]))
    for by, key in (("moves", "fewest_legal_UMs"), ("improvements", "fewest_legal_UIs")):
        steps = evolution(graph, start, by).steps
        assert {int(model.labels[s]): int(steps[s]) for s in model.states if steps[s] >= 0} == recorded[key]


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
def test_elmira_went_from_1_to_5_and_jointly_on_to_8():
    model = plain_case("elmira")
    graph = build(model)
    at = model.labels.index
    assert evolution(graph, at("1"), "improvements").steps[at("8")] == -1
    paths, more = evolution(graph, at("1"), "coalition").paths(at("8"))
    told = [[("+".join(model.names[i] for i in step.by), model.labels[step.to]) for step in path] for path in paths]
    assert told == [[("Local Government", "5"), ("MoE+Uniroyal", "8")]]
    assert not more
    alone = evolution(graph, at("1"), "coalition", [[0, 2]])
    assert alone.steps[at("8")] == -1


def test_too_many_paths_are_cut_and_said_to_be():
    model = option_form(0, most=3)
    graph = build(model)
    found = evolution(graph, 0)
    target = max(model.states, key=lambda t: len(found.paths(t)[0]))
    every, more = found.paths(target)
    assert len(every) > 1
    assert not more
    assert found.paths(target, most=1) == (every[:1], True)


def test_what_cannot_be_asked_is_refused():
    graph = build(option_form(0))
    with pytest.raises(DetenteError, match="no state has index 99"):
        evolution(graph, 99)
    with pytest.raises(DetenteError, match="not 'luck'"):
        evolution(graph, 0, "luck")
