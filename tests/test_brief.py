"""The brief: one content, two forms, nothing from the network."""

import json
import re
from datetime import date

from click.testing import CliRunner

from detente import dossier
from detente.analysis.readings import tables, turns
from detente.brief import bundled, load_record, write
from detente.claims import Claim, Document, Hop
from detente.cli.main import program
from detente.conflict import compile, load, loads
from detente.stability import analyze

FOLDER = bundled("geneva")


def test_html_escapes_what_an_author_writes():
    text = (
        (FOLDER / "geneva.yaml").read_text(encoding="utf-8").replace("title: Talks", "title: <script>x</script> Talks")
    )
    html = write(loads(text)).to_html()
    assert "&lt;script&gt;x" in html
    assert "<script>x" not in html


def test_the_readings_inside_the_page_cannot_end_their_script():
    text = (FOLDER / "geneva.yaml").read_text(encoding="utf-8").replace("Ukraine signs\n", "</script><b>signs\n")
    brief = write(loads(text))
    assert "</script>" not in brief.what_if
    assert any("</script><b>signs" in state for state, *_ in json.loads(brief.what_if)["states"])


def test_both_forms_carry_every_quote():
    record = load_record(FOLDER)
    brief = write(load(FOLDER / "geneva.yaml"), record)
    for claim in record.claims.values():
        assert claim.quote in brief.to_markdown()
        assert claim.quote.replace("'", "&#39;") in brief.to_html()


def test_nothing_is_asked_of_the_network():
    html = write(load(FOLDER / "geneva.yaml"), load_record(FOLDER)).to_html()
    assert not re.search(r"https?://|src\s*=|<link|@import|url\(|fetch|XMLHttpRequest", html)
    assert "default-src 'none'" in html


def test_a_ranking_can_be_what_a_settlement_sticks_on():
    text = """
detente: 1
title: Two who would rather not
decision_makers:
  a: {name: A, options: {x: A gives way}}
  b: {name: B, options: {y: B gives way}}
preferences:
  a: {ranking: [NY, NN, YY, YN]}
  b: {ranking: [YN, NN, YY, NY]}
settlement: x and y
"""
    brief = write(loads(text))
    assert [p.wish.want for p in brief.sticking] == ["its ranking", "its ranking"]
    assert brief.what_if == ""
    assert 'href="#' not in brief.to_html()


