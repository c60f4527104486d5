"""The published conflicts: every expected result holds, and a changed model is noticed."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from detente.base import DetenteError
from detente.catalog import names, read, verify
from detente.catalog.entry import entry
from detente.cli.catalog import command
from detente.conflict import compile, diagnose, dump, loads
from detente.interop import gmcr

HERE = Path(__file__).parent
NAMES = (
    *("battle_of_the_sexes", "chicken", "cuban", "deadlock", "elmira_gmcrplus", "garrison", "lake_gisborne"),
    *("lake_gisborne_environment", "matching_pennies", "prisoners_dilemma", "stag_hunt", "syria_iraq"),
    *("us_north_korea", "us_north_korea_bloodthirsty", "us_north_korea_deterrence", "us_north_korea_irreversible"),
    "us_north_korea_peaceful",
)


def synthetic():
    folder = HERE / "data"
    facts = json.loads((folder / "synthetic_legality.json").read_text())
    return entry("synthetic_legality", (folder / "synthetic_legality.yaml").read_text(), facts)


def test_the_catalog_lists_its_conflicts():
    assert names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_published_conflict_gives_its_expected_results(name):
    item = read(name)
    assert [d for d in diagnose(item.text) if d.severity == "error"] == []
    assert {row.concept for row in item.expected} >= {"NASH", "GMR", "SMR", "SEQ", "SSEQ"}
    assert [check for check in verify(item) if not check.holds] == []


def test_legal_sequences_matter_in_the_constructed_model():
    assert [check for check in verify(synthetic()) if not check.holds] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_planted_change_in_one_ranking_is_noticed(name):
    item = read(name)
    graph = compile(item.conflict)
    rank = graph.rank.copy()
    rank[0] = rank[0].max() - rank[0]
    assert not np.array_equal(rank, graph.rank)
    assert not all(check.holds for check in verify(item, replace(graph, rank=rank)))


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_survives_the_resolved_form_and_the_other_format(name):
    item = read(name)
    graph = compile(item.conflict)
    for other in (loads(dump(item.conflict)), gmcr.loads(gmcr.dumps(item.conflict))):
        again = compile(other)
        assert again.codes.tolist() == graph.codes.tolist()
        assert again.rank.tolist() == graph.rank.tolist()
        assert again.one_way == graph.one_way


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(DetenteError, match="did you mean 'cuban'"):
        read("cubann")


def test_verify_ends_with_one_when_a_result_differs(monkeypatch):
    run = CliRunner().invoke
    assert run(command, ["verify", "chicken"]).exit_code == 0
    assert json.loads(run(command, ["list", "--json"]).stdout)["catalog"][1]["name"] == "chicken"
    item = read("chicken")
    wrong = replace(item, expected=tuple(replace(row, states=(1,)) for row in item.expected))
    monkeypatch.setattr("detente.cli.catalog.read", lambda name: wrong)
    done = run(command, ["verify", "chicken"])
    assert done.exit_code == 1
    assert "NASH equilibria: 1 expected, 2 3 found" in done.output
