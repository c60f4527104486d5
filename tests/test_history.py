"""Copies, denials, positions and knowledge time on the invented dispute, and on claims that must be told apart."""

from dataclasses import replace
from datetime import date

import pytest

from detente.brief import bundled, load_record
from detente.claims import Claim, DateMention, Document, Hop
from detente.conflict import compile, load
from detente.dossier.history import as_it_stood, events, one_report, rounds, standing, standing_in
from detente.dossier.ledger import Entry, Ledger
from detente.dossier.links import copied, denials, heads, units
from detente.dossier.positions import disagreements, positions
from detente.stability import analyze

VESSMARK = bundled("vessmark")
GENEVA = bundled("geneva")


def trams():
    return load(VESSMARK / "vessmark.yaml"), load_record(VESSMARK).entries()


def entry(ident, quote, kind, *, chain=("Post",), actors=("Tarn",), day=1, page="", **more):
    """Make a claim: a chain of strings, the last an outlet, others "Name" or "?description"."""
    hops = tuple(Hop(role=text[1:], anonymous=True) if text[0] == "?" else Hop(name=text) for text in chain[:-1])
    hops = tuple(Hop(outlet=hop.name) if hop.name and hop.name.startswith("The ") else hop for hop in hops)
    hops += (Hop(outlet=chain[-1]),)
    given = {key: more.pop(key) for key in ("said",) if key in more}
    claim = Claim(id=ident, quote=quote, start=0, end=len(quote), kind=kind, source=hops, actors=tuple(actors), **more)
    when = date(2031, 3, day)
    return Entry(
        claim=claim,
        document=page or f"{ident}.txt",
        status="accepted",
        draft=1,
        local=ident,
        said=given.get("said"),
        published=when,
        entered=f"{when.isoformat()}T09:00:00Z",
    )


REPORT = entry(
    "a",
    "A harbour official told The Post that Tarn might lift the fee",
    "possibility",
    chain=("?harbour official", "The Post"),
)


def test_the_copy_and_the_denial_of_the_invented_dispute_are_found_without_being_told():
    _, entries = trams()
    record = load_record(VESSMARK)
    several = [unit for unit in units(entries) if unit.copies]
    assert [(u.first, u.copies) for u in several] == [(c.copy_of, (c.id,)) for c in record.claims.values() if c.copy_of]
    assert "Vessmark Courier" in several[0].why[0]
    assert sorted(claim for unit in units(entries) for claim in unit.claims) == sorted(record.claims)
    (denial,) = denials(entries)
    assert denial.claim == "keep-denial" and denial.denies == ("keep-report", "keep-copy")


@pytest.mark.parametrize(
    ("chain", "quote", "expected"),
    [
        (("?harbour official", "The Post", "Lantern"), "Tarn might lift the fee, The Post said", "through The Post"),
        (("?ministry clerk", "Lantern"), "Tarn might lift the fee, a ministry clerk said", ""),
        (("?harbour official", "The Post", "Lantern"), "Tarn might lift the blockade, The Post said", ""),
        (("Ada Quill", "The Post", "Lantern"), "Tarn might lift the fee, Ada Quill told The Post", ""),
    ],
)
def test_a_copy_needs_the_same_origin_and_the_same_conduct(chain, quote, expected):
    late = entry("b", quote, "possibility", chain=chain, day=2)
    why = copied(REPORT, late)
    assert bool(why) == bool(expected) and expected in why


def test_one_named_speaker_in_two_papers_is_one_statement_on_one_occasion_only():
    first = entry(
        "a", "Tarn must lift the fee, Ada Quill said", "demand", chain=("Ada Quill", "Post"), actors=("Quay", "Tarn")
    )
    again = entry(
        "b", "Quill said Tarn must lift the fee", "demand", chain=("Quill", "Lantern"), actors=("Quay", "Tarn"), day=2
    )
    assert "the same statement" in copied(first, again)
    later = replace(again, published=date(2031, 5, 1))
    assert not copied(first, later)
    on_other_days = replace(again, said=date(2031, 3, 2)), replace(first, said=date(2031, 2, 1))
    assert not copied(on_other_days[1], on_other_days[0])
    assert not copied(first, replace(again, document=first.document))  # twice on one page is no second outlet
    assert not copied(first, replace(again, claim=replace(again.claim, kind="refusal")))


