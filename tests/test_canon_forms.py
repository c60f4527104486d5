"""Graph form, merged states, deleted moves and option weights."""

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import all_coalitions, coalesce, delete_arcs, forbid_pattern, graph_form, rank_by_weights
from detente.graph import GraphModel, moves
from detente.stability import analyze
from oracles.canon_build import build
from oracles.canon_models import CASES, WHY, option_form, plain_case
from oracles.canon_models import graph_form as random_graph
from oracles.literal import Literal

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def reach(graph):
    return [{s: set(moves(graph, i, s).tolist()) for s in range(graph.size)} for i in range(len(graph.decision_makers))]


def test_graph_form_keeps_moves_common_moves_and_ranks():
    for seed in range(20):
        model = random_graph(seed)
        graph = build(model)
        assert reach(graph) == model.reach
        for i, row in enumerate(model.rank):
            assert np.array_equal(graph.rank[i][:, None] > graph.rank[i], np.array(row)[:, None] > np.array(row))
        assert not graph.transitive
    shared = [set(model.reach[0][s]) & set(model.reach[1][s]) for s in model.states]
    assert any(shared)


@pytest.mark.skipif(not CASES.is_dir(), reason=WHY)
def test_coalescing_the_twelve_states_of_elmira_gives_the_nine_published_ones():
    published = plain_case("elmira")
    shipped = plain_case("elmira_gmcrplus")
    twelve = build(shipped)
    abandoned = [s for s in range(twelve.size) if twelve.pattern(s)[3] == "Y"]
    found = coalesce(twelve, [abandoned])
    assert found.graph.size == 9
    assert found.graph.labels[int(found.place[abandoned[0]])] == "-NNY-"
    order = [published.labels.index(label) for label in ("1", "2", "3", "4", "9", "5", "6", "7", "8")]
    back = {s: k for k, s in enumerate(order)}
    expected = [{back[s]: {back[t] for t in ends} for s, ends in row.items()} for row in published.reach]
    assert reach(found.graph) == expected
    assert found.graph.members[4] == ("NNNYN", "YNNYN", "NNNYY", "YNNYY")
    assert found.created == ()  # from the abandoned plant nothing leads on
    rank = np.array([[row[order[k]] for k in range(9)] for row in published.rank])
    nine = GraphModel(**{f: getattr(found.graph, f) for f in found.graph.__slots__} | {"rank": rank})
    held = all_coalitions(nine).equilibria("CSEQ")
    assert [published.labels[order[s]] for s in held] == ["9", "8"]


def test_merging_states_that_differ_in_their_moves_says_which_moves_it_creates():
    graph = graph_form(
        states=["a", "b", "c"],
        moves={"X": [("a", "c")], "Y": []},
        rankings={"X": [["c"], ["a", "b"]], "Y": [["a", "b", "c"]]},
    )
    found = coalesce(graph, [[1, 0]])
    assert found.created == ((0, 0, 1),)
    assert found.graph.labels == ("a = b", "c")
    assert found.place.tolist() == [0, 0, 1]
    with pytest.raises(DetenteError, match="X does not rank the states 1, 3 alike"):
        coalesce(graph, [[0, 2]])
    with pytest.raises(DetenteError, match="state 2 is in two classes"):
        coalesce(graph, [[0, 1], [1]])
    with pytest.raises(DetenteError, match="state 9 is not in the model"):
        coalesce(graph, [[8]])


def test_coalescing_nothing_changes_no_verdict():
    for seed in range(20):
        graph = build(option_form(seed))
        same = coalesce(graph, []).graph
        one, two = analyze(graph).stable, analyze(same).stable
        assert all(np.array_equal(one[key], two[key]) for key in KEYS)


def test_a_deleted_move_is_gone_for_its_mover_only_and_verdicts_follow():
    changed = 0
    for seed in range(30):
        model = option_form(seed)
        graph = build(model)
        arcs = [(i, a, b) for i in range(model.n) for a in model.states for b in sorted(model.reach[i][a])]
        if not arcs:
            continue
        i, a, b = arcs[0]
        less = delete_arcs(graph, [(i, a, b)])
        expected = [{s: set(ends) for s, ends in row.items()} for row in model.reach]
        expected[i][a].remove(b)
        assert reach(less) == expected
        oracle = Literal(model.states, expected, model.rank)
        for key in KEYS:
            table = [[oracle.stable(key, j, s) for s in model.states] for j in range(model.n)]
            found = analyze(less, [key]).stable[key]
            assert found.tolist() == table
            changed += not np.array_equal(found, analyze(graph, [key]).stable[key])
    assert changed > 0
    with pytest.raises(DetenteError, match="has no move from state 1 to 1"):
        delete_arcs(graph, [(0, 0, 0)])


def test_one_way_options_are_forbidden_patterns_of_one_letter():
    compared = 0
    for seed in range(40):
        model = option_form(seed)
        free = GraphModel(
            **{f: getattr(build(model), f) for f in GraphModel.__slots__} | {"one_way": (0,) * len(model.owner)}
        )
        for o, way in enumerate(model.one_way):
            if way:
                dash = ["-"] * len(model.owner)
                yes, no = dash.copy(), dash.copy()
                yes[o], no[o] = "Y", "N"
                before, after = (yes, no) if way > 0 else (no, yes)
                free = forbid_pattern(free, model.owner[o], "".join(before), "".join(after))
        assert reach(free) == model.reach
        compared += any(model.one_way)
    assert compared > 10
    with pytest.raises(DetenteError, match="does not fit"):
        forbid_pattern(free, 0, "Y", "N")


def test_weights_rank_by_exact_totals():
    graph = build(option_form(2))
    names = graph.options
    rank = rank_by_weights(graph, {names[0]: 0.1, names[1]: 0.2, names[2]: 0.3})
    total = [sum(w for k, w in enumerate((1, 2, 3)) if code >> k & 1) for code in graph.codes.tolist()]
    assert np.array_equal(rank[:, None] > rank, np.array(total)[:, None] > np.array(total))
    assert sorted(set(rank.tolist())) == list(range(int(rank.max()) + 1))
    with pytest.raises(DetenteError, match="no option is called 'zz'"):
        rank_by_weights(graph, {"zz": 1})


@pytest.mark.parametrize(
    "change,match",
    [
        ({"states": ["a", "a"]}, "listed twice"),
        ({"states": []}, "at least one state"),
        ({"moves": {"X": [("a", "a")]}}, "leads from 'a' to itself"),
        ({"moves": {"X": [("a", "bb")]}}, "did you mean 'b'"),
        ({"moves": {}}, "'X' has moves or a ranking, but not both"),
        ({"rankings": {"X": [["a"]]}}, "leaves out the state 'b'"),
        ({"rankings": {"X": [["a"], ["a", "b"]]}}, "ranks the state 'a' twice"),
        ({"status_quo": "q"}, "no state is called 'q'"),
    ],
)
def test_a_faulty_graph_form_is_refused(change, match):
    sound = {"states": ["a", "b"], "moves": {"X": [("a", "b")]}, "rankings": {"X": [["a", "b"]]}}
    assert graph_form(**sound).size == 2
    with pytest.raises(DetenteError, match=match):
        graph_form(**sound | change)
