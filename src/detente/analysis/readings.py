"""What holds under which reading of the contested claims, and which claims it hinges on."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
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
MAX_LISTED = 12
MAX_SLOW_LISTED = 8
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
        E732: there are more than twelve such claims (eight where moves are given, forbidden or merged).
    """
    claims = guarding(conflict)
    if len(claims) > (MAX_LISTED if conflict.moves_of_options else MAX_SLOW_LISTED):
        raise DetenteError(
            Diagnostic(
                code="E732",
                message=f"{len(claims)} contested claims give {2 ** len(claims)} readings, too many to ask about each",
                file=conflict.file,
                hint="ask about one reading, with --believe and --doubt",
            )
        )
    return [frozenset(c for k, c in enumerate(claims) if b >> k & 1) for b in range(1 << len(claims))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Which states hold under several concepts, in every reading of the contested claims that guard something.

    Attributes
    ----------
    claims : the claims, in the model's order; the first is the least significant bit of a reading's number
    codes : option codes (places of states in graph form) of the states that hold somewhere, ascending
    holds : concept → bool, shape (len(codes), 2**k)
    """

    claims: tuple[str, ...]
    codes: tuple[int, ...]
    holds: dict[str, NDArray[np.bool_]]

    @property
    def count(self) -> int:
        """How many readings there are."""
        return 1 << len(self.claims)


def tables(conflict: Conflict, keys: Sequence[str]) -> Tables:
    """Judge every reading under several concepts.

    Raises
    ------
    DetenteError
        A reading leaves no state feasible (models of more than 16 options only; else no state holds in it).
    """
    claims = guarding(conflict)
    sets = [frozenset(c for k, c in enumerate(claims) if b >> k & 1) for b in range(1 << len(claims))]
    if len(conflict.options) > MAX_OPTIONS:
        return _compiled(conflict, claims, sets, keys)
    on = bench(conflict)
    listed = apart(on)[:, None]
    known: dict[Any, int] = {}
    at = np.array([known.setdefault(variant(on, reading), len(known)) for reading in sets], dtype=np.int64)
    found = {key: (judge(on, list(known), key, "improvements").holds & listed)[:, at] for key in keys}
    codes = np.flatnonzero(np.any([table.any(axis=1) for table in found.values()], axis=0))
    return Tables(claims=claims, codes=tuple(codes.tolist()), holds={key: table[codes] for key, table in found.items()})


def _compiled(
    conflict: Conflict, claims: tuple[str, ...], sets: Sequence[frozenset[str]], keys: Sequence[str]
) -> Tables:
    found: dict[str, list[list[int]]] = {key: [] for key in keys}
    for reading in sets:
        graph = compile(conflict, reading)
        verdicts = analyze(graph, keys)
        for key in keys:
            found[key].append(graph.codes[verdicts.equilibria(key)].tolist())
    codes = sorted({code for columns in found.values() for column in columns for code in column})
    place = {code: row for row, code in enumerate(codes)}
    holds = {}
    for key, columns in found.items():
        table = np.zeros((len(codes), len(sets)), dtype=np.bool_)
        for b, column in enumerate(columns):
            table[[place[code] for code in column], b] = True
        holds[key] = table
    return Tables(claims=claims, codes=tuple(codes), holds=holds)


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


def turns(found: Tables, claim: str) -> tuple[Turn, ...]:
    """Say what believing a claim does, over all choices of the other claims, by concept and state."""
    if claim not in found.claims:
        return ()
    result = []
    for key, table in found.holds.items():
        without, with_it = sides(table, found.claims.index(claim))
        for gained, changed in ((True, with_it & ~without), (False, ~with_it & without)):
            times = changed.sum(axis=(1, 2))
            result += [
                Turn(code=found.codes[row], concept=key, gained=gained, times=int(times[row]), of=found.count // 2)
                for row in np.flatnonzero(times).tolist()
            ]
    return tuple(result)


def sides(table: NDArray[np.bool_], k: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Cut a table over all readings, shape (m, 2**n), into the readings without claim ``k`` and those with it.

    Returns
    -------
    without, with_it : views of shape (m, 2**(n-1-k), 2**k), in which readings that differ in the claim alone meet
    """
    parts = table.reshape(len(table), -1, 2, 1 << k)
    return parts[:, :, 0], parts[:, :, 1]


def exactly_if(values: NDArray[np.bool_], claims: Sequence[str]) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Return the shortest condition under which a value is true: alternatives, each of (claim, whether believed).

    Returns
    -------
    alternatives : none where it is never true; one without parts where it always is

    >>> exactly_if(np.array([False, True, False, False]), ["a", "b"])
    ((('a', True), ('b', False)),)
    """
    cubes, _ = shortest(values)
    return tuple(tuple((name, bool(x)) for x, name in zip(cube, claims, strict=True) if x < 2) for cube in cubes)


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
    each = None if r.sampled is not None else weights_of(r.on.conflict, r.claims)
    return None if each is None else float(each[values].sum())


def weights_of(conflict: Conflict, claims: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the weight of every reading of these claims, in counting order, claims taken as independent.

    Returns
    -------
    weights : shape (2**k,), summing to one; None unless every claim was given a weight, or there is no claim
    """
    given = {c.id: c.weight for c in conflict.contested}
    known = [w for claim in claims if (w := given[claim]) is not None]
    if not known or len(known) < len(claims):
        return None
    believed = np.arange(1 << len(claims))[:, None] >> np.arange(len(claims))[None, :] & 1 == 1
    each: NDArray[np.float64] = np.where(believed, np.array(known), 1 - np.array(known)).prod(axis=1)
    return each


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
