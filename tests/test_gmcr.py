"""Reading and writing .gmcr, both dialects; wrong input is named, never a traceback."""

import copy
import json
import random

import pytest
from click.testing import CliRunner

from detente.base import DetenteError
from detente.cli.convert import command as convert
from detente.conflict import compile, dump, load
from detente.conflict import loads as loads_yaml
from detente.interop import gmcr, load_model

NEW = {
    "options": [
        {"name": "Open the gate", "permittedDirection": "fwd"},
        {"name": "if", "permittedDirection": "both"},
        {"name": "Open the gate", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {"name": "A", "options": [0, 2], "preferences": [[[0, "Y"], [1, "N"]], [[2, "Y"]]]},
        {"name": "A", "options": [1], "preferences": [{"compound": True, "members": [[[1, "Y"]], [[0, "N"]]]}]},
    ],
    "infeasibles": [[[0, "Y"], [2, "Y"]]],
    "coalitions": [0, 1],
}
OLD = {
    "options": [{"name": "One"}, {"name": "Two"}],
    "decisionMakers": [
        {"name": "A", "options": [0], "preferenceVector": [3, [4, 1], 2]},
        {"name": "B", "options": [1], "preferenceVector": [1, 2, 3, 4]},
    ],
    "infeasibles": [],
    "useManualPreferenceVectors": True,
}


def same(first, second):
    a, b = compile(first), compile(second)
    return (
        a.codes.tolist() == b.codes.tolist()
        and a.rank.tolist() == b.rank.tolist()
        and (a.owner, a.one_way, a.decision_makers) == (b.owner, b.one_way, b.decision_makers)
    )


def test_the_newer_dialect_keeps_order_owners_and_directions():
    conflict = gmcr.loads(json.dumps(NEW))
    graph = compile(conflict)
    assert [o.id for o in conflict.options] == ["open_the_gate", "option_if", "open_the_gate_2"]
    assert (graph.owner, graph.one_way) == ((0, 1, 0), (1, 0, -1))
    assert graph.decision_makers == ("A", "A (2)")
    assert graph.codes.tolist() == [0, 1, 2, 3, 4, 6]
    assert graph.rank.tolist() == [[0, 2, 0, 0, 1, 1], [1, 0, 1, 1, 1, 1]]


def test_the_older_dialect_ranks_states_by_number_with_ties():
    graph = compile(gmcr.loads(json.dumps(OLD)))
    assert graph.rank.tolist() == [[1, 0, 2, 1], [3, 2, 1, 0]]


@pytest.mark.parametrize("document", [NEW, OLD], ids=["new", "old"])
def test_round_trips_through_yaml_and_back_say_the_same(document):
    conflict = gmcr.loads(json.dumps(document))
    assert same(conflict, loads_yaml(dump(conflict)))
    assert same(conflict, gmcr.loads(gmcr.dumps(conflict)))
    planted = copy.deepcopy(document)
    planted["options"][0]["permittedDirection"] = "back"
    assert not same(conflict, gmcr.loads(json.dumps(planted)))


def test_written_conditions_mean_the_same(tmp_path):
    text = (
        "detente: 1\ndecision_makers: {x: {options: {a: A, b: B}}, y: {options: {c: C}}}\n"
        "infeasible: [{at_most_one: [a, b, c]}, {only_if: [a, not c]}]\n"
        "preferences: {x: [{want: a iff (b or not c), assumed: r}, {want: not (a if c), assumed: r}],"
        " y: [c if b, a or not a]}\n"
    )
    conflict = loads_yaml(text)
    assert same(conflict, gmcr.loads(gmcr.dumps(conflict)))
    (tmp_path / "m.yaml").write_text(text)
    done = CliRunner().invoke(convert, [str(tmp_path / "m.yaml"), str(tmp_path / "m.gmcr")])
    assert done.exit_code == 0
    assert same(load(tmp_path / "m.yaml"), load_model(tmp_path / "m.gmcr"))


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("options",), 3, "options: a list was expected, not the number 3"),
        (("options", 0, "name"), None, "options[0].name: text was expected, not nothing"),
        (("options", 1, "permittedDirection"), "up", "options[1].permittedDirection"),
        (("decisionMakers", 0, "options"), [0, 9], "decisionMakers[0].options[1]: there is no option number 9"),
        (("decisionMakers", 1, "options"), [0], "option 0 has a second owner"),
        (("decisionMakers", 0, "preferences"), [[[0, "X"]]], "decisionMakers[0].preferences[0][0][1]"),
        (("decisionMakers", 0, "preferences"), [[[True, "Y"]]], "the index of option was expected, not true or false"),
        (("infeasibles",), [[]], "infeasibles[0]: the condition is empty"),
    ],
)
def test_each_wrong_type_or_index_is_named_once(path, value, says):
    document = copy.deepcopy(NEW)
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(DetenteError) as caught:
        gmcr.loads(json.dumps(document))
    assert sum(says in d.message for d in caught.value.diagnostics) == 1


