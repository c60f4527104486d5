"""Questions put to a dossier as it stood on another day, through the commands."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from detente import dossier
from detente.brief import bundled, load_record
from detente.claims import Document
from detente.cli.main import program
from detente.dossier.ledger import Ledger

VESSMARK = bundled("vessmark")
DAYS = ("2031-03-04", "2031-03-13", "2031-03-14", "2031-03-17")


def run(*args, code=0):
    done = CliRunner().invoke(program, [str(a) for a in args])
    assert done.exit_code == code, done.output
    return done


def equilibria(folder, *args):
    found = json.loads(run("analyze", folder, "--concept", "NASH", "--equilibria-only", "--json", *args).stdout)
    return {s["options"] for s in found["concepts"]["NASH"]["equilibria"]}


def kept(folder, entered):
    """Put the invented dispute into a ledger: each page enters, and is decided on, on the day given for it."""
    record = load_record(VESSMARK)
    folder.mkdir()
    (folder / "documents").mkdir()
    with Ledger(folder / "ledger.db", create=True) as ledger:
        names = {}
        for page, day in zip(record.pages, entered, strict=True):
            text = page.path.read_text(encoding="utf-8")
            document = Document(
                text=text, source=text, name=page.file, sha256=page.file, outlet=page.outlet, published=page.published
            )
            claims = []
            for e in (e for e in record.entries() if e.document == page.file):
                start = text.index(e.claim.quote)
                claims.append(replace(e.claim, start=start, end=start + len(e.claim.quote)))
            made = ledger.add(document, text.encode(), claims, drafter="test", now=f"{day}T08:00:00.000000Z")
            names |= {e.local: e.claim.id for e in made}
            ledger.decide([e.claim.id for e in made], "accept", "Mo", now=f"{day}T09:00:00.000000Z")
    model = (VESSMARK / "vessmark.yaml").read_text(encoding="utf-8")
    for local, ident in sorted(names.items(), key=lambda pair: -len(pair[0])):
        for before, after in ((f"[{local}]", f"[{ident}]"), (f"id: {local},", f"id: {ident},")):
            model = model.replace(before, after)
    (folder / "model.yaml").write_text(model, encoding="utf-8")
    return names


def test_analyze_answers_as_of_every_day_of_the_dispute():
    timeline = json.loads(run("timeline", VESSMARK, "--json").stdout)
    seen = []
    for day in DAYS:
        now = equilibria(VESSMARK, "--as-of", day)
        told = next(d for d in timeline["days"] if d["date"] == day)
        assert len(now) == len(told["equilibria"]["NASH"])
        seen.append(now)
    assert seen[0] != seen[1] == seen[2] != seen[3] == equilibria(VESSMARK)
    done = run("analyze", VESSMARK, "--as-of", "2031-03-13", "--json")
    marked = json.loads(done.stdout)["as_of"]
    assert (marked["date"], marked["clock"], marked["claims"], marked["of"]) == ("2031-03-13", "published", 9, 13)
    assert "9 of 13" in done.stderr


@pytest.mark.parametrize("command", ["readings", "settle", "levers", "paths"])
def test_every_question_can_be_asked_of_another_day(command):
    then = json.loads(run(command, VESSMARK, "--as-of", "2031-03-13", "--json").stdout)
    now = json.loads(run(command, VESSMARK, "--json").stdout)
    assert then.pop("as_of")["date"] == "2031-03-13" and "as_of" not in now
    assert then != now
    if command == "readings":
        assert [c["id"] for c in then["contested"]] == ["keep-report"]  # the other report was not out yet


def test_the_brief_of_another_day_cites_nothing_later():
    then = run("brief", VESSMARK, "--to", "md", "--as-of", "2031-03-13").stdout
    now = run("brief", VESSMARK, "--to", "md").stdout
    assert "As of 2031-03-13" in then and "As of 2031-03-13" not in now
    assert "Mira Tolle" in now and "Mira Tolle" not in then
    assert "strike fund" not in then


def test_the_two_clocks_differ_where_pages_came_in_late(tmp_path):
    entered = ("2031-03-20", "2031-03-20", "2031-03-21", "2031-03-22")
    kept(tmp_path / "d", entered)
    by_publication = [equilibria(tmp_path / "d", "--as-of", d, "--by", "published") for d in DAYS]
    assert by_publication == [equilibria(VESSMARK, "--as-of", d) for d in DAYS]
    assert equilibria(tmp_path / "d", "--as-of", "2031-03-17") == equilibria(tmp_path / "d", "--as-of", "2031-01-01")
    assert equilibria(tmp_path / "d", "--as-of", "2031-03-21") == by_publication[2]
    assert equilibria(tmp_path / "d", "--as-of", "2031-03-22") == by_publication[3] == equilibria(tmp_path / "d")
    brief = run("brief", tmp_path / "d", "--to", "md", "--as-of", "2031-03-21").stdout
    assert "Mira Tolle" not in brief and "Ilka Dorn" in brief
    told = json.loads(run("timeline", tmp_path / "d", "--by", "entered", "--json").stdout)
    assert [d["date"] for d in told["days"]] == sorted(set(entered))
    claims = json.loads(run("claims", tmp_path / "d", "--as-of", "2031-03-21", "--json").stdout)["claims"]
    assert len(claims) == 10 and {c["published"] for c in claims} == {"2031-03-04", "2031-03-13", "2031-03-14"}


def test_a_claim_rejected_later_still_stood_before(tmp_path):
    names = kept(tmp_path / "d", ("2031-03-05", "2031-03-14", "2031-03-15", "2031-03-18"))
    before = equilibria(tmp_path / "d")
    with dossier.open_ledger(tmp_path / "d") as ledger:
        ledger.decide([names["fund-report"]], "reject", "Mo", now="2031-03-25T09:00:00.000000Z")
    assert equilibria(tmp_path / "d", "--as-of", "2031-03-24") == before
    after = equilibria(tmp_path / "d", "--as-of", "2031-03-26")
    assert after != before
    (gone,) = json.loads(run("timeline", tmp_path / "d", "--by", "entered", "--json").stdout)["days"][-1]["withdrawn"]
    assert gone["id"] == names["fund-report"]


def test_a_contested_copy_is_one_claim_with_what_it_repeats(tmp_path):
    names = kept(tmp_path / "d", DAYS)
    model = tmp_path / "d" / "model.yaml"
    text = model.read_text(encoding="utf-8")
    report, copy = names["keep-report"], names["keep-copy"]
    text = text.replace("contested:\n", f"contested:\n  - {{id: {copy}, believed: no}}\n")
    text = text.replace("{want: not raise,", f"{{want: not raise, when: {copy},")
    model.write_text(text, encoding="utf-8")
    done = run("readings", tmp_path / "d", "--json")
    document = json.loads(done.stdout)
    assert document["readings"] == 4 and document["one_report"] == {copy: report}
    assert [c["id"] for c in document["contested"]] == [report, names["fund-report"]]
    assert f"{copy} repeats {report}" in done.stderr
    alone = tmp_path / "alone.yaml"
    alone.write_text(text, encoding="utf-8")
    assert json.loads(run("readings", alone, "--json").stdout)["readings"] == 8  # no record: nothing is known of copies


def test_another_day_needs_a_record(tmp_path):
    alone = tmp_path / "alone.yaml"
    alone.write_text((VESSMARK / "vessmark.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    done = run("analyze", alone, "--as-of", "2031-03-13", code=2)
    assert "nothing is known of other days" in done.stderr


def test_a_ledger_that_cannot_be_read_does_not_stop_a_question_about_the_model(tmp_path):
    model = tmp_path / "alone.yaml"
    model.write_text((VESSMARK / "vessmark.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "ledger.db").write_bytes(b"no ledger at all, but a file of that name")
    done = run("readings", model, "--json")
    assert json.loads(done.stdout)["readings"] == 4 and "cannot be read" in done.stderr
    assert CliRunner().invoke(program, ["readings", str(model), "--as-of", "2031-03-13"]).exit_code == 2
