"""What drafting is known to reach on annotated pages, so that no change loses it unseen; floors only move up."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from detente.reading import draft, load, measure
from detente.reading.shape import claim_to_json, document_to_json

OWN = Path(__file__).resolve().parent / "reading"
BESIDE = Path(__file__).resolve().parents[1] / "../shared/reading/dev"
FLOORS = json.loads((OWN / "floors.json").read_text(encoding="utf-8"))


def read(folder, name):
    gold = json.loads((folder / f"{name}.gold.json").read_text(encoding="utf-8"))
    path = next(p for p in folder.glob(f"{name}.*") if p.suffix in (".txt", ".html", ".md"))
    document = load(path, published=gold["published"], outlet=gold["outlet"])
    claims = draft(document)
    assert all(claim.quote == document.text[claim.start : claim.end] for claim in claims)
    page = {"document": document_to_json(document), "claims": [claim_to_json(claim) for claim in claims]}
    return measure.count(gold, page)


@cache
def figures(group):
    folder = {"beside": BESIDE, "away": OWN / "heldout"}.get(group, OWN)
    names = {path.name.removesuffix(".gold.json") for path in folder.glob("*.gold.json")}
    held = set((OWN / "held_out.txt").read_text(encoding="utf-8").split())
    names = {"beside": names, "away": names, "held out": names & held, "others": names - held}[group]
    return measure.figures(sum((read(folder, name) for name in sorted(names)), Counter()))


@pytest.mark.parametrize(("group", "key"), [(g, k) for g, floors in FLOORS.items() for k in floors])
def test_nothing_falls_below_its_floor(group, key):
    if group == "beside" and not BESIDE.exists():
        pytest.skip("../shared/reading/dev is not beside the repository")
    assert figures(group)[key] >= FLOORS[group][key]


@pytest.mark.parametrize("group", sorted({*FLOORS} - {"away"}))  # what the unopened pages leak, the benchmark tells
def test_no_claim_comes_from_the_furniture_of_a_page(group):
    if group == "beside" and not BESIDE.exists():
        pytest.skip("../shared/reading/dev is not beside the repository")
    assert figures(group)["chrome_claims"] == figures(group)["chrome_text"] == 0


def test_no_name_from_a_measured_page_stands_in_a_rule():
    """The longer names in the annotations (people, bodies, outlets) are nowhere in the reader or its word lists."""
    folders = [OWN, *([BESIDE] if BESIDE.exists() else [])]
    names = set()
    for path in (path for folder in folders for path in folder.rglob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        names.add(gold["outlet"])
        for claim in gold["claims"]:
            names |= {hop.get("name") or hop.get("outlet") or "" for hop in claim["source"]}
            names |= set(claim["actors"]) | set(claim["places"])
    capital = {name for name in names if name[:1].isupper() and (" " in name or len(name) > 5)}
    assert len(capital) > 100
    source = Path(__file__).resolve().parents[1] / "src" / "detente" / "reading"
    files = [p for p in source.rglob("*") if p.suffix in (".py", ".txt", ".json") and p.name != "states.txt"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    general = {
        "Conservatives",
        "Consultants",
        "Bondholders",
        "Herders",
        "Ministers",
        "Senate",
        "Switzerland",
        "Ukraine",
        "Russia",
        "United States",
    }
    found = sorted(name for name in capital - general if name in text)
    assert found == [], found
