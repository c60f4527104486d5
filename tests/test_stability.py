"""The fast engine against the definitions read literally, published cases, and laws between concepts."""

import functools
import json
import operator
import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from detente.base import DetenteError
from detente.cli.concepts import command
from detente.graph import Arcs, GraphModel, Links
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
    codes = np.arange(1 << 14)
    graph = graph_of(1, (0,) * 30, (0,) * 30, codes, [codes])
    with pytest.raises(DetenteError, match=r"2\^30.*GiB"):
        analyze(graph)


def test_a_machine_smaller_than_the_model_is_told_before_memory_is_taken(monkeypatch):
    monkeypatch.setattr("detente.graph.board.memory", lambda: 2.0**20)
    codes = np.arange(1 << 17)
    graph = graph_of(3, tuple(o % 3 for o in range(17)), (0,) * 17, codes, [codes] * 3)
    with pytest.raises(DetenteError, match=r"131,072 option codes.*this machine has 0.0 GiB"):
        analyze(graph)
    assert len(analyze(graph_of(1, (0,), (0,), [0, 1], [[0, 1]])).equilibria("NASH")) == 1


def test_few_feasible_states_among_many_options_are_analyzed_by_their_moves():
    compared = 0
    for seed in range(20):
        r = random.Random(seed)
        n, k = 3, r.choice([12, 40])
        owner, one_way = tuple(r.randrange(n) for _ in range(k)), tuple(r.choice([0, 0, 1, -1]) for _ in range(k))
        base = r.getrandbits(k)
        flips = [sum(1 << o for o in r.sample(range(k), 2)) for _ in range(4)]
        chosen = [[f for f in flips if r.random() < 0.5] for _ in range(20)]
        codes = sorted({functools.reduce(operator.xor, some, base) for some in chosen})
        rank = [[r.randrange(9) for _ in codes] for _ in range(n)]
        model = (n, owner, one_way, codes, rank)
        verdicts, oracle = analyze(graph_of(*model)), literal_of(*model)
        for key in KEYS:
            assert np.array_equal(verdicts.stable[key], table(oracle, key)), (seed, key)
        compared += not verdicts.stable["NASH"].all()
    assert compared > 5


def test_an_unknown_concept_is_refused_with_the_nearest_one():
    with pytest.raises(DetenteError, match="SSEQ"):
        analyze(graph_of(1, (0,), (0,), [0, 1], [[0, 1]]), ["SSEK"])


def random_arcs(seed):
    """Return (reach, rank) in graph form, where one decision maker's moves need not compose."""
    r = random.Random(seed)
    n, m = r.randint(2, 4), r.randint(3, 7)
    share = r.choice([0.15, 0.3, 0.5])
    reach = [{s: {t for t in range(m) if t != s and r.random() < share} for s in range(m)} for _ in range(n)]
    rank = [[r.randrange(r.choice([2, m])) for _ in range(m)] for _ in range(n)]
    return reach, rank


def arcs_of(reach, rank, transitive):
    m = len(rank[0])
    arcs = tuple(
        Arcs(
            start=np.cumsum([0] + [len(row[s]) for s in range(m)]).astype(np.int64),
            to=np.array([t for s in range(m) for t in sorted(row[s])], dtype=np.int32),
        )
        for row in reach
    )
    return GraphModel(
        decision_makers=tuple(f"DM{i}" for i in range(len(reach))),
        codes=np.arange(m, dtype=np.int64),
        rank=np.array(rank, dtype=np.int32),
        arcs=arcs,
        transitive=transitive,
    )


