"""Model files of one conflict as different decision makers see it."""

import json

import pytest
from click.testing import CliRunner

from detente.cli.hypergame import command as hypergame

TRUE = """\
detente: 1
decision_makers: {x: {name: X, options: {grab: Grab}}, y: {name: Y, options: {strike: Strike}}}
infeasible: [{if: strike and not grab}]
preferences: {x: [grab and not strike, not strike], y: [not grab, not strike]}
"""
FIERCE = TRUE.replace("y: [not grab, not strike]", "y: [strike, not grab]")
BLIND = """\
detente: 1
decision_makers: {x: {name: Whoever, options: {grab: Grab, bluff: Bluff}}}
infeasible: [{if: bluff and not grab}]
preferences: {x: [grab, not bluff]}
"""


@pytest.fixture
def write(tmp_path):
    def file(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return file


def found(*arguments):
    done = CliRunner().invoke(hypergame, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_peace_holds_by_error_alone(write):
    true, fierce = write("true.yaml", TRUE), write("fierce.yaml", FIERCE)
    document = found(true, "--perceived", f"x={fierce}")
    assert document["sees_it_as_it_is"] == ["Y"]
    assert [(s["name"], s["id"], s["seen_by"]) for s in document["states"]] == [
        ("NN", 1, ["X", "Y"]),
        ("YN", 2, ["X", "Y"]),
        ("YY", 3, ["X", "Y"]),
    ]
    seq = document["concepts"]["SEQ"]
    assert (seq["equilibria"], seq["true"], seq["only_by_error"]) == (["NN", "YN"], ["YN"], ["NN"])
    assert (seq["steady"], seq["fragile"]) == ([], ["NN", "YN"])
    assert seq["surprises"] == [
        {"decision_maker": "X", "unexpected": ["YN"], "disappointed": ["YY"]},
        {"decision_maker": "Y", "unexpected": ["NN"], "disappointed": []},
    ]
    same = found(true)["concepts"]["SEQ"]
    assert (same["equilibria"], same["steady"], same["surprises"]) == (["YN"], ["YN"], [])


def test_an_unknown_option_is_not_taken_and_an_unknown_decision_maker_does_nothing(write):
    true, blind = write("true.yaml", TRUE), write("blind.yaml", BLIND)
    document = found(true, "--perceived", f"X={blind}", "--concept", "NASH,SEQ")
    assert document["options"] == ["grab", "strike", "bluff"]
    assert [(s["name"], s["id"], s["seen_by"]) for s in document["states"]] == [
        ("NNN", 1, ["X", "Y"]),
        ("YNN", 2, ["X", "Y"]),
        ("YYN", 3, ["Y"]),
        ("YNY", None, ["X"]),
    ]
    assert list(document["concepts"]) == ["NASH", "SEQ"]
    assert document["concepts"]["NASH"]["equilibria"] == ["YNN"]
    assert document["concepts"]["NASH"]["stable_for"]["YNY"] == []


def test_graph_form_is_matched_by_its_ids_and_models_that_do_not_fit_are_refused(write):
    graph = "detente: 1\ndecision_makers: {x: {}, y: {}}\nstates: [a, b]\nmoves: {x: {a: b}}\npreferences: {x: [b]}\n"
    true, other = write("true.yaml", graph), write("other.yaml", graph.replace("x: [b]", "x: [a]"))
    assert found(true, "--perceived", f"x={other}")["concepts"]["SEQ"]["only_by_error"] == ["a"]
    options = write("options.yaml", TRUE)
    stranger = write("stranger.yaml", graph.replace("y: {}", "z: {}"))
    owner = write(
        "owner.yaml",
        TRUE.replace(
            "x: {name: X, options: {grab: Grab}}, y: {name: Y, options: {strike",
            "x: {options: {strike: S}}, y: {options: {grab",
        ),
    )
    merged = write(
        "merged.yaml",
        TRUE.replace("preferences:", "coalesced: [{if: grab}]\npreferences:").replace(
            "x: [grab and not strike, not strike], y: [not grab, not strike]", "x: [grab]"
        ),
    )
    for arguments, says in [
        ([true, "--perceived", f"x={options}"], "by options and one by states"),
        ([true, "--perceived", f"x={stranger}"], "z is nobody in the true model"),
        ([options, "--perceived", f"x={owner}"], "belongs to 'y' in one model, here to 'x'"),
        ([options, "--perceived", f"x={merged}"], "cannot be matched"),
        ([options, "--perceived", f"x={options}", "--perceived", f"X={options}"], "X is given two models"),
        ([options, "--perceived", "x"], "has no '='"),
        ([options, "--perceived", f"w={options}"], "no decision maker is called 'w'"),
    ]:
        done = CliRunner().invoke(hypergame, [*arguments, "--json"])
        assert (done.exit_code != 0, done.stdout) == (True, "")
        assert says in done.stderr + str(done.exception)


def test_the_words_name_who_is_surprised(write):
    true, fierce = write("true.yaml", TRUE), write("fierce.yaml", FIERCE)
    told = CliRunner().invoke(hypergame, [true, "--perceived", f"x={fierce}"]).output
    assert "  hold by error alone: NN\n" in told
    assert "  X does not expect to hold: YN\n" in told
    assert max(map(len, told.splitlines())) <= 80