def test_a_ranking_is_checked_against_the_states():
    for ranking, says in [([1, 2, 3, 5], "no state 5"), ([1, 2, 3], "leaves out state 4"), ([1, 1, 2, 3], "twice")]:
        document = copy.deepcopy(OLD)
        document["decisionMakers"][0]["preferenceVector"] = ranking
        with pytest.raises(DetenteError, match=says):
            gmcr.loads(json.dumps(document))


def test_misperceptions_and_coalitions_survive_and_are_said_to_be_unused():
    document = copy.deepcopy(NEW)
    document["decisionMakers"][1]["misperceptions"] = [[[0, "Y"]]]
    document["coalitions"] = [[0, 1]]
    text = json.dumps(document)
    assert [(d.code, d.severity) for d in gmcr.diagnose(text)] == [("W501", "warning")]
    for conflict in (gmcr.loads(text), loads_yaml(dump(gmcr.loads(text)))):
        written = json.loads(gmcr.dumps(conflict))
        assert written["decisionMakers"][1]["misperceptions"] == [[[0, "Y"]]]
        assert written["coalitions"] == [[0, 1]]
    document["coalitions"] = [[0, 7]]
    assert [d.code for d in gmcr.diagnose(json.dumps(document)) if d.severity == "error"] == ["E503"]


def test_a_kept_part_that_was_spoiled_by_hand_is_named():
    text = "detente: 1\ndecision_makers: {a: {options: {go: Go}}}\nx-gmcr-coalitions: spoiled\n"
    with pytest.raises(DetenteError, match="x-gmcr-coalitions"):
        gmcr.dumps(loads_yaml(text))


def test_the_flag_says_whether_statements_or_the_ranking_count():
    document = copy.deepcopy(NEW)
    document["decisionMakers"][0]["preferenceRanking"] = [1, 2, 3, 4, 5, 6]
    by_statements = compile(gmcr.loads(json.dumps(document))).rank[0].tolist()
    document["useManualPreferenceRanking"] = True
    by_ranking = compile(gmcr.loads(json.dumps(document))).rank[0].tolist()
    assert by_ranking == [5, 4, 3, 2, 1, 0] != by_statements
    document["useManualPreferenceRanking"] = False
    document["decisionMakers"][0]["preferences"] = []
    assert set(compile(gmcr.loads(json.dumps(document))).rank[0].tolist()) == {0}


def test_many_equal_names_stay_apart():
    names = ["same"] * 300 + ["same_2"]
    assert len(set(gmcr.identifiers(names, "option"))) == 301
    assert gmcr.distinct(["A", "A (2)", "A", "A"]) == ["A", "A (2)", "A (3)", "A (4)"]


def test_damaged_documents_end_in_diagnostics():
    rng = random.Random(3)
    text = json.dumps(NEW)
    junk = ["", "null", "[]", "-1", '"x"', "{}", "1e9", "true", "[[", "}"]
    refused = 0
    for _ in range(400):
        start = rng.randrange(len(text))
        broken = text[:start] + rng.choice(junk) + text[start + rng.randrange(6) :]
        try:
            gmcr.loads(broken)
        except DetenteError as error:
            refused += 1
            assert all(d.message for d in error.diagnostics)
    assert refused > 100


FULL = """\
detente: 1
decision_makers: {x: {name: X, options: {a: A, b: B}}, y: {name: Y, options: {c: C}}}
forbidden_moves: [{by: x, from: a, to: not a}]
coalesced: [{if: a and b}]
preferences:
  x: [{one_of: [a, b], degree: 2, assumed: r}]
  y: {weights: {a: 1, c: 0.5}}
"""


def test_what_the_format_has_no_place_for_is_said_and_the_rest_written(tmp_path):
    source, target = tmp_path / "full.yaml", tmp_path / "full.gmcr"
    source.write_text(FULL.replace("y: {weights: {a: 1, c: 0.5}}", "y: {weights: {a: 1}}"))
    done = CliRunner().invoke(convert, [str(source), str(target)])
    assert done.exit_code == 0, done.output
    for words in ("forbidden moves", "count as one", "how strongly", "first version", "weights"):
        assert words in done.stderr
    plain = FULL[: FULL.index("forbidden")] + "preferences: {x: [a], y: [a]}\n"
    assert same(load_model(target), loads_yaml(plain))


def test_a_model_in_graph_form_is_refused():
    conflict = loads_yaml("detente: 1\ndecision_makers: {x: {name: X}}\nstates: [1, 2]\nmoves: {x: {1: 2}}\n")
    with pytest.raises(DetenteError, match="E507"):
        gmcr.dumps(conflict)
