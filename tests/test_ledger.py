"""The ledger keeps what it acknowledged, gives permanent ids and remembers who decided."""

import sqlite3
from dataclasses import fields, replace
from datetime import date

import pytest

from detente.base import DetenteError
from detente.claims import Claim, Cut, DateMention, Document, Hop, Number, Trigger
from detente.dossier import Ledger
from detente.dossier.codec import claim_from, claim_values, document_from, document_values, shown
from detente.dossier.schema import MIGRATIONS

TEXT = "Київ rejected the plan. المتحدث said more than 300 would leave next Tuesday."
FULL = Claim(
    id="c9",
    quote=TEXT[:23],
    start=0,
    end=23,
    kind="condition",
    source=(Hop(name="A. Person", role="envoy", alternatives=("B",)), Hop(anonymous=True, count=2), Hop(outlet="Post")),
    cue="said",
    hedged=True,
    negated=True,
    actors=("Київ", "المتحدث"),
    places=("Geneva",),
    dates=(DateMention(text="next Tuesday", start=date(2031, 3, 4), end=None, rule="next"),),
    numbers=(Number(text="more than 300", value=300, relation="more_than", unit="POWs"),),
    confidence=0.83,
    triggers=(Trigger(field="kind", text="rejected", start=5, end=13),),
    halves=("leave", "the plan is signed"),
    resolved=(("he", "A. Person"),),
)
PAGE = Document(
    text=TEXT,
    title="Talks",
    outlet="Post",
    author="X",
    published=date(2031, 3, 1),
    cut=(Cut(text="Donate", reason="appeal", start=1, end=7),),
    source="Donate " + TEXT,
    origin=((0, 7, len(TEXT)),),
    language="uk",
    name="talks.txt",
    sha256="a" * 64,
    notes=("a note",),
)


def simple(n, **more):
    return replace(Claim(id=f"c{n}", quote="Київ", start=0, end=4, kind="demand"), **more)


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db", create=True) as opened:
        yield opened


def keep(ledger, claims, name="talks.txt", now=""):
    page = replace(PAGE, name=name, sha256=name)
    return ledger.add(page, b"bytes", claims, drafter="test 1", now=now)


def test_every_field_of_a_claim_and_of_a_document_comes_back(ledger):
    for value in (FULL, PAGE):
        for field in fields(value):
            assert getattr(value, field.name) not in (None, (), ""), field.name  # nothing is left untried
    assert claim_from(claim_values(FULL)) == FULL
    assert document_from(document_values(PAGE)) == PAGE
    (entry,) = ledger.add(PAGE, b"\xffraw", (FULL,), drafter="test 1")
    assert entry.claim == replace(FULL, id="c1")
    assert (entry.local, entry.document, entry.published, entry.said) == ("c9", "talks.txt", date(2031, 3, 1), None)
    kept = ledger.document("talks.txt")
    assert (kept.document, kept.data) == (PAGE, b"\xffraw")


def test_the_shape_shown_is_that_of_read():
    values = shown(FULL)
    assert values["source"][-1] == {"outlet": "Post"}
    assert values["source"][0] == {"name": "A. Person", "role": "envoy", "anonymous": False, "count": None}
    assert values["dates"] == [{"text": "next Tuesday", "start": "2031-03-04", "end": None}]
    assert values["numbers"] == [{"text": "more than 300", "value": 300, "relation": "more_than", "unit": "POWs"}]


def test_ids_are_unique_in_the_dossier_and_never_used_again(ledger):
    first = keep(ledger, [simple(1), simple(2)])
    ledger.decide(["c2"], "reject", "ann")
    second = keep(ledger, [simple(1)], name="b.txt")
    assert [e.claim.id for e in first + second] == ["c1", "c2", "c3"]
    with pytest.raises(sqlite3.IntegrityError, match="never removed"):
        ledger.db.execute("DELETE FROM claims WHERE id = 'c2'")


