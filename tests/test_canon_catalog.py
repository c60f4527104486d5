"""The conflicts in graph form: every expected result holds, and a changed model is noticed."""

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from click.testing import CliRunner

from detente.base import DetenteError
from detente.catalog import names
from detente.catalog.graphs import graph_entry, graph_names, read_graph, verify_graph
from detente.cli.catalog import command


def test_the_catalog_has_twenty_conflicts():
    assert graph_names() == ("elmira", "elmira_strength", "lake_gisborne_unknown")
    assert not set(names()) & set(graph_names())
    assert len(names()) + len(graph_names()) >= 20


@pytest.mark.parametrize("name", graph_names())
def test_a_conflict_in_graph_form_gives_its_expected_results(name):
    item = read_graph(name)
    checks = verify_graph(item)
    assert len(checks) == len(item.expected) > 0
    assert [check for check in checks if not check.holds] == []
    assert all(row.basis in {"published", "remembered", "definitions"} and row.where for row in item.expected)
    assert item.citation


@pytest.mark.parametrize("name", graph_names())
def test_a_planted_change_is_noticed(name):
    item = read_graph(name)
    rank = item.graph.rank.copy()
    rank[0] = rank[0].max() - rank[0]
    assert not all(check.holds for check in verify_graph(replace(item, graph=replace(item.graph, rank=rank))))


def test_a_misplaced_strong_gap_and_a_missing_alternative_are_noticed():
    facts = json.loads((files("detente.catalog") / "graphs" / "elmira_strength.json").read_text(encoding="utf-8"))
    facts["strong_gaps"]["Local Government"] = [["7"], ["3", "5", "1", "8", "6", "4", "2", "9"]]
    assert not all(check.holds for check in verify_graph(graph_entry("moved", facts)))
    item = read_graph("lake_gisborne_unknown")
    assert not all(check.holds for check in verify_graph(replace(item, alternatives={})))


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(DetenteError, match="did you mean 'elmira'"):
        read_graph("elmirra")


def test_the_command_lists_shows_and_verifies_them():
    run = CliRunner().invoke
    rows = json.loads(run(command, ["list", "--json"]).stdout)["catalog"]
    assert {row["name"] for row in rows if row["form"] == "graph"} == set(graph_names())
    shown = json.loads(run(command, ["show", "elmira", "--json"]).stdout)
    assert shown["states"][8] == {"label": "9", "pattern": "---Y-"}
    assert all(row["holds"] for row in shown["expected"])
    assert "CSEQ everybody: 8 9 expected, 8 9 found" in run(command, ["show", "elmira"]).stdout
    done = run(command, ["verify"])
    assert done.exit_code == 0
    for name in (*names(), *graph_names()):
        assert f"{name}: " in done.stdout


def test_show_sets_what_is_found_beside_what_is_printed():
    done = CliRunner().invoke(command, ["show", "us_north_korea_deterrence"])
    assert done.stdout.startswith("# Jacobi")
    assert "SIM equilibria: 1 5 9 10 expected, 1 5 9 10 found  [published: Jacobi (2017)" in done.stderr
    document = json.loads(CliRunner().invoke(command, ["show", "chicken", "--json"]).stdout)
    assert all(row["holds"] and row["found"] == row["states"] for row in document["expected"])
