"""Tables of claims: out, changed, and in again; protected names nowhere in what is shared."""

import csv
import html
import io
import json
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from detente import dossier
from detente.base import DetenteError
from detente.claims import Claim, Document, Hop
from detente.cli.main import program
from detente.dossier.ledger import Ledger
from detente.dossier.share import COLUMNS, Protection, cut, hop_text, protect, read_hop, refuse_traces, table, words_of
from detente.dossier.sheets import read_rows, to_csv, to_xlsx
from detente.dossier.take_in import take_in

TEXT = (
    "Ilka Dorn, the union secretary, said the depot must stay. “Dorn’s terms” were refused, Dörn’s deputy said.\n"
    "=SUM(1) is a formula; the ILKA-DORN plan is not. The city might pay, a person said."
)
NAMES = ("Ilka Dorn", "ILKA", "dorn", "Dörn")


def claim(quote, n, kind="event", **more):
    start = TEXT.index(quote)
    return Claim(id=f"x{n}", quote=quote, start=start, end=start + len(quote), kind=kind, **more)


@pytest.fixture
def folder(tmp_path):
    page = Document(
        text=TEXT, name="ilka-dorn-says.txt", sha256="00", title="Dorn speaks", outlet="Courier", author="I. Dorn"
    )
    claims = [
        claim(
            "Ilka Dorn, the union secretary, said the depot must stay",
            1,
            "demand",
            source=(Hop(name="Ilka Dorn", role="union secretary"), Hop(outlet="Courier")),
            actors=("Ilka Dorn", "Northloop"),
        ),
        claim("“Dorn’s terms” were refused", 2, "refusal", source=(Hop(outlet="Courier"),), actors=("Northloop",)),
        claim("=SUM(1) is a formula", 3, hedged=True, places=("Quay", "Tarn")),
        claim(
            "The city might pay",
            4,
            "possibility",
            source=(Hop(role="person", anonymous=True, count=1), Hop(outlet="Courier")),
        ),
    ]
    with Ledger(tmp_path / "ledger.db", create=True) as ledger:
        made = ledger.add(page, TEXT.encode(), claims, drafter="test", now="2031-03-01T10:00:00.000000Z")
        ledger.decide([e.claim.id for e in made[:2]], "accept", "Ilka Dorn", now="2031-03-02T10:00:00.000000Z")
    return tmp_path


def run(*args, code=0):
    done = CliRunner().invoke(program, [str(a) for a in args])
    assert done.exit_code == code, (done.output, done.exception)
    return done


def everything(data):
    """Return all text of an exported file, whatever it is packed in."""
    if data[:2] != b"PK":
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join([*packed.namelist(), *(html.unescape(packed.read(n).decode()) for n in packed.namelist())])