@pytest.mark.parametrize("passes", [8, -(10**9)], ids=["what has fallen", "one by one"])
def test_graph_form_agrees_with_the_literal_definitions_where_moves_do_not_compose(passes, monkeypatch):
    monkeypatch.setattr("detente.graph.board.MOST_PASSES", passes)
    lawless = dict.fromkeys(KEYS, 0)
    for seed in range(400):
        reach, rank = random_arcs(seed)
        ranks = [dict(enumerate(row)) for row in rank]
        verdicts = analyze(arcs_of(reach, rank, transitive=False))
        oracle, wrong = (
            Literal(range(len(rank[0])), reach, ranks),
            Literal(range(len(rank[0])), reach, ranks, lawless=True),
        )
        for key in KEYS:
            assert np.array_equal(verdicts.stable[key], table(oracle, key)), (seed, key)
            lawless[key] += not np.array_equal(verdicts.stable[key], table(wrong, key))
    # planted mistake: letting somebody move twice in succession changes every concept that looks at answers
    assert lawless.pop("NASH") == 0
    assert all(lawless.values()), lawless


def test_a_chain_of_ever_worse_states_is_followed_to_its_end(monkeypatch):
    """Two take turns along a chain; every state is worse for the third than all before it."""
    m = 3000
    reach = [{s: {s + 1} if s + 1 < m and s % 2 == j else set() for s in range(m)} for j in range(2)]
    reach.append({s: {0} if s == m - 1 else set() for s in range(m)})
    rank = [list(range(m)), list(range(m)), [m - s for s in range(m - 1)] + [2]]
    graph = arcs_of(reach, rank, transitive=False)
    followed = []
    one_by_one = Links._one_by_one
    monkeypatch.setattr(Links, "_one_by_one", lambda *args: followed.append(1) or one_by_one(*args))
    verdicts = analyze(graph)
    assert followed  # passing on what has fallen would pass every place once for each place behind it
    assert not verdicts.stable["NASH"][2, m - 1] and verdicts.stable["SEQ"][2, m - 1]
    rank[2][m - 1], rank[0][m - 1] = 1, 0  # the last step no longer pays, and all before it is better: no deterrent
    worse = analyze(arcs_of(reach, rank, transitive=False))
    assert not worse.stable["SEQ"][2, m - 1] and worse.stable["GMR"][2, m - 1]


def test_options_and_arcs_tell_the_same_story():
    for seed in range(60):
        n, owner, one_way, codes, rank = random_model(seed)
        place = {code: s for s, code in enumerate(codes)}
        reach = [
            {place[a]: {place[b] for b in row[a]} for a in codes} for row in option_moves(codes, owner, one_way, n)
        ]
        by_options = analyze(graph_of(n, owner, one_way, codes, rank))
        by_arcs = analyze(arcs_of(reach, rank, transitive=True))
        for key in KEYS:
            assert np.array_equal(by_options.stable[key], by_arcs.stable[key]), (seed, key)


def test_a_long_chain_of_answers_is_followed_to_its_end():
    """Four decision makers, ten options; feasible states form one long path, walked by improvements of 1, 2 and 3."""
    k, n = 10, 4
    owner = (*tuple(o % 3 + 1 for o in range(k - 1)), 0)
    for seed in range(20):
        r = random.Random(seed)
        path = [0]
        while len(path) < 200:  # no state may touch an earlier one, so that there is one way only
            steps = [path[-1] ^ (1 << o) for o in r.sample(range(k - 1), k - 1)]
            fresh = [c for c in steps if not any((c ^ old).bit_count() == 1 for old in path[:-1]) and c not in path]
            if not fresh:
                break
            path.append(fresh[0])
        worst = len(path)
        codes = sorted([*path, path[0] | 1 << (k - 1)])
        rank = [[5] * len(codes)] + [[path.index(c) if c in path else worst for c in codes] for _ in range(3)]
        rank[0][codes.index(path[-1])] = 0
        rank[0][codes.index(path[0])] = 9
        model = (n, owner, (0,) * k, codes, rank)
        verdicts, oracle = analyze(graph_of(*model)), literal_of(*model)
        start = codes.index(path[0] | 1 << (k - 1))
        assert len(path) > 20
        assert not verdicts.stable["NASH"][0, start]
        assert verdicts.stable["SEQ"][0, start]  # only the far end of the chain deters
        for key in KEYS:
            assert np.array_equal(verdicts.stable[key], table(oracle, key)), (seed, key)


