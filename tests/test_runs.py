"""Runs are kept whole: the same version writes the same bytes again, whatever became of the dossier meanwhile."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from click.testing import CliRunner

from detente import dossier
from detente.brief import bundled, find_record
from detente.brief.again import record_from, record_values
from detente.cli.main import program
from detente.dossier import runs as kept_runs
from detente.dossier.ledger import Ledger
from detente.dossier.schema import MIGRATIONS
from test_as_of import DAYS, equilibria, kept

AT = ("--at", "2031-03-18T10:00:00")


def run(*args, code=0):
    done = CliRunner().invoke(program, [str(a) for a in args])
    assert done.exit_code == code, done.output
    return done


@pytest.fixture
def folder(tmp_path):
    kept(tmp_path / "d", DAYS)
    return tmp_path / "d"


def listed(folder):
    return json.loads(run("runs", folder, "--json").stdout)["runs"]


def test_a_brief_is_kept_with_its_hashes_versions_and_the_clock_passed_in(folder):
    run("brief", folder, "-o", folder / "one.html", *AT)
    run("brief", folder, "-o", folder / "two.html", "--at", "2031-03-19T10:00:00")
    first, second = listed(folder)
    assert first["at"] == "2031-03-18T10:00:00.000000Z"
    assert first["input"] == second["input"] and first["output"] == second["output"]
    assert (folder / "one.html").read_bytes() == (folder / "two.html").read_bytes()
    assert kept_runs.sha256((folder / "one.html").read_bytes()) == first["output"]
    assert {"detente", "python", "numpy"} <= set(first["versions"])
    assert str(folder) not in json.dumps(
        kept_runs.input_of(folder, kept_runs.run(folder, 1))
    )  # no path of this machine


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_same_bytes_come_again_after_everything_changed(folder, form):
    run("brief", folder, "--to", form, "--levers", "-o", folder / f"then.{form}", *AT)
    with dossier.open_ledger(folder) as ledger:
        ledger.decide([e.claim.id for e in ledger.claims("accepted")][3:9], "reject", "Mo")
    (folder / "model.yaml").write_text(
        "detente: 1\ndecision_makers: {a: {name: A, options: {x: X}}}\n", encoding="utf-8"
    )
    now = run("brief", folder, "--to", form).stdout
    done = run("runs", folder, "--again", 1, "-o", folder / f"again.{form}")
    assert (folder / f"again.{form}").read_bytes() == (folder / f"then.{form}").read_bytes() != now.encode()
    assert "the same bytes" in done.stderr
    one, two = listed(folder)
    assert one["input"] != two["input"]


def test_the_bytes_do_not_hang_on_the_order_of_sets(folder):
    """Python shuffles its sets anew in every process."""
    written = []
    for seed in ("1", "2"):
        out = folder / f"{seed}.html"
        code = "from detente.cli import main; main()"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        args = [sys.executable, "-c", code, "brief", str(folder), "--levers", "-o", str(out)]
        subprocess.run(args, check=True, env=environment, capture_output=True, timeout=120)
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert len({r["output"] for r in listed(folder)}) == len({r["input"] for r in listed(folder)}) == 1


def test_a_changed_program_is_told_and_ends_with_one(folder, monkeypatch):
    run("brief", folder, "-o", folder / "then.html", *AT)
    monkeypatch.setattr("detente.brief.tell.CAUTION", "Another caution.")
    monkeypatch.setattr("detente.__version__", "99.0")
    done = run("runs", folder, "--again", 1, "--json", code=1)
    found = json.loads(done.stdout)
    assert found["same"] is False and found["versions_changed"]["detente"][1] == "99.0"
    assert "is 99.0" in run("runs", folder, "--again", 1, "-o", folder / "x.html", code=1).stderr


def test_what_was_kept_is_never_changed(folder):
    run("brief", folder, "-o", folder / "then.html", *AT)
    with dossier.open_ledger(folder) as ledger:
        for statement in ("UPDATE runs SET output = 'x'", "DELETE FROM inputs", "UPDATE inputs SET data = x'00'"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                ledger.db.execute(statement)
        ledger.db.execute("DROP TRIGGER inputs_stay_update")  # planted: somebody alters the file behind our back
        ledger.db.execute("UPDATE inputs SET data = ?", (b"{}",))
    assert "altered" in run("runs", folder, "--again", 1, code=2).stderr
    assert "no run 9" in run("runs", folder, "--again", 9, code=2).stderr


def test_a_bundled_dossier_is_left_alone_and_a_ledger_without_runs_says_so(folder):
    run("brief", bundled("vessmark"), "-o", folder / "v.html")
    assert not (bundled("vessmark") / "ledger.db").exists()
    assert "no run is kept yet" in run("runs", folder).stdout
    run("brief", folder, "--to", "md")
    assert max(map(len, run("runs", folder).stdout.splitlines())) <= 80


def test_the_model_of_an_earlier_day_is_the_one_that_a_brief_used_then(folder):
    before = equilibria(folder)
    run("brief", folder, "-o", folder / "then.html", *AT)
    model = folder / "model.yaml"
    model.write_text(model.read_text(encoding="utf-8").replace("want: sign_w, assumed", "want: not sign_w, assumed"))
    assert equilibria(folder, "--as-of", "2031-03-18") == before
    done = run("analyze", folder, "--as-of", "2031-03-18", "--json")
    assert json.loads(done.stdout)["as_of"]["model_of"].startswith("2031-03-18")
    assert json.loads(run("analyze", folder, "--as-of", "2031-03-17", "--json").stdout)["as_of"]["model_of"] is None


def test_a_record_comes_back_from_its_values(folder):
    for place in (folder, bundled("vessmark"), bundled("geneva")):
        record = find_record(place)
        again = record_from(json.loads(json.dumps(record_values(record))))
        assert record_values(again) == record_values(record)
        assert again.claims == record.claims and again.rounds == record.rounds and again.entries() == record.entries()


def test_an_older_ledger_is_brought_up_to_date(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("detente.dossier.ledger.MIGRATIONS", MIGRATIONS[:1])
        Ledger(tmp_path / "ledger.db", create=True).close()
    assert kept_runs.runs(tmp_path) == ()
    kept_runs.keep_run(
        tmp_path, {"name": "brief"}, "m.yaml", {"model": {"text": "x"}}, b"out", now="2031-01-01T00:00:00Z"
    )
    assert [r.number for r in kept_runs.runs(tmp_path)] == [1]
