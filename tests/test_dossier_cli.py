"""The dossier's commands, as a user types them."""

import json
import sys

import click.testing
import pytest

from detente.cli.main import main, program
from test_dossier import PAGE, draft, load


@pytest.fixture
def run(monkeypatch, capsys):
    monkeypatch.setattr("detente.reading.load", load)
    monkeypatch.setattr("detente.reading.draft", draft)
    monkeypatch.setenv("LOGNAME", "ann")

    def call(*words, code=0):
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
            raise SystemExit(0)
        said = capsys.readouterr()
        assert (stop.value.code or 0) == code, said
        return said

    return call


@pytest.fixture
def folder(run, tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    run("init", tmp_path / "talks")
    run("add", tmp_path / "talks", tmp_path / "page.txt", "--published", "2031-03-01", "--outlet", "Post")
    return tmp_path / "talks"


def test_add_reports_in_json_and_fails_with_2_for_a_page_it_cannot_read(run, folder, tmp_path):
    (tmp_path / "b.txt").write_text(PAGE + "b", encoding="utf-8")
    said = run("add", folder, tmp_path / "none.txt", tmp_path / "b.txt", tmp_path / "page.txt", "--json", code=2)
    found = json.loads(said.out)["added"]
    assert [a["state"] for a in found] == ["failed", "added", "known"]
    assert found[1]["claims"] == ["c4", "c5", "c6"] and "E108" in found[0]["problem"]
    assert "nothing changed" in said.err


def test_claims_prints_the_shape_of_read_and_the_ledgers_own_fields(run, folder):
    found = json.loads(run("claims", folder, "--json").out)["claims"]
    assert [c["id"] for c in found] == ["c1", "c2", "c3"]
    first = found[0]
    assert first["source"] == [
        {"name": "Ada Quill", "role": None, "anonymous": False, "count": None},
        {"outlet": "Post"},
    ]
    assert (first["status"], first["published"], first["said"], first["document"]) == (
        "draft",
        "2031-03-01",
        None,
        "page.txt",
    )
    assert PAGE[first["start"] : first["end"]] == first["quote"]


def test_deciding_by_the_users_name_or_another(run, folder):
    said = run("accept", folder, "c1", "--json")
    assert json.loads(said.out) == {"accepted": ["c1"], "unchanged": [], "who": "ann"}
    run("reject", folder, "c2", "--who", "Bo")
    assert "accepted by ann: c3" in run("accept", folder, "--all").err
    statuses = {c["id"]: c["status"] for c in json.loads(run("claims", folder, "--json").out)["claims"]}
    assert statuses == {"c1": "accepted", "c2": "rejected", "c3": "accepted"}
    assert [c["id"] for c in json.loads(run("claims", folder, "--status", "rejected", "--json").out)["claims"]] == [
        "c2"
    ]
    assert json.loads(run("claims", folder, "--as-of", "9999-01-01", "--json").out)["claims"][0]["status"] == "accepted"
    assert json.loads(run("claims", folder, "--as-of", "2000-01-01", "--json").out) == {"claims": []}


def test_an_edit_shows_the_new_claim(run, folder):
    said = run(
        *(
            "edit",
            folder,
            "c3",
            "--kind",
            "offer",
            "--actor",
            "Тарн",
            "--actor",
            "Port",
            "--source",
            "unnamed, two aides",
        ),
        *("--source", "outlet: Post", "--not-hedged", "--halves", "lift the fee", "it is Friday", "--json"),
    )
    found = json.loads(said.out)
    assert (found["kind"], found["actors"], found["hedged"]) == ("offer", ["Тарн", "Port"], False)
    assert found["source"][0] == {"name": None, "role": "two aides", "anonymous": True, "count": None}
    assert "Тарн" in run("claims", folder).out


def test_the_users_mistakes_end_with_2_and_a_next_step(run, folder, tmp_path):
    assert "E802" in run("accept", folder, "c9", code=2).err
    assert "--all" in run("accept", folder, code=2).err
    assert "E801" in run("claims", tmp_path / "nowhere", code=2).err
    assert "E806" in run("edit", folder, "c1", "--quote", "never printed", code=2).err
    assert "say what to change" in run("edit", folder, "c1", code=2).err
    run("edit", folder, "c1", "--kind", "wish", code=2)


def test_a_drafted_model_is_printed_or_written_and_never_written_over_unasked(run, folder, tmp_path):
    run("edit", folder, "c1", "--actor", "Ada Quill", "--actor", "Port")
    run("accept", folder, "--all")
    printed = run("draft-model", folder)
    path = tmp_path / "draft.yaml"
    assert run("draft-model", folder, "-o", path).out == f"{path}\n"
    assert path.read_text(encoding="utf-8") == printed.out
    assert "Not placed: c3 (possibility): it names no actor" in printed.err
    path.write_text("mine", encoding="utf-8")
    assert "--force" in run("draft-model", folder, "-o", path, code=2).err
    assert path.read_text(encoding="utf-8") == "mine"
    found = json.loads(run("draft-model", folder, "-o", path, "--force", "--same", "Ada Quill=Quay", "--json").out)
    assert found["file"] == str(path) and found["model"] == path.read_text(encoding="utf-8")
    assert "Ada Quill is drafted as Quay: as you said." in found["notes"] and 'name: "Quay"' in found["model"]
    assert "NAME=DM" in run("draft-model", folder, "--same", "Ada", code=2).err


def test_a_drafted_model_passes_check_and_is_analysed_without_a_hand_edit(run, folder, tmp_path):
    run("edit", folder, "c1", "--actor", "Ada Quill", "--actor", "Port")
    run("accept", folder, "--all")
    run("draft-model", folder, "-o", tmp_path / "draft.yaml")
    assert json.loads(run("check", tmp_path / "draft.yaml", "--json").out)["errors"] == 0
    found = json.loads(run("analyze", tmp_path / "draft.yaml", "--json").out)
    names = [dm["name"] for dm in found["model"]["decision_makers"]]
    assert names == ["Ada Quill", "Port"] and found["concepts"]["NASH"]["equilibria"]


def test_init_twice_says_so(run, folder):
    assert "left as it is" in run("init", folder).err


def test_text_for_people_fits_80_columns(run, folder):
    assert all(len(line) <= 80 for line in run("claims", folder).out.splitlines())


@pytest.mark.parametrize("name", ["init", "add", "claims", "accept", "reject", "edit", "draft-model"])
def test_every_command_explains_itself_with_an_example(name):
    said = click.testing.CliRunner().invoke(program, [name, "--help"])
    assert said.exit_code == 0 and f"Example: detente {name}" in said.output