def test_the_command_writes_markdown(tmp_path):
    out = tmp_path / "b.md"
    done = CliRunner().invoke(program, ["brief", str(FOLDER), "--to", "md", "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_text(encoding="utf-8").startswith("# Talks")


def test_a_missing_model_is_one_clear_message():
    done = CliRunner().invoke(program, ["brief", "nowhere.yaml"])
    assert done.exit_code == 2
    assert "there is no such file" in done.stderr
    assert "Traceback" not in done.output


VESSMARK = bundled("vessmark")


def trams():
    return load(VESSMARK / "vessmark.yaml"), load_record(VESSMARK)


def test_the_invented_dispute_says_on_every_page_that_it_is_fictional():
    conflict, record = trams()
    assert all(p.path.read_text(encoding="utf-8").startswith("Fictional.") for p in record.pages)
    assert "Fictional" in write(conflict, record).to_html()
    assert "Fictional" in write(conflict, record).to_markdown()


def test_every_quote_of_the_invented_dispute_stands_once_on_its_page():
    _, record = trams()
    texts = {p.file: p.path.read_text(encoding="utf-8") for p in record.pages}
    assert len(texts) == 4
    for claim in record.claims.values():
        assert texts[claim.page].count(claim.quote) == 1, claim.id


def test_a_copy_and_a_denial_are_shown_as_such():
    brief = write(*trams())
    links = {s.id: s.links for s in brief.sources}
    assert links["keep-copy"] == ("A copy of keep-report, counted once.",)
    assert links["keep-denial"] == ("Denies keep-report.",)
    assert links["keep-report"] == ("Repeated by keep-copy: one report.", "Denied by keep-denial.")


def test_a_settlement_hinges_on_the_report_and_differs_by_concept():
    conflict, record = trams()
    hinge = next(h for h in write(conflict, record).hinges if h.id == "keep-report")
    (change,) = hinge.changes
    assert change.gained
    assert "Union signs" in change.state
    assert change.concepts == ("GMR", "SMR", "SEQ", "SSEQ")


def test_turned_verdicts_agree_with_each_reading_alone():
    """Every claim of the trams, in every reading of the other: what appears and what vanishes, under every concept."""
    conflict, _ = trams()
    found = tables(conflict, ["NASH", "SEQ"])

    def alone(believed, key):
        graph = compile(conflict, frozenset(believed))
        return {int(c) for c in graph.codes[analyze(graph, [key]).equilibria(key)]}

    def counted(claim, others):
        tally = {}
        for rest in others:
            for key in ("NASH", "SEQ"):
                yes, no = alone({*rest, claim}, key), alone(rest, key)
                for gained, states in ((True, yes - no), (False, no - yes)):
                    for code in states:
                        tally[code, key, gained] = tally.get((code, key, gained), 0) + 1
        return tally

    seen = {
        claim: {(t.code, t.concept, t.gained): t.times for t in turns(found, claim)}
        for claim in ("keep-report", "fund-report")
    }
    assert seen["keep-report"] == counted("keep-report", [set(), {"fund-report"}])
    assert seen["fund-report"] == counted("fund-report", [set(), {"keep-report"}])
    # planted: one reading of the other claims does not tell all
    assert seen["keep-report"] != counted("keep-report", [set()])


def test_a_sticking_point_is_left_for_good():
    """Literal check on all states: some move of the mover gains, and no sequence of answers undoes the gain."""
    from detente.analysis.sticking import settlement_states
    from detente.brief.answers import sticking_points

    conflict, _ = trams()
    graph = compile(conflict)
    states = settlement_states(conflict, graph)
    assert states

    def reach(t, others):
        seen, todo = {t}, [t]
        while todo:
            at = int(graph.codes[todo.pop()])
            for s in range(graph.size):
                for j in others:
                    mine = sum(1 << k for k, owner in enumerate(graph.owner) if owner == j)
                    if s not in seen and (at ^ int(graph.codes[s])) & ~mine == 0:
                        seen.add(s)
                        todo.append(s)
        return seen

    def left(i, s):
        mine = sum(1 << k for k, owner in enumerate(graph.owner) if owner == i)
        for t in range(graph.size):
            gains = graph.rank[i, t] > graph.rank[i, s] and (int(graph.codes[s]) ^ int(graph.codes[t])) & ~mine == 0
            if gains and all(graph.rank[i, u] > graph.rank[i, s] for u in reach(t, [j for j in range(3) if j != i])):
                return True
        return False

    names = [dm.name for dm in conflict.decision_makers]
    points = sticking_points(conflict, graph, conflict.default_reading, states)
    found = {(names.index(p.wish.dm), s) for p in points for s in p.states}
    literal = {(i, s) for i in range(3) for s in states if left(i, s)}
    assert found == literal
    assert 0 < len(literal) < 3 * len(states)


def test_a_large_model_is_told_in_bounded_length():
    options = [[f"o{d}_{k}" for k in range(6)] for d in range(3)]
    lines = ["detente: 1", "decision_makers:"]
    for d, own in enumerate(options):
        lines.append(f"  d{d}: {{name: D{d}, options: {{{', '.join(f'{o}: {o}' for o in own)}}}}}")
    lines.append("preferences:")
    for d, own in enumerate(options):
        lines.append(f"  d{d}: [{{want: not {own[0]}, assumed: a, when: [c]}}]")
    lines += ["contested: [c]", "settlement: o0_0 and o1_0 and o2_0"]
    brief = write(loads("\n".join(lines)))
    assert any("readings are not compared" in note for note in brief.notes)
    assert max(len(h.settlements + h.others) for h in brief.holds) <= 26
    assert brief.holds[0].others[-1].startswith("and ")
    assert len(brief.to_html()) < 100_000


PAGE = "Ilka Dorn said that the union would not sign. A person close to the board said the depot might stay."


def kept_dossier(folder):
    """A dossier with one page and two accepted claims, entered without the reader."""
    dossier.init(folder)
    refusal, report = (
        PAGE[: PAGE.index(".") + 1],
        PAGE[PAGE.index("A person") :],
    )
    claims = [
        Claim(
            id="a",
            quote=refusal,
            start=0,
            end=len(refusal),
            kind="refusal",
            source=(Hop(name="Ilka Dorn", role="union secretary"), Hop(outlet="Vessmark Courier")),
            actors=("Drivers' union",),
        ),
        Claim(
            id="b",
            quote=report,
            start=PAGE.index(report),
            end=len(PAGE),
            kind="possibility",
            hedged=True,
            source=(Hop(role="person close to the board", anonymous=True), Hop(outlet="Vessmark Courier")),
            actors=("Northloop",),
        ),
    ]
    page = Document(text=PAGE, name="page.txt", sha256="0" * 64, published=date(2031, 3, 4), outlet="Vessmark Courier")
    with dossier.open_ledger(folder) as ledger:
        ids = [e.claim.id for e in ledger.add(page, PAGE.encode(), claims, drafter="a test", now="2031-03-05T10:00:00")]
        ledger.decide(ids, "accept", "Mo Analyst", now="2031-03-06T10:00:00")
    (folder / "model.yaml").write_text(
        f"""
detente: 1
title: Depot
decision_makers:
  union: {{name: Union, options: {{sign: Sign}}}}
  operator: {{name: Northloop, options: {{keep: Keep the depot}}}}
preferences:
  union: [{{want: not sign, because: [{ids[0]}]}}]
  operator: [{{want: keep if sign, because: [{ids[1]}], when: [{ids[1]}]}}]
contested: [{ids[1]}]
settlement: sign
""",
        encoding="utf-8",
    )
    return ids


def test_a_brief_on_a_dossier_cites_what_its_ledger_accepted(tmp_path):
    ids = kept_dossier(tmp_path / "d")
    done = CliRunner().invoke(program, ["brief", str(tmp_path / "d"), "--to", "md"])
    assert done.exit_code == 0, done.output
    assert "Decided by Mo Analyst, 6 March 2031." in done.stdout
    assert "Ilka Dorn, union secretary → Vessmark Courier" in done.stdout
    assert "unnamed person close to the board" in done.stdout
    assert PAGE.split(". ")[0] in done.stdout
    with dossier.open_ledger(tmp_path / "d") as ledger:
        ledger.decide([ids[1]], "reject", "Mo Analyst")
    again = CliRunner().invoke(program, ["brief", str(tmp_path / "d"), "--to", "md"])
    assert "unnamed person close to the board" not in again.stdout


def test_the_timeline_reads_a_ledger(tmp_path):
    ids = kept_dossier(tmp_path / "d")
    done = CliRunner().invoke(program, ["timeline", str(tmp_path / "d"), "--json"])
    assert done.exit_code == 0, done.output
    (day,) = json.loads(done.stdout)["days"]
    assert (day["date"], [c["id"] for c in day["claims"]]) == ("2031-03-04", ids)


def test_a_folder_with_no_model_or_several_is_one_clear_message(tmp_path):
    empty = CliRunner().invoke(program, ["brief", str(tmp_path)])
    assert (empty.exit_code, "draft-model" in empty.stderr) == (2, True)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("detente: 1", encoding="utf-8")
    several = CliRunner().invoke(program, ["brief", str(tmp_path)])
    assert (several.exit_code, "a.yaml, b.yaml" in several.stderr) == (2, True)


def test_a_drafted_model_is_called_a_draft(tmp_path):
    model = tmp_path / "m.yaml"
    model.write_text(
        "detente: 1\ndecision_makers:\n  a: {name: A, options: {x: X}}  # drafted, confirm\npreferences:\n"
        "  # ORDER OF PRIORITY NOT SET: as the claims came in\n  a: [{want: x, assumed: why}]\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(program, ["brief", str(model), "--to", "md"])
    assert "This model is a draft: 1 of its lines" in done.stdout
    assert "order of priority is not set for 1" in done.stdout
    assert "The model names no settlement." in done.stdout


def test_levers_stand_in_an_annex_only_where_asked_for():
    conflict, record = trams()
    assert "Annex" not in write(conflict, record).to_markdown()
    brief = write(conflict, record, levers=True)
    for text in (brief.to_markdown(), brief.to_html()):
        assert text.index("Annex") > text.index("Sources")
        assert brief.annex.caution.split(";")[0] in text
    assert [who for who, _ in brief.annex.groups]
    assert not any("Given by" in line for line in brief.bottom)
