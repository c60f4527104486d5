"""The fast engine against the definitions read literally, published cases, and laws between concepts."""

import random
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from detente.base import DetenteError
from detente.graph import GraphModel
from detente.stability import CONCEPTS, analyze
from oracles.literal import Literal, option_moves

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
CASES = Path(__file__).parents[1] / "../shared/cases"


def random_model(seed):
    """Return (n, owner, one_way, codes, rank): 1 to 4 decision makers, perhaps without options, ties, gaps."""
    r = random.Random(seed)
    n = r.randint(1, 4)
    k = r.randint(2, 6)
    owner = tuple(r.randrange(n) for _ in range(k))
    one_way = tuple(r.choice([0, 0, 0, 1, -1]) for _ in range(k))
    share = r.choice([0.3, 0.6, 0.9, 1.0])
    codes = [c for c in range(1 << k) if r.random() < share] or [0]
    top = r.choice([2, 4, len(codes)])
    rank = [[r.randrange(top) for _ in codes] for _ in range(n)]
    return n, owner, one_way, codes, rank


def graph_of(n, owner, one_way, codes, rank):
    return GraphModel(
        decision_makers=tuple(f"DM{i}" for i in range(n)),
        options=tuple(f"o{i}" for i in range(len(owner))),
        owner=owner,
        one_way=one_way,
        codes=np.array(codes, dtype=np.int64),
        rank=np.array(rank, dtype=np.int32).reshape(n, len(codes)),
    )


def literal_of(n, owner, one_way, codes, rank, *, through_feasible=False, **mistakes):
    reach = option_moves(codes, owner, one_way, n, through_feasible=through_feasible)
    return Literal(codes, reach, [dict(zip(codes, row, strict=True)) for row in rank], **mistakes)


def table(oracle, key):
    return np.array([[oracle.stable(key, i, s) for s in oracle.states] for i in range(oracle.n)])


@pytest.mark.parametrize("block", range(10))
def test_random_models_agree_with_the_literal_definitions(block):
    for seed in range(block * 40, block * 40 + 40):
        model = random_model(seed)
        verdicts, oracle = analyze(graph_of(*model)), literal_of(*model)
        for key in KEYS:
            assert np.array_equal(verdicts.stable[key], table(oracle, key)), (seed, key)


MISTAKES = {
    "each opponent moves at most once": {"once": True},
    "one opponent only": {"alone": True},
    "strict deterrence": {"strict": True},
    "only feasible states inside one move": {"through_feasible": True},
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_would_be_caught(mistake):
    differ = 0
    for seed in range(400):
        model = random_model(seed)
        wrong, verdicts = literal_of(*model, **MISTAKES[mistake]), analyze(graph_of(*model))
        differ += any(not np.array_equal(verdicts.stable[key], table(wrong, key)) for key in KEYS)
        if differ >= 3:
            break
    assert differ >= 3


def test_what_the_concepts_say_they_imply_holds():
    for seed in range(300):
        verdicts = analyze(graph_of(*random_model(seed)))
        for concept in CONCEPTS:
            for weaker in concept.implies:
                assert not (verdicts.stable[concept.key] & ~verdicts.stable[weaker]).any(), (seed, concept.key, weaker)


def test_the_implications_are_the_known_ones():
    known = {(c.key, weaker) for c in CONCEPTS for weaker in c.implies}
    assert known == {
        *(("NASH", weaker) for weaker in ("SSEQ", "SEQ", "SMR", "GMR")),
        *(("SSEQ", weaker) for weaker in ("SEQ", "SMR", "GMR")),
        ("SEQ", "GMR"),
        ("SMR", "GMR"),
    }


def published():
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        case = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        rankings = [p.get("ranking") for p in case.get("preferences", {}).values() if isinstance(p, dict)]
        if "oracle" in case and "coalesce" not in case and rankings and all(rankings):
            states = case.get("states") or []
            if states and all("decimal" in s for s in states) and all(p.get("options") for p in case["parties"]):
                found.append((path.stem, case))
    return found


PUBLISHED = published() if CASES.is_dir() else []


@pytest.mark.skipif(not PUBLISHED, reason="the published cases lie beside the repository, in ../shared/cases")
@pytest.mark.parametrize("name,case", PUBLISHED, ids=[name for name, _ in PUBLISHED])
def test_published_cases_come_out_as_recorded(name, case):
    parties = [p["name"] for p in case["parties"]]
    owner = {o["number"]: i for i, p in enumerate(case["parties"]) for o in p["options"]}
    ways = {w["option"]: 1 if w["allowed"] == "N->Y" else -1 for w in case.get("irreversible") or []}
    numbers = sorted(owner)
    states = sorted(case["states"], key=lambda s: s["decimal"])
    ids = [s["id"] for s in states]
    rank = []
    for party in parties:
        value = {}
        for place, group in enumerate(case["preferences"][party]["ranking"]):
            for s in group if isinstance(group, list) else [group]:
                value[s] = len(ids) - place
        rank.append([value[s] for s in ids])
    graph = graph_of(
        len(parties),
        tuple(owner[x] for x in numbers),
        tuple(ways.get(x, 0) for x in numbers),
        [s["decimal"] for s in states],
        rank,
    )
    verdicts = analyze(graph)
    compared = 0
    for key in KEYS:
        entry = case["oracle"].get("Nash" if key == "NASH" else key)
        if not entry:
            continue
        for i, party in enumerate(parties):
            if "per_dm" in entry:
                assert [ids[s] for s in np.flatnonzero(verdicts.stable[key][i])] == entry["per_dm"][party], (key, party)
        assert [ids[s] for s in verdicts.equilibria(key)] == entry["equilibria"], key
        compared += 1
    assert compared >= 4


def test_too_many_options_are_refused_with_an_estimate():
    graph = graph_of(1, (0,) * 30, (0,) * 30, [0], [[0]])
    with pytest.raises(DetenteError, match=r"2\^30.*GiB"):
        analyze(graph)


def test_an_unknown_concept_is_refused_with_the_nearest_one():
    with pytest.raises(DetenteError, match="SSEQ"):
        analyze(graph_of(1, (0,), (0,), [0, 1], [[0, 1]]), ["SSEK"])