def test_a_decision_tells_who_when_what_from_which_draft_and_before_and_after(ledger):
    keep(ledger, [simple(1), simple(2)])
    assert ledger.decide(["c1", "c2"], "accept", "ann", now="2031-03-02T10:00:00.000000Z") == ["c1", "c2"]
    edited = ledger.edit("c1", "bob", {"kind": "refusal", "actors": ["Київ"], "said": "2031-02-28", "hedged": False})
    assert (edited.status, edited.claim.kind, edited.said) == ("accepted", "refusal", date(2031, 2, 28))
    accept, edit = ledger.decisions("c1")
    assert (accept.who, accept.at, accept.what) == ("ann", "2031-03-02T10:00:00.000000Z", "accept")
    assert (accept.before, accept.after) == ({"status": "draft"}, {"status": "accepted"})
    assert (edit.who, edit.what, edit.draft) == ("bob", "edit", 1)
    assert edit.before == {"kind": "demand", "actors": [], "said": None}  # hedged did not change
    assert edit.after == {"kind": "refusal", "actors": ["Київ"], "said": "2031-02-28"}
    for order in ("UPDATE decisions SET who = 'eve'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            ledger.db.execute(order)


def test_deciding_the_same_again_is_no_decision(ledger):
    keep(ledger, [simple(1)])
    ledger.decide(["c1"], "accept", "ann")
    assert ledger.decide(["c1", "c1"], "accept", "bob") == []
    assert [d.who for d in ledger.decisions()] == ["ann"]


def test_an_unknown_claim_stops_the_whole_decision(ledger):
    keep(ledger, [simple(n) for n in range(1, 13)])
    with pytest.raises(DetenteError, match="there is no claim 'c13'"):
        ledger.decide(["c1", "c13"], "accept", "ann")
    assert ledger.claims("accepted") == ()


def test_the_same_page_is_kept_once(ledger):
    keep(ledger, [simple(1)])
    with pytest.raises(sqlite3.IntegrityError):
        keep(ledger, [simple(1)])
    assert len(ledger.claims()) == 1 and ledger.has_bytes("talks.txt") == "talks.txt"


def test_the_ledger_can_be_read_as_it_stood(ledger):
    keep(ledger, [simple(1)], now="2031-03-01T08:00:00.000000Z")
    keep(ledger, [simple(1)], name="b.txt", now="2031-03-03T08:00:00.000000Z")
    ledger.decide(["c1"], "accept", "ann", now="2031-03-02T08:00:00.000000Z")
    ledger.edit("c1", "ann", {"kind": "offer"}, now="2031-03-04T08:00:00.000000Z")

    def at(moment):
        return [(e.claim.id, e.status, e.claim.kind) for e in ledger.claims(as_of=moment)]

    assert at("2031-02-28") == []
    assert at("2031-03-01") == [("c1", "draft", "demand")]
    assert at("2031-03-02T07:00:00Z") == [("c1", "draft", "demand")]
    assert at("2031-03-02") == [("c1", "accepted", "demand")]
    assert at("2031-03-03") == [("c1", "accepted", "demand"), ("c2", "draft", "demand")]
    assert at("") == at("2031-03-04") == [("c1", "accepted", "offer"), ("c2", "draft", "demand")]


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path):
    with pytest.raises(DetenteError, match="E801"):
        Ledger(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    path = tmp_path / "text.db"
    path.write_bytes(b"not a database, only some text that is long enough to look at" * 20)
    with pytest.raises(DetenteError, match="E805"):
        Ledger(path)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    before = other.read_bytes()
    with pytest.raises(DetenteError, match="another program"):
        Ledger(other)
    assert other.read_bytes() == before


def test_a_newer_ledger_is_refused(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path, create=True) as ledger:
        ledger.db.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(DetenteError, match="newer detente"):
        Ledger(path)


def test_migrations_run_once_and_in_order(tmp_path, monkeypatch):
    path = tmp_path / "ledger.db"
    with Ledger(path, create=True) as ledger:
        keep(ledger, [simple(1)])
    seen = []
    monkeypatch.setattr(
        "detente.dossier.ledger.MIGRATIONS",
        [*MIGRATIONS, lambda db: seen.append(db.execute("ALTER TABLE documents ADD COLUMN extra TEXT"))],
    )
    for _ in range(2):
        with Ledger(path) as ledger:
            assert ledger.entry("c1").claim.quote == "Київ"
    assert len(seen) == 1
