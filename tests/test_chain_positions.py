"""The real page with its positions marked by hand: what the drafted model says, and what it leaves to the analyst."""

import re
from datetime import date
from pathlib import Path

import pytest

from detente import dossier
from detente.claims import Claim, Document, Hop
from detente.conditions import show
from detente.conflict import compile, load

PAGE = Path(__file__).resolve().parents[1] / "../shared/documents/geneva.txt"
pytestmark = pytest.mark.skipif(
    not PAGE.is_file(), reason="the page is not beside this checkout (../shared/documents/geneva.txt)"
)
# kind, a few words by which the sentence is found, actors, whether the origin is unnamed
POSITIONS = [
    ("demand", "has demanded that", ("Vladimir Putin", "Ukraine"), False),
    ("refusal", "rejected the idea", ("Zelensky",), False),
    ("demand", "coming under pressure", ("United States", "Ukraine"), False),
    ("condition", "told Politico", ("United States", "Ukraine"), True),
    ("possibility", "might be ready", ("Ukraine",), True),
    ("possibility", "hold a referendum", ("Ukraine",), True),
    ("plan", "would meet next", ("Russia", "Ukraine", "United States"), False),
]


def draft(document):
    claims = []
    for n, (kind, words, actors, unnamed) in enumerate(POSITIONS, 1):
        start = end = document.text.index(words)
        start = max(document.text.rfind("\n", 0, start), document.text.rfind(". ", 0, start) + 1) + 1
        end = re.compile(r"\.\s").search(document.text, end).start()
        if kind == "demand" and "pressure" in words:
            start = document.text.index(words)
        if kind == "refusal":
            end = document.text.index(" despite", start)
        origin = (Hop(anonymous=True, role="unnamed officials"),) if unnamed else ()
        claims.append(
            Claim(
                id=f"c{n}",
                quote=document.text[start:end],
                start=start,
                end=end,
                kind=kind,
                actors=actors,
                hedged=kind == "possibility",
                source=(*origin, Hop(outlet=document.outlet)),
            )
        )
    return claims


def read(path, published=None, outlet=None):
    text = path.read_text(encoding="utf-8")
    return Document(text=text, source=text, outlet=outlet or "", published=published)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("positions") / "talks"
    dossier.init(folder)
    (added,) = dossier.add(folder, [PAGE], date(2026, 2, 13), "The Moscow Times", load=read, draft=draft)
    assert added.problem is None
    dossier.accept(folder, [entry.claim.id for entry in added.claims], "test")
    text, notes = dossier.draft_model(folder, {"Vladimir Putin": "Russia"})
    (folder / "draft.yaml").write_text(text, encoding="utf-8")
    return load(folder / "draft.yaml"), notes


def wants(conflict, dm):
    (found,) = [d for d in conflict.decision_makers if d.id == dm]
    return [(show(s.want), s.guard.because, s.guard.when) for s in found.statements]


def test_the_options_are_those_of_the_page_and_the_same_thing_is_one_option(model):
    conflict, _ = model
    owned = {o.id: (o.owner, o.guard.because) for o in conflict.options}
    assert [owner for owner, _ in owned.values()].count("ukraine") == 4
    assert sorted(because for owner, because in owned.values() if owner == "ukraine") == [
        ("c1", "c2"),  # the demand and its refusal
        ("c3", "c4"),  # to sign: pressed for, and the condition of the guarantees
        ("c5",),  # Donetsk is not the Donbas
        ("c6",),
    ]
    assert [because for owner, because in owned.values() if owner == "united_states"] == [("c4",)]


def test_each_party_wants_what_the_page_says_and_no_more(model):
    conflict, _ = model
    by = {o.guard.because: o.id for o in conflict.options}
    withdraw, sign, guarantees = by["c1", "c2"], by["c3", "c4"], by[("c4",)]
    assert wants(conflict, "russia") == [(withdraw, ("c1",), ())]
    assert wants(conflict, "united_states") == [
        (sign, ("c3",), ()),
        (f"{guarantees} if {sign}", ("c4",), ("c4",)),
        (f"not {guarantees} if not {sign}", ("c4",), ("c4",)),
    ]
    assert wants(conflict, "ukraine") == [
        (f"not {withdraw}", ("c2",), ()),
        (by[("c5",)], ("c5",), ("c5",)),
        (by[("c6",)], ("c6",), ("c6",)),
    ]
    assert [c.id for c in conflict.contested] == ["c4", "c5", "c6"]
    assert len(compile(conflict).codes) == 2**5


def test_what_is_left_to_the_analyst_is_said(model):
    _, notes = model
    assert any(note.startswith("Set the order of priority of Ukraine") for note in notes)
    assert "Not placed: c7 (plan): a plan is a step, not a position." in notes
    assert any(note.startswith("Zelensky is drafted as Ukraine") for note in notes)