@pytest.mark.parametrize("seed", range(6))
def test_a_thousand_codes_tell_the_same_story_by_options_and_by_arcs(seed):
    r = random.Random(seed)
    n, k = r.randint(3, 5), 9
    owner, one_way = tuple(r.randrange(n) for _ in range(k)), tuple(r.choice([0, 0, 1, -1]) for _ in range(k))
    codes = [c for c in range(1 << k) if r.random() < 0.5]
    rank = [[r.randrange(60) for _ in codes] for _ in range(n)]
    place = {code: s for s, code in enumerate(codes)}
    reach = [{place[a]: {place[b] for b in row[a]} for a in codes} for row in option_moves(codes, owner, one_way, n)]
    by_options, by_arcs = analyze(graph_of(n, owner, one_way, codes, rank)), analyze(arcs_of(reach, rank, True))
    for key in KEYS:
        assert np.array_equal(by_options.stable[key], by_arcs.stable[key]), key


@pytest.mark.skipif(not CASES.is_dir(), reason="the published cases lie beside the repository, in ../shared/cases")
def test_coalesced_elmira_comes_out_as_recorded():
    case = YAML(typ="safe").load((CASES / "elmira.yaml").read_text(encoding="utf-8"))
    parties = [p["name"] for p in case["parties"]]
    m = len(case["states"])
    reach = [{s - 1: {t - 1 for t in to} for s, to in case["unilateral_moves"][p].items()} for p in parties]
    rank = [[0] * m for _ in parties]
    for row, party in zip(rank, parties, strict=True):
        for place, group in enumerate(case["preferences"][party]["ranking"]):
            for s in group if isinstance(group, list) else [group]:
                row[s - 1] = m - place
    verdicts = analyze(arcs_of(reach, rank, transitive=False))
    for key in ("NASH", "GMR", "SMR", "SEQ"):
        name = "Nash" if key == "NASH" else key
        entry = case["oracle"][name]
        for i, party in enumerate(parties):
            assert (np.flatnonzero(verdicts.stable[key][i]) + 1).tolist() == entry["per_dm"][party], (key, party)
        assert (verdicts.equilibria(key) + 1).tolist() == case["expected"][name]["equilibria"]


def test_twenty_options_are_analyzed_and_a_relabelled_model_says_the_same():
    r = np.random.default_rng(7)
    k, n = 20, 3
    codes = np.flatnonzero(r.random(1 << k) < 0.4).astype(np.int64)
    rank = r.integers(0, 50, (n, len(codes)), dtype=np.int32)
    owner, one_way = [o % n for o in range(k)], [1 if o % 7 == 0 else 0 for o in range(k)]
    first = analyze(graph_of(n, tuple(owner), tuple(one_way), codes, rank), ["NASH", "SEQ"])
    # the same conflict with its decision makers in reverse order and its ranks stretched
    other = analyze(
        graph_of(n, tuple(n - 1 - o for o in owner), tuple(one_way), codes, rank[::-1] * 3 + 5), ["NASH", "SEQ"]
    )
    for key in ("NASH", "SEQ"):
        assert np.array_equal(first.stable[key], other.stable[key][::-1])
        assert 0 < first.stable[key].mean() < 1


def test_the_command_lists_every_concept():
    done = CliRunner().invoke(command, ["--json"])
    assert done.exit_code == 0
    rows = json.loads(done.stdout)["concepts"]
    assert [row["key"] for row in rows][:5] == list(KEYS)
    assert all(set(row) >= {"key", "name", "formula", "source", "implies"} for row in rows)
    prose = " ".join(CliRunner().invoke(command, []).stdout.split())
    assert all(row["formula"] in prose and row["source"] in prose for row in rows)