def traces(text, names=NAMES):
    """Look for names the slow way: without case and accents, letter by letter."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return [
        name
        for name in names
        if "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold() in bare
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_a_protected_name_is_nowhere_in_a_shared_file(folder, suffix):
    run("protect", folder, "Ilka Dorn", "--grade", "B2", "--description", "a person at the table", "--who", "Mo")
    shared, full = folder / f"shared.{suffix}", folder / f"full.{suffix}"
    run("export", folder, "-o", shared, "--shared")
    run("export", folder, "-o", full)
    text = everything(shared.read_bytes())
    assert traces(text) == []
    assert "a person at the table" in text and "B2" in text and "union secretary" not in text.split("said the depot")[1]
    # planted: the same search does see the names where they were not withheld
    assert traces(everything(full.read_bytes())) == list(NAMES)
    rows = json.loads(text)["claims"] if suffix == "json" else read_rows(shared)
    plain = next(r for r in rows if r["id"] == "c1")
    assert plain["source"] == "unnamed, a person at the table > outlet: Courier" and plain["grade"] == "B2"
    assert plain["actors"] == "[withheld]; Northloop" and plain["decided_by"] == "[withheld]"


MODEL = """detente: 1
title: What Ilka Dorn wants
decision_makers:
  union: {name: Dorn's union, options: {sign: Sign}}
  operator: {name: Northloop, options: {keep: Keep what ILKA asks}}
preferences:
  union: [{want: keep if sign, because: [c1], assumed: Dörn says so}]
  operator: [{want: not keep, because: [c2], unless: [c1]}]
contested: [{id: c1, name: the demand of Ilka Dorn}]
settlement: sign and keep
note: Read by dorn.
"""


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_protected_name_is_nowhere_in_a_shared_brief(folder, form):
    (folder / "model.yaml").write_text(MODEL, encoding="utf-8")
    run("protect", folder, "Ilka Dorn", "--grade", "B2", "--description", "a person at the table", "--who", "Mo")
    shared, full, again = (folder / f"{name}.{form}" for name in ("shared", "full", "again"))
    run("brief", folder, "--to", form, "--levers", "--shared", "-o", shared)
    run("brief", folder, "--to", form, "--levers", "-o", full)
    text = html.unescape(shared.read_text(encoding="utf-8"))
    assert traces(text) == []
    assert "unnamed a person at the table (graded B2)" in text and "union secretary →" not in text
    assert "[withheld]" in text and "SHA-256" in text
    # planted: the same search does see the names where they were not withheld
    assert traces(html.unescape(full.read_text(encoding="utf-8"))) == list(NAMES)
    run("runs", folder, "--again", "1", "-o", again)
    assert again.read_bytes() == shared.read_bytes()
    assert full.read_bytes() != shared.read_bytes()


def test_a_leak_stops_the_brief(folder, monkeypatch):
    (folder / "model.yaml").write_text(MODEL, encoding="utf-8")
    protect(folder, "Ilka Dorn", "Mo")
    monkeypatch.setattr("detente.brief.shared.cut", lambda text, words: text.replace("Ilka Dorn", "[withheld]"))
    assert "E811" in run("brief", folder, "--shared", code=2).stderr


def test_a_leak_stops_the_export(folder, monkeypatch):
    protect(folder, "Ilka Dorn", "Mo")
    monkeypatch.setattr("detente.dossier.share.cut", lambda text, words: text.replace("Ilka Dorn", "[withheld]"))
    with pytest.raises(DetenteError, match="E811"):
        table(folder, shared=True)


DRESSES = (
    str,
    str.upper,
    str.lower,
    lambda s: unicodedata.normalize("NFD", s),
    lambda s: s.replace(" ", "-"),
    lambda s: s.replace(" ", "_") + ".html",
    lambda s: f"“{s}’s”",
)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize(
    "name", ["Ilka Dorn", "Оксана Шевчук", "Zoë Müller", "José Ibáñez", "李明", "박지민", "Ada van der Li"]
)
def test_names_in_any_dress_are_found(name, dress):
    last = name.split()[-1]
    text = f"It was {dress(name)} who told; {dress(last)} again."
    hidden = [Protection(name=name)]
    left = cut(text, words_of(hidden))
    assert traces(left, [last, name.split()[0]]) == [] and "[withheld]" in left and left.startswith("It was ")
    refuse_traces(left, hidden)
    with pytest.raises(DetenteError, match="E811"):
        refuse_traces(text, hidden)


def test_other_endings_are_withheld_and_other_words_are_not():
    words = words_of([Protection(name="Ілька Шевчук")])
    assert traces(cut("Ільки Шевчука не було, казали Шевчукові", words), ["ільк", "шевчук"]) == []
    assert cut("The vandal left the city in April", words_of([Protection(name="Ada van der Li")])) == (
        "The vandal left the city in April"
    )


def test_what_is_not_the_name_stays_and_protection_ends(folder):
    protect(folder, "Ilka Dorn", "Mo")
    rows, pages = table(folder, shared=True)
    assert "The city might pay" in [row["quote"] for row in rows]
    assert pages[0]["document"] == "[withheld]-says.txt" and "[withheld]" in pages[0]["title"]
    run("protect", folder, "Ilka Dorn", "--off", "--who", "Mo")
    assert "Ilka Dorn" in table(folder, shared=True)[0][0]["source"]
    with dossier.open_ledger(folder) as ledger:
        assert ledger.db.execute("SELECT count(*) FROM protections").fetchone()[0] == 2
    with pytest.raises(DetenteError, match="cannot be protected so"):
        protect(folder, "Ilka Dorn", "Mo", description="the Dorn family")
    with pytest.raises(DetenteError, match="empty"):
        protect(folder, " ", "Mo")
    done = run("protect", folder, "Nobody Known", "--who", "Mo", "--json")
    assert json.loads(done.stdout)["protected"] == [{"name": "Nobody Known", "grade": "", "description": ""}]
    assert "no claim names" in done.stderr


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_table_that_nobody_changed_changes_nothing(folder, suffix):
    before = dossier.claims(folder)
    run("export", folder, "-o", folder / f"t.{suffix}")
    assert "nothing in the table differs" in run("import", folder, folder / f"t.{suffix}", "--who", "Mo").stdout
    assert dossier.claims(folder) == before
    with dossier.open_ledger(folder) as ledger:
        assert len(ledger.decisions()) == 2


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_cell_is_a_formula(folder, suffix):
    run("export", folder, "-o", folder / f"t.{suffix}")
    data = (folder / f"t.{suffix}").read_bytes()
    if suffix == "csv":
        (row,) = [r for r in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))) if r["id"] == "c3"]
        assert row["quote"] == "'=SUM(1) is a formula"
    else:
        assert "<f>" not in everything(data)
    (row,) = [r for r in read_rows(folder / f"t.{suffix}") if r["id"] == "c3"]
    assert row["quote"] == "=SUM(1) is a formula"


def written(folder, rows, suffix):
    path = folder / f"changed.{suffix}"
    columns = list(dict.fromkeys(c for row in rows for c in row))
    path.write_bytes(to_csv(rows, columns) if suffix == "csv" else to_xlsx({"claims": (rows, columns)}))
    return path


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_changed_cells_become_edits_and_decisions_by_whoever_imports(folder, suffix):
    rows, _ = table(folder)
    rows[0] |= {"kind": "condition", "actors": "Drivers' union; Northloop", "said": "2031-02-28"}
    rows[1] |= {"status": "rejected", "source": "3 unnamed, drivers > outlet: Courier"}
    rows[2] |= {"status": "accepted", "hedged": "no"}
    rows.append(
        {
            "id": "",
            "document": "ilka-dorn-says.txt",
            "quote": "Dörn’s deputy said",
            "kind": "event",
            "status": "accepted",
        }
    )
    done = run("import", folder, written(folder, rows, suffix), "--who", "Ada", "--json")
    assert json.loads(done.stdout) == {
        "edited": ["c1", "c2", "c3"],
        "decided": ["c2", "c3"],
        "entered": ["c5"],
        "left_out": [],
    }
    found = {e.claim.id: e for e in dossier.claims(folder)}
    assert found["c1"].claim.kind == "condition" and found["c1"].claim.actors == ("Drivers' union", "Northloop")
    assert found["c1"].said.isoformat() == "2031-02-28" and found["c1"].status == "accepted"
    assert found["c2"].status == "rejected" and found["c2"].claim.source[0] == Hop(
        role="drivers", anonymous=True, count=3
    )
    assert found["c3"].status == "accepted" and not found["c3"].claim.hedged
    assert TEXT[found["c5"].claim.start : found["c5"].claim.end] == "Dörn’s deputy said"
    with dossier.open_ledger(folder) as ledger:
        made = [(d.claim, d.what, d.who) for d in ledger.decisions()[2:]]
    assert (
        {who for _, _, who in made} == {"Ada"} and ("c2", "reject", "Ada") in made and ("c5", "accept", "Ada") in made
    )


def test_a_fault_anywhere_stops_all_of_it_and_all_faults_are_told(folder):
    rows, _ = table(folder)
    rows[0] |= {"kind": "demnd"}
    rows[1] |= {"quote": "What nobody wrote"}
    rows[2] |= {"status": "accepted", "start": "7"}
    rows[3] |= {"id": "c44"}
    rows += [dict(rows[1], quote=TEXT[:4]), {"id": "", "document": "nope.txt", "quote": "x"}]
    before = dossier.claims(folder)
    done = CliRunner().invoke(program, ["import", str(folder), str(written(folder, rows, "csv")), "--who", "Mo"])
    told = done.stderr
    pieces = [
        ":2:1",
        "did you mean 'demand'",
        ":3:1",
        "does not stand in the page",
        ":4:1",
        "'start' cannot be changed",
    ]
    for piece in [*pieces, ":5:1", "c44", ":6:1", "twice", ":7:1", "nope.txt"]:
        assert piece in told, piece
    assert dossier.claims(folder) == before
    with pytest.raises(DetenteError, match="did you mean 'kind'"):
        take_in(folder, [{"id": "c1", "knd": "event"}], "Mo")
    with pytest.raises(DetenteError, match="draft again"):
        take_in(folder, [{"id": "c1", "status": "draft"}], "Mo")
    with pytest.raises(DetenteError, match="neither yes nor no"):
        take_in(folder, [{"id": "c1", "hedged": "maybe"}], "Mo")


def test_withheld_rows_come_back_as_they_are_left_out(folder):
    protect(folder, "Ilka Dorn", "Mo", description="a person at the table")
    run("export", folder, "-o", folder / "s.csv", "--shared")
    before = dossier.claims(folder)
    done = run("import", folder, folder / "s.csv", "--who", "Ada", "--json")
    assert {r["row"] for r in json.loads(done.stdout)["left_out"]} >= {2, 3}
    assert dossier.claims(folder) == before


def test_spreadsheets_own_ways_are_understood(folder):
    rows, _ = table(folder)
    few = [{"id": "c1", "said": "2031-02-28"}]
    path = folder / "semicolons.csv"
    path.write_text("id;said\r\nc1;2031-02-28\r\n;\r\n", encoding="utf-8")
    assert take_in(folder, read_rows(path), "Mo").edited == ("c1",)
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id", "said", "hedged"])
    book.active.append(["c2", datetime(2031, 2, 27), True])
    book.save(folder / "dates.xlsx")
    assert take_in(folder, read_rows(folder / "dates.xlsx"), "Mo").edited == ("c2",)
    assert {e.claim.id: e.said and e.said.day for e in dossier.claims(folder)} == {
        "c1": 28,
        "c2": 27,
        "c3": None,
        "c4": None,
    }
    assert len(rows) == 4 and few
    for bad in (b"\xff\xfe\x00", b"no header\r\n", b"PK but no workbook", b""):
        (folder / "bad.csv").write_bytes(bad)
        with pytest.raises(DetenteError, match="E813"):
            read_rows(folder / "bad.csv")
    with pytest.raises(DetenteError, match="E108"):
        read_rows(folder / "none.csv")


def test_the_same_table_and_time_are_the_same_bytes(folder):
    at = datetime(2031, 3, 5, 12, 0, 0, tzinfo=UTC)
    rows, pages = table(folder)
    sheets = {"claims": (rows, COLUMNS), "documents": (pages, tuple(pages[0]))}
    assert to_xlsx(sheets, at) == to_xlsx(sheets, at) != to_xlsx(sheets)
    assert "2031-03-05T12:00:00Z" in everything(to_xlsx(sheets, at))
    with pytest.raises(DetenteError, match="E812"):
        to_xlsx({"claims": ([{"id": "x" * 40000}], ("id",))})


HOPS = (
    Hop(outlet="The Post"),
    Hop(name="A. Person"),
    Hop(name="A. Person", role="envoy, acting"),
    Hop(anonymous=True),
    Hop(role="advisers", anonymous=True, count=2),
)


@pytest.mark.parametrize("hop", HOPS)
def test_a_link_of_a_chain_comes_back(hop):
    assert read_hop(hop_text(hop)) == hop


def test_every_cell_that_may_be_changed_comes_back_as_it_was(folder):
    for e in dossier.claims(folder):
        assert re.fullmatch(r"c\d+", e.claim.id)
        changed = replace(e.claim, source=tuple(read_hop(hop_text(h)) for h in e.claim.source))
        assert changed == e.claim
