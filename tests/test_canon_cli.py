"""The commands of the canon: one JSON document each, and the promised exit codes."""

import json

from click.testing import CliRunner

from detente.catalog import read
from detente.cli.main import program


def model(tmp_path, name="prisoners_dilemma"):
    path = tmp_path / f"{name}.yaml"
    path.write_text(read(name).text, encoding="utf-8")
    return str(path)


def test_analyze_judges_the_coalitions_asked_for(tmp_path):
    run = CliRunner().invoke
    done = run(program, ["analyze", model(tmp_path), "--coalition", "One,two", "--coalition", "Two", "--json"])
    assert done.exit_code == 0, done.output
    both, alone = json.loads(done.stdout)["coalitions"]
    assert both["members"] == ["One", "Two"]
    assert [both[key] for key in ("CNASH", "CGMR", "CSMR", "CSEQ")] == [[2, 3, 4]] * 4
    assert alone == {"members": ["Two"], "CNASH": [1, 2], "CGMR": [1, 2, 4], "CSMR": [1, 2, 4], "CSEQ": [1, 2, 4]}
    told = run(program, ["analyze", model(tmp_path), "--coalition", "One,Two"]).output
    assert "Stable for the coalition of One and Two:\n  CNASH  2, 3, 4\n" in told
    assert "coalitions" not in json.loads(run(program, ["analyze", model(tmp_path), "--json"]).stdout)


def test_an_unknown_member_of_a_coalition_is_named(tmp_path):
    done = CliRunner().invoke(program, ["analyze", model(tmp_path), "--coalition", "One,Tow", "--json"])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "did you mean 'Two'" in done.stderr


