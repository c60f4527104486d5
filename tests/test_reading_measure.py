"""The counting of agreement: right on a perfect draft, telling on a spoilt one, the same as the scorer beside us."""

import copy
import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from detente.reading import measure

PAGES = Path(__file__).resolve().parent / "reading"
GOLDS = sorted(PAGES.glob("*.gold.json"))
SCORER = Path(__file__).resolve().parents[1] / "../shared/reading/score.py"


def perfect(gold):
    text = "\n".join([gold["body_first"], *(claim["quote"] for claim in gold["claims"]), gold["body_last"]])
    return {"document": {"text": text, "outlet": gold["outlet"]}, "claims": copy.deepcopy(gold["claims"])}


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", GOLDS, ids=lambda p: p.name)
def test_a_perfect_draft_scores_full(path):
    gold = read(path)
    found = measure.figures(measure.count(gold, perfect(gold)))
    for key, value in found.items():
        assert value == (0 if key.startswith("chrome") else 1), key


SPOIL = {
    "f1": lambda page: page["claims"].pop(),
    "kind": lambda page: page["claims"][0].update(kind="nonsense"),
    "hedged": lambda page: page["claims"][0].update(hedged=not page["claims"][0]["hedged"]),
    "negated": lambda page: page["claims"][0].update(negated=not page["claims"][0]["negated"]),
    "chain": lambda page: page["claims"][0]["source"].insert(0, {"name": "Nobody", "anonymous": False}),
    "origin": lambda page: [c["source"].insert(0, {"name": "Nobody"}) for c in page["claims"]],
    "dates": lambda page: [d.update(end="1900-01-01") for c in page["claims"] for d in c["dates"]],
    "numbers": lambda page: [d.update(relation="about") for c in page["claims"] for d in c["numbers"]],
    "actors_f1": lambda page: page["claims"][0]["actors"].append("Zz Qq"),
    "body_kept": lambda page: page["document"].update(text=""),
}


@pytest.mark.parametrize("key", SPOIL)
def test_every_planted_mistake_lowers_its_figure(key):
    gold = read(GOLDS[0])
    page = perfect(gold)
    before = copy.deepcopy(page)
    SPOIL[key](page)
    assert page != before
    assert measure.figures(measure.count(gold, page))[key] < 1


def test_a_claim_taken_from_the_furniture_is_counted():
    gold = read(GOLDS[0])
    page = perfect(gold)
    page["document"]["text"] += "\n" + gold["chrome"][0]
    page["claims"].append({"quote": gold["chrome"][0], "source": []})
    n = measure.count(gold, page)
    assert (n["chrome_claims"], n["chrome_text"]) == (1, 1)


def test_the_scorer_beside_the_repository_counts_the_same():
    if not SCORER.exists():
        pytest.skip("../shared/reading/score.py is not beside the repository")
    spec = importlib.util.spec_from_file_location("score_beside", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    same = {"f1": "f1", "kind": "kind", "origin": "origin", "chain": "chain", "dates": "dates", "numbers": "numbers"}
    same |= {"hedged_f1": "hedged_f1", "negated_f1": "negated_f1", "own_voice": "own_voice", "actors_f1": "actor_f1"}
    differs = 0
    for path in GOLDS:
        gold = read(path)
        page = perfect(gold)
        for spoil in SPOIL.values():
            spoil(page)
            ours = measure.figures(measure.count(gold, page))
            theirs = scorer.figures(Counter(scorer.score(gold, page)))
            for left, right in same.items():
                assert ours[left] == pytest.approx(theirs[right]), (path.name, left)
                differs += ours[left] is not None and ours[left] < 1
    assert differs > 20
