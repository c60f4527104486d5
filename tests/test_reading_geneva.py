"""The real page that the project started from: what is claimed, through whom, and nothing of the site's furniture."""

import datetime
from functools import cache
from pathlib import Path

import pytest

from detente.reading import draft, load

PAGE = Path(__file__).resolve().parents[1] / "../shared/documents/geneva.txt"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the Geneva page is not beside the repository")
FRIDAY = datetime.date(2026, 2, 13)


@cache
def read(published=FRIDAY):
    document = load(PAGE, published=published, outlet="The Moscow Times")
    return document, draft(document)


def with_words(*words):
    found = [claim for claim in read()[1] if all(word in claim.quote for word in words)]
    assert found, words
    return min(found, key=lambda claim: len(claim.quote))


def chain(claim):
    return [hop.outlet or hop.name or (hop.count, hop.anonymous) for hop in claim.source]


def test_every_quote_is_the_text_at_its_place_and_no_furniture_is_claimed():
    document, claims = read()
    assert len(claims) >= 12
    for claim in claims:
        assert claim.quote == document.text[claim.start : claim.end]
    said = " ".join(claim.quote for claim in claims)
    for furniture in ("undesirable", "silenced", "newsletter", "Dear readers", "URA.RU", "discredits", "Privacy"):
        assert furniture not in said and any(furniture in cut.text for cut in document.cut)


def test_the_spokesman_is_the_source_also_where_only_he_is_written():
    for words in (("next week", "Geneva"), ("next Tuesday",), ("Medinsky",)):
        claim = with_words(*words)
        assert chain(claim) == ["Dmitry Peskov", "The Moscow Times"] and claim.kind == "plan"
    assert with_words("Medinsky").resolved[0] == ("he", "Dmitry Peskov")


def test_both_chains_of_unnamed_sources_are_whole():
    condition = with_words("would not finalize")
    assert chain(condition)[-3:] == [(None, True), "Politico", "The Moscow Times"]
    assert "European and U.S. officials" in condition.source[-3].role
    assert chain(condition)[0] == "United States"
    cede = with_words("ready to cede control")
    assert chain(cede)[0] == (2, True) and chain(cede)[-1] == "The Moscow Times"
    assert "Atlantic" in chain(cede)[1] and len(cede.source) == 3
    assert "advisers to the Ukrainian president" in cede.source[0].role
    assert cede.hedged
    assert chain(with_words("referendum"))[0] == (2, True)


def test_the_reported_condition_and_the_sought_linkage_are_two_claims_with_their_own_sources():
    condition, linkage = with_words("would not finalize"), with_words("sought to tie")
    assert condition.kind == "condition" and condition.id != linkage.id
    first, second = condition.halves
    assert "finalize a deal on security guarantees" in first and "signs a peace agreement" in second
    assert chain(linkage) == ["The Moscow Times"] and linkage.kind == "demand"
    assert linkage.actors[0].endswith("Zelensky")


def test_demand_and_refusal_are_told_in_the_pages_own_voice_with_the_actor_first():
    demand, refusal = with_words("demanded", "withdraw"), with_words("rejected")
    assert (demand.kind, refusal.kind) == ("demand", "refusal")
    assert demand.actors[0] == "Vladimir Putin" and chain(demand) == chain(refusal) == ["The Moscow Times"]


def test_next_tuesday_is_resolved_against_publication_and_left_open_without_it():
    found = {d.text: (d.start, d.end) for d in with_words("next Tuesday").dates}
    tuesday, wednesday = datetime.date(2026, 2, 17), datetime.date(2026, 2, 18)
    assert found == {"next Tuesday": (tuesday, tuesday), "Wednesday": (wednesday, wednesday)}
    spring = {d.text: (d.start, d.end) for d in with_words("referendum").dates}
    assert spring["this spring"] == (datetime.date(2026, 3, 1), datetime.date(2026, 5, 31))
    document, claims = read(None)
    assert document.published is None
    open_ = [d for claim in claims for d in claim.dates if d.text == "next Tuesday"]
    assert open_ and all(d.start is None and d.end is None for d in open_)


def test_the_number_of_prisoners_keeps_its_relation():
    claim = with_words("POWs")
    (number,) = [n for n in claim.numbers if n.value == 300]
    assert (number.relation, number.text, number.unit) == ("more_than", "more than 300", "POWs")
