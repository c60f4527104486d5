"""The commands of the canon: one JSON document each, and the promised exit codes."""

import json

from click.testing import CliRunner

from detente.catalog import read
from detente.cli.analyze import command as analyze


def model(tmp_path, name="prisoners_dilemma"):
    path = tmp_path / f"{name}.yaml"
    path.write_text(read(name).text, encoding="utf-8")
    return str(path)


def test_analyze_judges_the_coalitions_asked_for(tmp_path):
    run = CliRunner().invoke
    done = run(analyze, [model(tmp_path), "--coalition", "One,two", "--coalition", "Two", "--json"])
    assert done.exit_code == 0, done.output
    both, alone = json.loads(done.stdout)["coalitions"]
    assert both["members"] == ["One", "Two"]
    assert [both[key] for key in ("CNASH", "CGMR", "CSMR", "CSEQ")] == [[2, 3, 4]] * 4
    assert alone == {"members": ["Two"], "CNASH": [1, 2], "CGMR": [1, 2, 4], "CSMR": [1, 2, 4], "CSEQ": [1, 2, 4]}
    told = run(analyze, [model(tmp_path), "--coalition", "One,Two"]).output
    assert "Stable for the coalition of One and Two:\n  CNASH  2, 3, 4\n" in told
    assert "coalitions" not in json.loads(run(analyze, [model(tmp_path), "--json"]).stdout)


def test_an_unknown_member_of_a_coalition_is_named(tmp_path):
    done = CliRunner().invoke(analyze, [model(tmp_path), "--coalition", "One,Tow", "--json"])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "did you mean 'Two'" in done.stderr
