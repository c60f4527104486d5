"""Our own annotated pages: the annotation is sound, and intake keeps the article and nothing else."""

import datetime
import json
from pathlib import Path

import pytest

from detente.claims import KINDS
from detente.reading import load

PAGES = Path(__file__).resolve().parent / "reading"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in PAGES.glob("*.gold.json"))
RELATIONS = {"exact", "about", "nearly", "at_least", "at_most", "more_than", "less_than"}


def page(name):
    return next(path for path in PAGES.glob(f"{name}.*") if path.suffix in (".txt", ".html", ".md"))


def gold(name):
    return json.loads((PAGES / f"{name}.gold.json").read_text(encoding="utf-8"))


def fold(text):
    return " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_the_annotation_is_sound(name):
    wanted = gold(name)
    assert len(wanted["claims"]) >= 15
    for claim in wanted["claims"]:
        assert claim["kind"] in KINDS and claim["source"][-1] == {"outlet": wanted["outlet"]}
        for found in claim["dates"]:
            assert found["text"] in claim["quote"]
            first, last = found["start"], found["end"]
            assert (first is None) == (last is None)
            if first:
                assert datetime.date.fromisoformat(first) <= datetime.date.fromisoformat(last)
        for number in claim["numbers"]:
            assert number["text"] in claim["quote"] and number["relation"] in RELATIONS
        for hop in claim["source"][:-1]:
            assert hop.get("outlet") or hop["name"] or (hop["anonymous"] and hop["role"])


@pytest.mark.parametrize("name", NAMES)
def test_intake_keeps_every_claim_and_no_furniture(name):
    wanted, document = gold(name), load(page(name))
    text = fold(document.text)
    assert [c["quote"] for c in wanted["claims"] if fold(c["quote"]) not in text] == []
    assert [piece for piece in wanted["chrome"] if fold(piece) in text] == []
    assert fold(wanted["body_first"]) in text and fold(wanted["body_last"]) in text
    assert document.title == wanted["title"]
    assert document.published in (None, datetime.date.fromisoformat(wanted["published"]))


def test_the_pages_held_out_exist():
    held = (PAGES / "held_out.txt").read_text(encoding="utf-8").split()
    assert len(held) >= 2 and set(held) < set(NAMES)
