"""What holds under which reading of the contested claims, and which claims it hinges on."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

import detente
from detente.analysis.answer import model_part
from detente.analysis.bench import MAX_OPTIONS, Bench, Judged, apart, bench, judge, variant
from detente.analysis.minimize import condition, shortest
from detente.analysis.question import Question, meaning, verdicts
from detente.base import DetenteError, Diagnostic
from detente.conditions import show
from detente.conflict import Conflict, compile
from detente.conflict.values import Guard
from detente.stability import analyze

MAX_CLAIMS = 16
MAX_SLOW = 12
"""So many where moves are given, forbidden or merged, and every reading is a graph of its own."""
MAX_LISTED = 8
MAX_CELLS = 1 << 26
SAMPLE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Every reading of the contested claims that guard something, or a sample.

    Attributes
    ----------
    claims : the contested claims that guard some element, in the model's order
    idle : the contested claims that guard nothing
    believed : bool, shape (B, k): which claims each reading believes; all 2**k in counting order (first claim least
        significant), or a sample followed by each reading with one claim turned
    sampled : size of the sample, or None where all readings are there
    seed : of the sample
    judged : what holds and what is reached, shape (2**options, B)
    """

    on: Bench
    claims: tuple[str, ...]
    idle: tuple[str, ...]
    believed: NDArray[np.bool_]
    sampled: int | None
    seed: int | None
    judged: Judged

    @property
    def count(self) -> int:
        """How many readings the shares are taken of."""
        return len(self.believed) if self.sampled is None else self.sampled


def guards(conflict: Conflict) -> list[Guard]:
    """List the guard of every element of a conflict."""
    found = [s.guard for dm in conflict.decision_makers for s in dm.statements]
    found += [rule.guard for rule in conflict.infeasible]
    found += [entry.guard for entry in conflict.forbidden_moves] + [entry.guard for entry in conflict.coalesced]
    return found + [g for option in conflict.options for g in (option.guard, option.one_way_guard)]


def guarding(conflict: Conflict) -> tuple[str, ...]:
    """Return the contested claims that guard some element, in the model's order."""
    used = {claim for guard in guards(conflict) for claim in (*guard.when, *guard.unless)}
    return tuple(c.id for c in conflict.contested if c.id in used)


def all_readings(conflict: Conflict) -> list[frozenset[str]]:
    """List every reading of the claims that guard something, in counting order.

    Raises
    ------
    DetenteError
        E732: there are more than eight such claims.
    """
    claims = guarding(conflict)
    if len(claims) > MAX_LISTED:
        raise DetenteError(
            Diagnostic(
                code="E732",
                message=f"{len(claims)} contested claims give {2 ** len(claims)} readings, too many to ask about each",
                file=conflict.file,
                hint="ask about one reading, with --believe and --doubt",
            )
        )
    return [frozenset(c for k, c in enumerate(claims) if b >> k & 1) for b in range(1 << len(claims))]


Standing = dict[frozenset[str], dict[str, tuple[int, ...]]]
"""Reading → concept → option codes of the equilibria (places of states in graph form), ascending."""


