"""The second annotation is sound, was not copied from the first, and agreement is counted as a draft's is."""

import copy
import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from detente.claims import KINDS
from detente.reading import measure

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "agreement.py"
spec = importlib.util.spec_from_file_location("agreement", SCRIPT)
agreement = importlib.util.module_from_spec(spec)
spec.loader.exec_module(agreement)
PAIRS = list(agreement.pairs())


def test_two_pages_are_annotated_twice():
    assert len(PAIRS) >= 2 and sum(len(second["claims"]) for _, _, second in PAIRS) >= 50


@pytest.mark.parametrize(("name", "first", "second"), PAIRS, ids=[p[0] for p in PAIRS])
def test_the_second_annotation_is_sound_and_differs(name, first, second):
    page = next(
        p for f in (agreement.PAGES, agreement.PAGES / "heldout") for p in f.glob(f"{name}.*") if p.suffix != ".json"
    )
    text = " ".join(page.read_text(encoding="utf-8").split())
    for claim in second["claims"]:
        assert claim["kind"] in KINDS and claim["source"][-1] == {"outlet": first["outlet"]}
        assert " ".join(claim["quote"].split()) in text
    assert second["claims"] != first["claims"]


def test_agreement_is_high_not_whole_and_falls_with_a_planted_mistake():
    found = agreement.measured()
    assert 0.8 < found["f1"] < 1 and 0.6 < found["kind"] < 1
    _, first, second = PAIRS[0]
    page = {"document": {"outlet": first["outlet"]}, "claims": copy.deepcopy(second["claims"])}
    before = measure.figures(measure.count(first, page) + Counter())["kind"]
    for claim in page["claims"]:
        claim["kind"] = "threat"
    assert measure.figures(measure.count(first, page) + Counter())["kind"] < before
