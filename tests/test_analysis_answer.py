"""The answer document and the table of detente analyze."""

import json

from click.testing import CliRunner

from detente.analysis import answer
from detente.brief import bundled
from detente.catalog import read
from detente.cli.main import program
from detente.conflict import load, loads

GENEVA = str(bundled("geneva") / "geneva.yaml")


def test_the_dilemma_has_its_known_answer():
    found = answer(read("prisoners_dilemma").conflict)
    printed = {r.concept: list(r.states) for r in read("prisoners_dilemma").expected if not r.decision_maker}
    expected = {key: states for key, states in printed.items() if key in found["concepts"]}
    assert expected.keys() >= {"NASH", "GMR", "SMR", "SEQ"}
    assert {key: found["concepts"][key]["equilibria"] for key in expected} == expected
    assert set(found["concepts"]) == {"NASH", "GMR", "SMR", "SEQ", "SSEQ"}


def test_equilibria_are_the_states_stable_for_all():
    found = answer(load(GENEVA))
    for part in found["concepts"].values():
        common = set.intersection(*(set(ids) for ids in part["stable"].values()))
        assert part["equilibria"] == sorted(common)


def test_states_are_numbered_from_one_with_the_first_option_least_significant():
    text = """
detente: 1
decision_makers:
  a: {name: Київ, options: {x: X, y: Y}}
preferences:
  a: [{want: x, assumed: test}]
"""
    found = answer(loads(text))
    assert [(s["id"], s["options"]) for s in found["states"]] == [(1, "NN"), (2, "YN"), (3, "NY"), (4, "YY")]
    assert found["concepts"]["NASH"]["stable"] == {"Київ": [2, 4]}


def test_the_command_prints_the_same_document():
    done = CliRunner().invoke(program, ["analyze", GENEVA, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == answer(load(GENEVA))
    short = CliRunner().invoke(program, ["analyze", GENEVA, "--json", "--equilibria-only", "--concept", "seq"])
    document = json.loads(short.stdout)
    assert "states" not in document and "stable" not in document["concepts"]["SEQ"]
    assert all(len(e["options"]) == 6 for e in document["concepts"]["SEQ"]["equilibria"])


def test_the_table_fits_eighty_columns_and_marks_the_equilibria():
    done = CliRunner().invoke(program, ["analyze", GENEVA])
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    found = answer(load(GENEVA))
    marked = sum(line.split().count("E") for line in lines if line[:5].strip().isdigit() and "  " in line)
    assert marked == sum(len(part["equilibria"]) for part in found["concepts"].values())


def test_faults_end_in_the_promised_exit_codes(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("detente: 1\ndecision_makers: {a: {name: A, options: {x: X}}}\npreferences: {a: [{want: z}]}\n")
    assert CliRunner().invoke(program, ["analyze", str(bad), "--json"]).exit_code == 1
    assert CliRunner().invoke(program, ["analyze", str(tmp_path / "none.yaml")]).exit_code == 2
    assert CliRunner().invoke(program, ["analyze", GENEVA, "--concept", "SEK"]).exit_code == 2