def equilibria_by_reading(conflict: Conflict, keys: Sequence[str]) -> Standing:
    """Judge every choice of contested claims, those that guard nothing included, under several concepts.

    Returns
    -------
    found : readings by the number of claims believed, then in the model's order; states as option codes

    Raises
    ------
    DetenteError
        A reading leaves no state feasible.
    """
    ids = [c.id for c in conflict.contested]
    sets = [frozenset(c) for size in range(len(ids) + 1) for c in combinations(ids, size)]
    if len(conflict.options) > MAX_OPTIONS:
        found = {}
        for reading in sets:
            graph = compile(conflict, reading)
            verdicts = analyze(graph, keys)
            found[reading] = {key: tuple(graph.codes[verdicts.equilibria(key)].tolist()) for key in keys}
        return found
    on = bench(conflict)
    tables = {key: judge_once(on, sets, key, "improvements") for key in keys}
    listed = apart(on)
    return {
        reading: {key: tuple(np.flatnonzero(table.holds[:, b] & listed).tolist()) for key, table in tables.items()}
        for b, reading in enumerate(sets)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What believing a claim does to one state under one concept.

    ``gained``: it holds where the claim is believed and would not otherwise (False: the other way round); ``times`` in
    how many choices of the other claims, ``of`` all of them.
    """

    code: int
    concept: str
    gained: bool
    times: int
    of: int


def turns(found: Standing, claim: str) -> tuple[Turn, ...]:
    """Say what believing a claim does, over all choices of the other claims, in order of finding."""
    tally: dict[tuple[int, str, bool], int] = {}
    with_it = [reading for reading in found if claim in reading]
    for reading in with_it:
        for key, states in found[reading].items():
            before = found[reading - {claim}][key]
            for gained, changed in ((True, set(states) - set(before)), (False, set(before) - set(states))):
                for code in sorted(changed):
                    tally[code, key, gained] = tally.get((code, key, gained), 0) + 1
    return tuple(
        Turn(code=code, concept=key, gained=gained, times=times, of=len(with_it))
        for (code, key, gained), times in tally.items()
    )


def readings(
    conflict: Conflict, concept: str = "SEQ", reach: str = "improvements", *, sample: int | None = None, seed: int = 0
) -> Readings:
    """Judge a conflict under every reading of its contested claims.

    Parameters
    ----------
    sample : take this many readings at random instead; more than 16 claims that guard something are always sampled
    """
    claims = guarding(conflict)
    idle = tuple(c.id for c in conflict.contested if c.id not in claims)
    on = bench(conflict)
    k = len(claims)
    too_many = k > MAX_CLAIMS or on.size << k > MAX_CELLS or (k > MAX_SLOW and not conflict.moves_of_options)
    size = sample if sample is not None else (SAMPLE if too_many else None)
    if size is None:
        believed = (np.arange(1 << k)[:, None] >> np.arange(k)[None, :] & 1).astype(np.bool_)
    else:
        r = random.Random(seed)
        drawn = np.array([[r.random() < 0.5 for _ in claims] for _ in range(size)], dtype=np.bool_).reshape(size, k)
        turned = [drawn ^ (np.arange(k) == c) for c in range(k)]
        believed = np.concatenate([drawn, *turned])
    sets = [frozenset(c for c, yes in zip(claims, row, strict=True) if yes) for row in believed.tolist()]
    judged = judge_once(on, sets, concept, reach)
    return Readings(
        on=on,
        claims=claims,
        idle=idle,
        believed=believed,
        sampled=size,
        seed=None if size is None else seed,
        judged=judged,
    )


def judge_once(on: Bench, sets: Sequence[frozenset[str]], concept: str, reach: str) -> Judged:
    """Judge readings, those that come to the same model only once."""
    known: dict[Any, int] = {}
    which = [known.setdefault(variant(on, reading), len(known)) for reading in sets]
    found = judge(on, list(known), concept, reach)
    at = np.array(which, dtype=np.int64)
    return Judged(feasible=found.feasible[:, at], holds=found.holds[:, at], reached=found.reached[:, at])


def flips(r: Readings, values: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Count for every claim in how many readings its flip changes the value.

    Parameters
    ----------
    values : shape (B,) or (B, …), one entry a reading in ``r``'s order
    """
    k, flat = len(r.claims), values.reshape(len(values), -1)
    if r.sampled is not None:
        base = flat[: r.sampled]
        found = [(base != flat[r.sampled * (c + 1) : r.sampled * (c + 2)]).any(axis=1).sum() for c in range(k)]
    else:
        order = np.arange(1 << k)
        found = [(flat != flat[order ^ (1 << c)]).any(axis=1).sum() for c in range(k)]
    return np.array(found, dtype=np.int64)


def tell(r: Readings, values: NDArray[np.bool_]) -> dict[str, Any]:
    """Say in how many readings a value is true, when exactly, and which claims it hinges on, as plain values."""
    base = values[: r.count]
    counts = flips(r, values)
    hinges = sorted((c for c in range(len(r.claims)) if counts[c]), key=lambda c: (-int(counts[c]), c))
    names = {c.id: c.name or c.id for c in r.on.conflict.contested}
    result: dict[str, Any] = {
        "readings": int(base.sum()),
        "of": r.count,
        "share_of_readings": float(base.mean()),
        "weighted_share": weighted(r, values),
        "exactly_if": None,
        "shortest": None,
        "hinges": [{"id": r.claims[c], "name": names[r.claims[c]], "flips": int(counts[c])} for c in hinges],
    }
    if r.sampled is None:
        cubes, proven = shortest(values)
        written = condition(cubes, r.claims)
        result["exactly_if"] = show(written) if written is not None else ("always" if base.all() else "never")
        result["shortest"] = proven
    return result


def weighted(r: Readings, values: NDArray[np.bool_]) -> float | None:
    """Return the share by the user's own weights, claims taken as independent; None unless all have one."""
    given = {c.id: c.weight for c in r.on.conflict.contested}
    weights = [w for claim in r.claims if (w := given[claim]) is not None]
    if r.sampled is not None or not weights or len(weights) < len(r.claims):
        return None
    each = np.where(r.believed, np.array(weights), 1 - np.array(weights)).prod(axis=1)
    return float(each[values].sum())


def _state(on: Bench, row: int) -> dict[str, Any]:
    if on.conflict.states:
        return {"options": None, "taken": [on.names[row]]}
    letters = "".join("Y" if row >> k & 1 else "N" for k in range(len(on.names)))
    return {"options": letters, "taken": [name for k, name in enumerate(on.names) if row >> k & 1]}


def readings_document(conflict: Conflict, r: Readings, question: Question | None, concept: str) -> dict[str, Any]:
    """Write all of it as the document of ``detente readings --json``."""
    holds = r.judged.holds
    counts = flips(r, holds.T)
    ranked = sorted((c for c in range(len(r.claims)) if counts[c]), key=lambda c: (-int(counts[c]), c))
    names = {c.id: c.name or c.id for c in conflict.contested}
    never = [*(r.claims[c] for c in range(len(r.claims)) if not counts[c]), *r.idle]
    document: dict[str, Any] = {
        "detente": detente.__version__,
        "model": model_part(conflict),
        "concept": concept,
        "contested": [{"id": c.id, "name": names[c.id], "weight": c.weight} for c in conflict.contested],
        "readings": r.count,
        "sampled": r.sampled is not None,
        "seed": r.seed,
        "hinges": [{"id": r.claims[c], "name": names[r.claims[c]], "flips": int(counts[c])} for c in ranked],
        "never_matter": [c.id for c in conflict.contested if c.id in never],
        "settlement": None,
        "states": [
            {**_state(r.on, code), **tell(r, holds[code])}
            for code in np.flatnonzero(holds[:, : r.count].any(axis=1) & apart(r.on)).tolist()
        ],
    }
    if question is not None:
        holding, reached = verdicts(r.on, question, r.judged)
        document["settlement"] = {
            "condition": show(question.settlement),
            "meaning": meaning(question),
            "holds": tell(r, holding),
            "reached": tell(r, reached),
        }
    return document
