"""The conflicts in graph form: every expected result holds, and a changed model is noticed."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from click.testing import CliRunner

from detente.base import DetenteError
from detente.catalog import BASES, names, read, verify
from detente.catalog.entry import entry
from detente.cli.catalog import command
from detente.conflict import compile, diagnose, dump, loads
from detente.graph import moves

GRAPHS = ("elmira", "elmira_strength", "lake_gisborne_unknown")


def test_the_catalog_has_twenty_conflicts():
    assert names("graph") == GRAPHS
    assert not set(names()) & set(names("graph"))
    assert len(names()) + len(names("graph")) >= 20


@pytest.mark.parametrize("name", GRAPHS)
def test_a_conflict_in_graph_form_gives_its_expected_results(name):
    item = read(name)
    assert (item.form, diagnose(item.text)) == ("graph", [])
    checks = verify(item)
    assert len(checks) == len(item.expected) > 0
    assert [check for check in checks if not check.holds] == []
    assert all(row.basis in {"published", "remembered", "definitions"} and row.where for row in item.expected)
    assert item.citation
    again = compile(loads(dump(item.conflict)))
    assert again.rank.tolist() == compile(item.conflict).rank.tolist()


def changed(name, old, new):
    item = read(name)
    text = item.text.replace(old, new)
    assert text != item.text
    folder = files("detente.catalog") / "graphs"
    return entry("changed", text, json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("elmira", "local: {ranking: 7 > 3", "local: {ranking: 3 > 7"),
        ("elmira", "local: {1: [5], 2", "local: {2"),
        ("elmira_strength", "7 > 3 > 5 > 1 > 8 > 6 > 4 > 2 >> 9", "7 >> 3 > 5 > 1 > 8 > 6 > 4 > 2 > 9"),
        ("lake_gisborne_unknown", "- 1 > 5 > 2 > 6 > 3 > 7 > 4 > 8", "- 3 > 7 > 4 > 8 > 1 > 5 > 6 > 2"),
    ],
)
def test_a_planted_change_is_noticed(name, old, new):
    noticed = [check for check in verify(changed(name, old, new)) if not check.holds]
    assert noticed


OPTIONS = """\
detente: 1
decision_makers:
  moe: {name: MoE, options: {modify: {name: Modify, one_way: N->Y}}}
  uniroyal:
    name: Uniroyal
    options:
      delay: {name: Delay, one_way: Y->N}
      accept: Accept
      abandon: {name: Abandon, one_way: N->Y}
  local: {name: Local Government, options: {insist: Insist}}
infeasible:
  - {at_most_one: [delay, accept, abandon]}
  - {at_least_one: [delay, accept, abandon]}
coalesced: [{if: abandon, why: once the plant is abandoned nothing else matters}]
"""


def test_twelve_combinations_of_options_merge_into_the_nine_published_states():
    graph, published = compile(loads(OPTIONS)), compile(read("elmira").conflict)
    assert graph.size == 9
    assert graph.members[4] == ("NNNYN", "YNNYN", "NNNYY", "YNNYY")
    printed = [0, 1, 2, 3, 8, 4, 5, 6, 7]  # by number: abandoning comes fifth, and is printed last
    for i in range(3):
        for s in range(9):
            ends = {printed[t] for t in moves(graph, i, s).tolist()}
            assert ends == set(moves(published, i, printed[s]).tolist()), (i, s)
    apart = compile(loads(OPTIONS.replace("coalesced: [{if: abandon, ", "x-note: [{").split("x-note")[0]))
    assert apart.size == 12


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(DetenteError, match="did you mean 'elmira'"):
        read("elmirra")


def test_the_command_lists_shows_and_verifies_them():
    run = CliRunner().invoke
    rows = json.loads(run(command, ["list", "--json"]).stdout)["catalog"]
    assert {row["name"] for row in rows if row["form"] == "graph"} == set(GRAPHS)
    shown = json.loads(run(command, ["show", "elmira", "--json"]).stdout)
    assert loads(shown["model"]).states[8].name == "abandon"
    assert all(row["holds"] for row in shown["expected"])
    done = run(command, ["show", "elmira"])
    assert loads(done.stdout) == replace(read("elmira").conflict, file="")
    assert "CSEQ for every coalition: 8 9 expected, 8 9 found" in done.stderr
    done = run(command, ["verify"])
    assert done.exit_code == 0
    for name in (*names(), *GRAPHS):
        assert f"{name}: " in done.stdout


def test_every_entry_says_how_its_source_numbers_states_and_what_its_results_rest_on():
    rows = json.loads(CliRunner().invoke(command, ["list", "--json"]).stdout)["catalog"]
    told = CliRunner().invoke(command, ["list"]).stdout
    for row in rows:
        assert row["numbering"] in {"as printed", "decimals", "own"}
        assert row["checked"] == [basis for basis in BASES if basis in row["checked"]] != []
        assert row["citation"]
    by_name = {row["name"]: row for row in rows}
    assert by_name["elmira"]["checked"] == ["remembered", "definitions"]
    assert "secondary: results remembered, the source not read; results worked out by brute force" in told
    for name in ("lake_gisborne", "lake_gisborne_environment", "lake_gisborne_unknown", "elmira"):
        assert "published" not in by_name[name]["checked"]
        assert "memory" in read(name).note or "remembered" in read(name).note


def test_show_sets_what_is_found_beside_what_is_printed():
    done = CliRunner().invoke(command, ["show", "us_north_korea_deterrence"])
    assert done.stdout.startswith("# Jacobi")
    both = "SIM equilibria: 1 5 9 10 expected, 1 5 9 10 found (numbered there 0 5 10 12)  [published: Jacobi (2017)"
    assert both in done.stderr
    document = json.loads(CliRunner().invoke(command, ["show", "chicken", "--json"]).stdout)
    assert all(row["holds"] and row["found"] == row["states"] for row in document["expected"])