def test_a_refusal_is_no_denial_and_a_denial_of_something_else_denies_nothing():
    refusal = entry("b", "Tarn refused to lift the fee", "refusal", day=2)
    assert denials([REPORT, refusal]) == ()
    denied = entry("b", "Tarn denied that it was ready to lift the fee", "refusal", day=2)
    assert [d.denies for d in denials([REPORT, denied])] == [("a",)]
    assert denials([replace(denied, published=date(2031, 2, 1)), REPORT]) == ()  # nobody denies what comes later
    other = entry("b", "Tarn denied that it was ready to open the north quay", "refusal", day=2)
    assert denials([REPORT, other]) == ()
    someone = entry("b", "Quay denied that it was ready to lift the fee", "refusal", day=2, actors=("Quay",))
    assert denials([REPORT, someone]) == ()


def test_a_paper_can_correct_itself_but_not_another_paper():
    first = entry("a", "Tarn might lift the fee", "possibility", chain=("Post",))
    text = "Correction: Tarn will not lift the fee, as an earlier version of this page said"
    own = entry("b", text, "event", chain=("Post",), day=3)
    (found,) = denials([first, own])
    assert found.denies == ("a",) and found.corrects and "corrects" in found.why
    assert denials([first, entry("b", text, "event", chain=("Lantern",), day=3)]) == ()
    assert denials([first, entry("b", "Tarn lifted the fee", "event", chain=("Post",), day=3)]) == ()


def test_positions_of_one_party_stand_side_by_side_in_time_order():
    conflict, entries = trams()
    for model, issue in ((conflict, "keep"), (None, "keep the Eastgate depot")):
        found = positions(entries, model)
        (apart,) = disagreements(found, model)
        assert apart.party == "Northloop" and apart.issues == (issue,) and apart.same_scope
        told = [(p.claim, p.stance, p.hedged, p.unnamed) for p in apart.positions]
        assert told == [
            ("operator-refuses", "would not", False, False),
            ("keep-report", "might", True, True),
            ("keep-denial", "would not", False, False),
        ]
        assert apart.positions[1].copies == ("keep-copy",) and apart.positions[1].denied_by == ("keep-denial",)
        assert [p.day for p in apart.positions] == sorted(p.day for p in apart.positions)


def test_a_denial_told_as_an_event_is_a_position_of_whoever_it_is_about():
    report = entry("a", "Tarn might lift the fee", "possibility")
    denial = entry(
        "b", "A spokesman denied that Tarn was ready to lift the fee", "event", day=2, actors=(), negated=True
    )
    found = positions([report, denial])
    assert [(p.claim, p.party, p.stance, p.issue) for p in found] == [
        ("a", "Tarn", "might", "lift the fee"),
        ("b", "Tarn", "would not", "lift the fee"),
    ]
    (apart,) = disagreements(found)
    assert apart.positions[0].denied_by == ("b",)
    rain = entry("b", "It has not rained", "event", day=2, actors=(), negated=True)
    assert [p.claim for p in positions([report, rain])] == ["a"]


def test_a_concession_of_narrower_scope_is_shown_beside_the_refusal_and_not_flattened():
    conflict, record = load(GENEVA / "geneva.yaml"), load_record(GENEVA)
    texts = [page.path.read_text(encoding="utf-8") for page in record.pages]  # say whose Zelensky is
    found = positions(record.entries(), conflict, texts)
    (apart,) = disagreements(found, conflict)
    assert [(p.claim, p.issue, p.scope, p.hedged) for p in apart.positions] == [
        ("zelensky-rejects", "withdraw", ("Donbas",), False),
        ("cede-report", "cede", ("Donetsk",), True),
    ]
    assert not apart.same_scope
    assert (
        disagreements(positions(record.entries(), None, texts)) == ()
    )  # without the model's rule nothing ties the two together


def test_positions_that_agree_are_no_disagreement():
    same = [
        entry("a", "Tarn refused to lift the fee", "refusal"),
        entry("b", "Tarn would not lift the fee", "refusal", day=9),
    ]
    assert disagreements(positions(same)) == ()
    turned = [same[0], entry("b", "Tarn agreed to lift the fee", "acceptance", day=9)]
    (apart,) = disagreements(positions(turned))
    assert [p.stance for p in apart.positions] == ["would not", "would"]
    of_two = [same[0], entry("b", "Quay agreed to lift the fee", "acceptance", day=9, actors=("Quay",))]
    assert disagreements(positions(of_two)) == ()


def holds(conflict):
    graph = compile(conflict)
    return {graph.pattern(int(s)) for s in analyze(graph, ["SEQ"]).equilibria("SEQ")}