def test_status_quo_tells_how_the_cuban_crisis_went(tmp_path):
    run = CliRunner().invoke
    path = model(tmp_path, "cuban")
    done = run(program, ["status-quo", path, "--concept", "SEQ", "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["from"] == {"id": 1, "options": "NNNN"}
    settled = document["equilibria"][0]
    assert (settled["id"], settled["concepts"]) == (5, ["SEQ"])
    walk = [{"by": ["US"], "to": 3}, {"by": ["USSR"], "to": 7}, {"by": ["US"], "to": 5}]
    assert settled["improvements"] == {"steps": 3, "paths": [walk], "more": False}
    assert settled["coalition"]["paths"] == [[{"by": ["US"], "to": 3}, {"by": ["US", "USSR"], "to": 5}]]
    assert document["steps"]["moves"]["1"] == 0
    told = run(program, ["status-quo", path, "--concept", "SEQ"]).output
    assert "    1 -US-> 3 -USSR-> 7 -US-> 5\n" in told
    assert max(map(len, told.splitlines())) <= 80
    assert run(program, ["status-quo", path, "--from", "99"]).exit_code == 2


def test_inverse_counts_rankings_and_says_which(tmp_path):
    run = CliRunner().invoke
    asked = [model(tmp_path, "syria_iraq"), "--state", "2", "--decision-maker", "Syria"]
    done = run(program, ["inverse", *asked, "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    counts = {key: found["equilibrium_rankings"] for key, found in document["concepts"].items()}
    assert counts == {"NASH": 240, "GMR": 384, "SMR": 300, "SEQ": 384, "SSEQ": 300}
    assert document["all_rankings"] == 720
    assert document["concepts"]["SEQ"]["condition"] == [
        {"if_preferred": 1, "then_none_preferred_of_one": [[4]]},
        {"if_preferred": 3, "then_none_preferred_of_one": [[6]]},
    ]
    assert document["concepts"]["SEQ"]["others"] == {"Iraq": "stable"}
    told = run(program, ["inverse", *asked, "--concept", "SMR"]).output
    assert "1 is preferred to 2 only where these are not: 4 and 5 and 6" in told
    assert "300 of its 720 strict rankings" in told
    assert run(program, ["inverse", *asked[:3], "--decision-maker", "Iran"]).exit_code == 2


def test_analyze_takes_the_concepts_beyond_the_five_and_lists_them(tmp_path):
    run = CliRunner().invoke
    rows = json.loads(run(program, ["concepts", "--json"]).stdout)["concepts"]
    assert [row["key"] for row in rows[5:]] == [
        *("SIM", "SIMANY", "Lh", "NM", "MAXIMINh", "STACKELBERGk", "CNASH", "CGMR", "CSMR", "CSEQ")
    ]
    assert all(row["scope"] for row in rows[5:])
    done = run(
        program,
        ["analyze", model(tmp_path, "cuban"), "--concept", "seq,SIM,L2,L3,NM,STACKELBERG1,maximin3,SMR", "--json"],
    )
    assert done.exit_code == 0, done.output
    found = {key: part["equilibria"] for key, part in json.loads(done.stdout)["concepts"].items()}
    assert found["SEQ"] == found["SIM"] == found["L2"] == [5, 6, 7]
    assert found["L3"] == found["NM"] == [5, 6]
    assert found["STACKELBERG1"] == [6, 7]
    assert found["MAXIMIN3"] == found["SMR"]
    done = run(program, ["analyze", model(tmp_path, "garrison"), "--concept", "NM", "--json"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "two decision makers only" in done.stderr


def test_robustness_counts_changes_in_rankings_and_in_statements(tmp_path):
    run = CliRunner().invoke
    done = run(program, ["robustness", model(tmp_path, "syria_iraq"), "--state", "1", "--concept", "smr", "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert (document["concept"], document["equilibrium"], document["least"]) == ("SMR", False, 1)
    syria, iraq = document["margins"]
    assert (syria["ranking"]["changes"], syria["ranking"]["final"], syria["ranking"]["order"]) == (None, True, [])
    assert iraq["ranking"]["changes"] == 1
    assert iraq["ranking"]["order"] == [[2], [4], [1], [6], [5], [3]]
    assert iraq["statements"]["changes"] == 1
    assert iraq["statements"]["order"][2] == "not release and not escalate and not attack"
    told = run(program, ["robustness", model(tmp_path, "cuban"), "--state", "5"]).output
    assert "1 change in its ranking would end that:" in told
    assert "2 exchanges of neighbouring statements would end that:" in told
    assert max(map(len, told.splitlines())) <= 80
    chicken = json.loads(run(program, ["robustness", model(tmp_path, "chicken"), "--state", "2", "--json"]).stdout)
    assert all("statements" not in margin for margin in chicken["margins"])
    assert run(program, ["robustness", model(tmp_path, "cuban"), "--state", "5", "--concept", "L2"]).exit_code == 2


def test_inverse_seeks_several_states_at_once(tmp_path):
    run = CliRunner().invoke
    asked = [model(tmp_path, "syria_iraq"), "--state", "2", "--not-state", "6", "--decision-maker", "Syria"]
    done = run(program, ["inverse", *asked, "--concept", "SEQ", "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    goal = document["concepts"]["SEQ"]
    assert (document["states"], document["not_states"]) == ([2], [6])
    assert (goal["rankings"], goal["changes"], goal["nearest"]) == (252, 2, [[1], [3], [2], [4], [6], [5]])
    told = run(program, ["inverse", *asked]).output
    assert "SEQ: 2 holds and 6 not for 252 of the 720 strict rankings of Syria" in told
    assert "nearest, after 2 changes: 1 > 3 > 2 > 4 > 6 > 5" in told
    assert max(map(len, told.splitlines())) <= 80


def test_some_can_be_counted_as_one_under_that_name(tmp_path):
    run = CliRunner().invoke
    path = model(tmp_path, "elmira_gmcrplus")
    document = json.loads(run(program, ["analyze", path, "--merged", "MoE,Uniroyal", "--json"]).stdout)
    (part,) = document["merged"]
    assert part["members"] == ["MoE", "Uniroyal"]
    assert 7 in document["concepts"]["NASH"]["equilibria"]
    assert all(7 not in part[key] for key in ("NASH", "GMR", "SMR", "SEQ", "SSEQ"))
    assert (
        "Equilibria with MoE + Uniroyal counted as one decision maker:"
        in run(program, ["analyze", path, "--merged", "MoE,Uniroyal"]).output
    )


def test_concepts_tells_of_mixed_and_merged_and_of_every_preference_structure():
    document = json.loads(CliRunner().invoke(program, ["concepts", "--json"]).stdout)
    assert [row["key"] for row in document["further"]] == ["MIXED", "MERGED"]
    kinds = {row["structure"]: row for row in document["structures"]}
    assert len(kinds) == 19
    assert kinds["simple"]["concepts"] == ["NASH", "GMR", "SMR", "SEQ", "SSEQ"]
    assert kinds["grey"]["concepts"] == []
    assert "could not be verified" in kinds["grey"]["refused"]
    assert all(bool(row["concepts"]) == bool(row["source"]) != bool(row["refused"]) for row in kinds.values())


def test_marks_stand_under_the_names_of_long_concepts(tmp_path):
    asked = ["analyze", model(tmp_path, "chicken"), "--concept", "NM,STACKELBERG1,SIM"]
    told = CliRunner().invoke(program, asked).stdout
    head, *table = told[told.index("\nstate ") + 1 :].splitlines()[:5]
    ends = [head.index(key) + len(key) for key in (" NM", "STACKELBERG1", " SIM")]
    assert len(table) == 4
    assert all(row[end - 1] in "E." for row in table for end in ends)


def test_a_horizon_with_thousands_of_digits_is_refused_and_zeros_before_it_mean_nothing(tmp_path):
    path = model(tmp_path, "chicken")
    done = CliRunner().invoke(program, ["analyze", path, "--concept", "L" + "9" * 5000, "--json"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "E714" in done.stderr
    one, two = (
        json.loads(CliRunner().invoke(program, ["analyze", path, "--concept", key, "--json"]).stdout)["concepts"][key]
        for key in ("L3", "L0003")
    )
    assert one == two


def test_counts_of_thousands_of_digits_are_told_by_their_power_of_ten(tmp_path):
    path = tmp_path / "many.yaml"
    options = ", ".join(f"o{k}: O" for k in range(10))
    path.write_text(
        f"decision_makers: {{x: {{options: {{{options}}}}}, y: {{options: {{p: P}}}}}}\n"
        "preferences: {x: [o1, p], y: [{ranking: []}]}\n".replace("[{ranking: []}]", "[p]"),
        encoding="utf-8",
    )
    asked = ["inverse", str(path), "--state", "5", "--decision-maker", "y", "--concept", "NASH"]
    document = json.loads(CliRunner().invoke(program, [*asked, "--json"]).stdout)
    assert document["all_rankings"] is None
    assert document["concepts"]["NASH"]["rankings"] is None
    told = CliRunner().invoke(program, asked).stdout
    assert "of its about 1.67e5894 strict rankings" in told  # 2048!
    assert told.count("about 8.36e5893") >= 1  # half of them: one of two states lies above the other
