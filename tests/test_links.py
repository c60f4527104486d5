"""Copies and denials over whole invented documents, read and drafted as a user's are, held against what was written."""

import datetime
import itertools
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from detente.dossier.ledger import Entry
from detente.dossier.links import copied, denials, heads, units
from detente.reading import draft, load

STORIES = json.loads((Path(__file__).with_name("data") / "retold.json").read_text(encoding="utf-8"))["stories"]


@cache
def entries():
    """Return the drafted claims of all stories as a ledger would hold them."""
    found = []
    for story in STORIES:
        for number, page in enumerate(story["pages"]):
            document = load(page["text"], published=page["published"], outlet=page["outlet"])
            when = datetime.date.fromisoformat(page["published"])
            for claim in draft(document):
                ident = f"{story['name']}-{number}-{claim.id}"
                found.append(
                    Entry(
                        claim=replace(claim, id=ident),
                        document=f"{story['name']}-{number}.txt",
                        status="draft",
                        draft=number,
                        local=claim.id,
                        said=None,
                        published=when,
                        entered=f"{page['published']}T09:00:00Z",
                    )
                )
    return tuple(found)


def holding(story, piece):
    """Return the claims of a story that hold a piece of text."""
    return [e.claim.id for e in entries() if e.document.startswith(story["name"] + "-") and piece in e.claim.quote]


def wanted():
    """Return the pairs of copies and the (denial, denied) pairs that the stories were written with."""
    pairs, denied = set(), set()
    for story in STORIES:
        late = {ident: report for piece, report in story["denials"] for ident in holding(story, piece)}
        told = {}
        for report, tellings in story["reports"].items():
            held = {ident for piece in tellings for ident in holding(story, piece)} - set(late)
            told[report] = held
            pairs |= {frozenset(pair) for pair in itertools.combinations(sorted(held), 2)}
        denied |= {(ident, early) for ident, report in late.items() for early in told[report]}
    return pairs, denied


def found(units, denials):
    pairs = {frozenset(p) for unit in units for p in itertools.combinations(unit.claims, 2)}
    return pairs, {(d.claim, one) for d in denials for one in d.denies}


def figures(right, given):
    return len(right & given) / max(1, len(given)), len(right & given) / len(right)


def test_what_the_stories_tell_is_drafted():
    drafted = [holding(story, piece) for story in STORIES for told in story["reports"].values() for piece in told]
    assert all(drafted) and len(entries()) > 30


def test_copies_are_grouped_in_any_words_and_look_alikes_are_not():
    pairs, _ = wanted()
    given, _ = found(units(entries()), ())
    assert len(pairs) >= 15
    assert given - pairs == set() and len(given & pairs) >= 0.9 * len(pairs), pairs - given


def test_denials_and_corrections_point_at_all_that_they_deny_and_nothing_else():
    _, denied = wanted()
    _, given = found((), denials(entries()))
    assert len(denied) >= 10
    assert given - denied == set() and len(given & denied) >= 0.9 * len(denied), denied - given
    assert any(one.corrects for one in denials(entries()))


def test_the_pairs_found_are_those_that_a_slow_reading_of_the_definition_finds():
    """Every claim against every earlier one, without families, words in common or memory."""
    every = sorted(entries(), key=lambda entry: entry.published)
    slow = {}
    for place, late in enumerate(every):
        first = next((early for early in every[:place] if copied(early, late)), None)
        if first is not None:
            slow[late.claim.id] = slow.get(first.claim.id, first.claim.id)
    assert slow == heads(entries()) and len(slow) > 8


def test_a_reader_that_groups_by_words_alone_or_not_at_all_would_be_caught(monkeypatch):
    """The stories tell the right rule from a lax and from a blind one."""
    pairs, denied = wanted()
    words = {e.claim.id: set(e.claim.quote.lower().split()) for e in entries()}
    lax = {
        frozenset((a, b))
        for a, b in itertools.combinations(words, 2)
        if a.rsplit("-", 1)[0] != b.rsplit("-", 1)[0] and len(words[a] & words[b]) > 0.5 * len(words[a] | words[b])
    }
    assert lax - pairs and pairs - lax
    bare = tuple(replace(e, claim=replace(e.claim, source=())) for e in entries())
    assert found(units(bare), ())[0] != pairs
    monkeypatch.setattr("detente.dossier.links.correcting", lambda claim: False)
    uncorrected = tuple(replace(e, local=f"x{e.local}") for e in entries())
    assert found((), denials(uncorrected))[1] != denied