def test_the_model_stands_on_what_was_known_and_nothing_later():
    conflict, entries = trams()
    seen = standing(entries)
    assert seen.days == tuple(sorted({e.published for e in entries}))
    wants = []
    for day in seen.days:
        then = as_it_stood(conflict, entries, seen.on(day))
        known = {e.claim.id for e in seen.on(day)}
        kept = [s for dm in then.decision_makers for s in dm.statements]
        assert all(set(s.guard.because) <= known for s in kept)
        wants.append(len(kept))
    assert wants == sorted(wants) and wants[0] < wants[-1]
    assert as_it_stood(conflict, entries, entries) == conflict
    early = as_it_stood(conflict, entries, seen.on(seen.days[0]))
    assert early.default_reading == frozenset() != conflict.default_reading


def test_an_option_goes_where_no_claim_behind_it_stood():
    conflict, entries = trams()
    options = tuple(
        replace(o, guard=replace(o.guard, because=("city-offer",))) if o.id == "fund" else o for o in conflict.options
    )
    conflict = replace(conflict, options=options)
    first = standing(entries).on(date(2031, 3, 4))
    graph = compile(as_it_stood(conflict, entries, first))
    place = graph.options.index("fund")
    assert all(graph.pattern(s)[place] == "N" for s in range(graph.size))
    assert any(compile(conflict).pattern(s)[place] == "Y" for s in range(compile(conflict).size))


def test_copies_count_once_in_the_readings():
    conflict, entries = trams()
    twice = tuple(
        replace(
            dm,
            statements=tuple(
                replace(s, guard=replace(s.guard, unless=("keep-copy",))) if s.guard.unless else s
                for s in dm.statements
            ),
        )
        for dm in conflict.decision_makers
    )
    copy = replace(next(c for c in conflict.contested if c.id == "keep-report"), id="keep-copy")
    doubled = replace(conflict, decision_makers=twice, contested=(*conflict.contested, copy))
    merged = one_report(doubled, heads(entries))
    assert [c.id for c in merged.contested] == ["keep-report", "fund-report"]
    assert {s.guard.unless for dm in merged.decision_makers for s in dm.statements} == {(), ("keep-report",)}
    assert holds(merged) == holds(conflict)
    assert one_report(conflict, {}) == conflict


def test_rounds_and_events_are_read_off_the_claims():
    given = load_record(VESSMARK)
    found = rounds(given.entries())
    assert [(r.number, r.because) for r in found] == [(r.number, r.because) for r in given.rounds]
    dated = DateMention(text="24 March", start=date(2031, 3, 24), end=date(2031, 3, 24))
    talks = entry("a", "A third round is planned for 24 March in Quay", "plan", dates=(dated,), places=("Quay",))
    (third,) = rounds([talks, entry("b", "The 3rd round will be short", "plan", day=2)])
    assert (third.number, third.date, third.venue, third.because) == (3, date(2031, 3, 24), "Quay", ("a", "b"))
    assert [e.claim.id for _, e in events([talks, entry("b", "It rained", "event", day=2)])] == ["b", "a"]


def test_the_ledgers_clock_undoes_later_decisions(tmp_path):
    with Ledger(tmp_path / "ledger.db", create=True) as ledger:
        page = Document(text="Tarn refused. Tarn might sign.", name="p.txt", sha256="00")
        claims = [
            Claim(id="x", quote="Tarn refused", start=0, end=12, kind="refusal", actors=("Tarn",)),
            Claim(id="y", quote="Tarn might sign", start=14, end=29, kind="possibility", actors=("Tarn",)),
        ]
        made = ledger.add(page, b"bytes", claims, drafter="test", now="2031-03-01T10:00:00.000000Z")
        first, second = (e.claim.id for e in made)
        ledger.decide([first], "accept", "Mo", now="2031-03-02T10:00:00.000000Z")
        ledger.decide([second], "accept", "Mo", now="2031-03-03T10:00:00.000000Z")
        ledger.decide([first], "reject", "Mo", now="2031-03-05T10:00:00.000000Z")
    seen = standing_in(tmp_path, "entered")
    assert seen.days == (date(2031, 3, 2), date(2031, 3, 3), date(2031, 3, 5))
    assert [[e.claim.id for e in seen.on(date(2031, 3, d))] for d in (1, 2, 4, 5, 9)] == [
        [],
        [first],
        [first, second],
        [second],
        [second],
    ]
    assert {e.claim.id for e in seen.every} == {first, second}
