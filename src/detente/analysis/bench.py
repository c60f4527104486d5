"""Many variants of one conflict judged in one sweep: readings, statements removed, levers pulled.

A variant is told by small integers only (which statements count and in which order, which infeasible entries apply,
which options are absent or one-way, where the status quo lies), so that thousands of variants stack into arrays of
shape (2**k, B): one row a combination of the k options, one column a variant. Where moves are given, forbidden or
merged, variants are judged one by one, as graphs; in graph form there is one row a state.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.forms import coalesce, forbid_moves
from detente.conditions import Condition, truth
from detente.conflict import Conflict
from detente.conflict.ranks import rank_of
from detente.conflict.space import at_states, space
from detente.graph import Arcs, GraphModel, joint_improvements, joint_moves
from detente.stability import analyze, find_concept

MAX_OPTIONS = 16
CELLS = 1 << 26
"""How many bytes of step tables one stack of variants may take."""
MOST = 1 << 24
"""With more single steps than this, variants are judged one by one."""
SYMMETRIC = frozenset({"SMR", "SSEQ"})
CREDIBLE = frozenset({"SEQ", "SSEQ"})
KNOWN = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")

Table = NDArray[np.bool_]
Values = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One version of a conflict.

    Attributes
    ----------
    orders : for each decision maker the places of its statements that count, in priority order; a ranking that does
        not come from statements is called (-1, r), r being its row on the bench
    rules : places of the infeasible entries that apply
    absent : places of options that can never be taken
    one_way : +1, -1 or 0 for each option
    start : row of the status quo, or -1 where there is none
    forbidden, merged : places of the entries that apply under ``forbidden_moves`` and ``coalesced``
    """

    orders: tuple[tuple[int, ...], ...]
    rules: tuple[int, ...]
    absent: tuple[int, ...]
    one_way: tuple[int, ...]
    start: int
    forbidden: tuple[int, ...] = ()
    merged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found; every table has shape (2**k, B), rows are option codes (in graph form: places of states).

    ``reached`` includes the status quo itself; infeasible combinations are False everywhere. States that count as one
    have the same entries.
    """

    feasible: Table
    holds: Table
    reached: Table


@dataclass(slots=True, kw_only=True)
class Bench:
    """A conflict spread out for judging many variants; the dictionaries remember what was worked out.

    ``names`` are ids of options, or of states in graph form; ``size`` is the number of rows of every table.
    """

    conflict: Conflict
    names: tuple[str, ...]
    owner: tuple[int, ...]
    ranks: dict[tuple[int, tuple[int, ...]], Values] = field(default_factory=dict)
    wants: dict[tuple[int, int], Table] = field(default_factory=dict)
    rows: dict[tuple[int, bytes], int] = field(default_factory=dict)
    masks: dict[tuple[tuple[int, ...], tuple[int, ...]], Table] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.names) if self.conflict.states else 1 << len(self.names)

    def where(self, condition: Condition | None) -> Table:
        """Say on which rows a condition is true, shape (size,); on all for None."""
        if condition is None:
            return np.ones(self.size, dtype=np.bool_)
        return at_states(condition, self.names) if self.conflict.states else truth(condition, self.names)


def bench(conflict: Conflict) -> Bench:
    """Spread out a conflict.

    Raises
    ------
    DetenteError
        E725: it has more options than variants can be compared over.
    """
    if len(conflict.options) > MAX_OPTIONS:
        raise DetenteError(
            Diagnostic(
                code="E725",
                message=f"{len(conflict.options)} options; variants are compared over {MAX_OPTIONS} at most",
                file=conflict.file,
                hint="merge options, or ask analyze and explain, which take more",
            )
        )
    place = {dm.id: i for i, dm in enumerate(conflict.decision_makers)}
    return Bench(
        conflict=conflict,
        names=tuple(x.id for x in conflict.states or conflict.options),
        owner=tuple(place[option.owner] for option in conflict.options),
    )


def variant(on: Bench, believed: frozenset[str] | None = None) -> Variant:
    """Return one reading of the conflict as a variant."""
    conflict = on.conflict
    reading = conflict.default_reading if believed is None else believed
    rules = tuple(r for r, rule in enumerate(conflict.infeasible) if rule.guard.present(reading))
    absent = tuple(k for k, option in enumerate(conflict.options) if not option.guard.present(reading))
    taken = set(conflict.status_quo or ())
    code = sum(1 << k for k, option in enumerate(conflict.options) if option.id in taken and k not in absent)
    if conflict.states:
        code = next((s for s, state in enumerate(conflict.states) if state.id in taken), -1)
    return Variant(
        orders=tuple(
            tuple(p for p, statement in enumerate(dm.statements) if statement.guard.present(reading))
            if dm.ranking is None
            else _ranking(on, i, reading, rules, absent)
            for i, dm in enumerate(conflict.decision_makers)
        ),
        rules=rules,
        absent=absent,
        one_way=tuple(
            {"N->Y": 1, "Y->N": -1, "": 0}[option.one_way if option.one_way_guard.present(reading) else ""]
            for option in conflict.options
        ),
        start=-1 if conflict.status_quo is None else code,
        forbidden=tuple(k for k, entry in enumerate(conflict.forbidden_moves) if entry.guard.present(reading)),
        merged=tuple(k for k, entry in enumerate(conflict.coalesced) if entry.guard.present(reading)),
    )


def _ranking(
    on: Bench, i: int, reading: frozenset[str], rules: tuple[int, ...], absent: tuple[int, ...]
) -> tuple[int, ...]:
    values = np.zeros(on.size, dtype=np.int32)
    if feasible(on, rules, absent).any():
        states = space(on.conflict, reading)
        values[states.codes] = rank_of(on.conflict, on.conflict.decision_makers[i], reading, states)
    row = on.rows.setdefault((i, values.tobytes()), len(on.rows))
    on.ranks[i, (-1, row)] = values
    return (-1, row)


def rank(on: Bench, i: int, order: tuple[int, ...]) -> Values:
    """Return decision maker i's rank of every combination of options under an order of its statements.

    Every beginning of an order is remembered, so that orders which share it cost one more statement each.
    """
    known = on.ranks.get((i, order))
    if known is not None:
        return known
    if not order:
        found = np.zeros(on.size, dtype=np.int32)
    else:
        split = 2 * rank(on, i, order[:-1]) + statement(on, i, order[-1])
        seen = np.zeros(int(split.max()) + 1, dtype=np.int32)
        seen[split] = 1
        found = (np.cumsum(seen, dtype=np.int32) - 1)[split]
    on.ranks[i, order] = found
    return found


def statement(on: Bench, i: int, place: int) -> Table:
    """Return where a statement of decision maker i is true."""
    if (i, place) not in on.wants:
        on.wants[i, place] = on.where(on.conflict.decision_makers[i].statements[place].want)
    return on.wants[i, place]


def feasible(on: Bench, rules: tuple[int, ...], absent: tuple[int, ...]) -> Table:
    """Return which combinations of options can be."""
    if (rules, absent) not in on.masks:
        codes = np.arange(on.size, dtype=np.int64)
        keep = np.ones(len(codes), dtype=np.bool_)
        for r in rules:
            keep &= ~on.where(on.conflict.infeasible[r].condition)
        for k in absent:
            keep &= codes >> k & 1 == 0
        on.masks[rules, absent] = keep
    return on.masks[rules, absent]


def graph_of(on: Bench, which: Variant) -> GraphModel:
    """Build one variant as a graph model, to explain it or to follow paths in it.

    Raises
    ------
    DetenteError
        E401: no state is feasible; E719: states that count as one are not ranked alike in this variant.
    """
    codes = np.flatnonzero(feasible(on, which.rules, which.absent)).astype(np.int64)
    if not len(codes):
        raise DetenteError(Diagnostic(code="E401", message="no state is feasible in this variant", hint="relax it"))
    at = np.flatnonzero(codes == which.start)
    graph_form = bool(on.conflict.states)
    ids = [dm.id for dm in on.conflict.decision_makers]
    graph = GraphModel(
        decision_makers=tuple(dm.name for dm in on.conflict.decision_makers),
        options=() if graph_form else on.names,
        owner=on.owner,
        one_way=which.one_way,
        codes=codes,
        rank=np.array([rank(on, i, order)[codes] for i, order in enumerate(which.orders)], dtype=np.int32),
        arcs=_given(on.conflict) if graph_form else None,
        status_quo=int(at[0]) if len(at) else None,
        labels=on.names if graph_form else (),
        transitive=not graph_form,
    )
    for entry in (on.conflict.forbidden_moves[k] for k in which.forbidden):
        by = [ids.index(name) for name in entry.by] if entry.by else range(len(ids))
        graph, _ = forbid_moves(graph, by, on.where(entry.before)[codes], on.where(entry.after)[codes])
    classes = [np.flatnonzero(on.where(on.conflict.coalesced[k].condition)[codes]).tolist() for k in which.merged]
    return coalesce(graph, classes).graph if any(len(members) > 1 for members in classes) else graph


def _given(conflict: Conflict) -> tuple[Arcs, ...]:
    """Return each decision maker's moves as a model in graph form gives them."""
    place = {state.id: s for s, state in enumerate(conflict.states)}
    given = dict(conflict.moves)
    found = []
    for dm in conflict.decision_makers:
        ends = np.array(sorted({(place[a], place[b]) for a, b in given.get(dm.id, ())}), dtype=np.int64).reshape(-1, 2)
        start = np.searchsorted(ends[:, 0], np.arange(len(place) + 1)).astype(np.int64)
        found.append(Arcs(start=start, to=ends[:, 1].astype(np.int32)))
    return tuple(found)


def rows(graph: GraphModel, s: int) -> list[int]:
    """Return the rows of a bench that a state stands for: several where states count as one."""
    if not graph.members or not graph.options:
        return [int(graph.codes[s])]
    return [sum(1 << k for k, letter in enumerate(pattern) if letter == "Y") for pattern in graph.members[s]]


def apart(on: Bench) -> Table:
    """Mark the rows to be listed: all but the later ones of states that count as one in the model's own reading."""
    keep = np.ones(on.size, dtype=np.bool_)
    which = variant(on)
    can = feasible(on, which.rules, which.absent)
    for k in which.merged:
        keep[np.flatnonzero(on.where(on.conflict.coalesced[k].condition) & can)[1:]] = False
    return keep


def spread(on: Bench, graph: GraphModel, states: Iterable[int]) -> Table:
    """Mark the rows of states on a bench, shape (size,)."""
    out = np.zeros(on.size, dtype=np.bool_)
    out[[row for s in states for row in rows(graph, s)]] = True
    return out


def judge(on: Bench, variants: Sequence[Variant], concept: str = "SEQ", reach: str = "improvements") -> Judged:
    """Say for every variant and combination of options whether it is an equilibrium and can be reached.

    Parameters
    ----------
    concept : one of the five built-in keys
    reach : "improvements" or "moves", by which steps the status quo is left

    Notes
    -----
    In option form the moves of one decision maker compose, and so do its improvements; the rule that nobody moves
    twice in succession therefore changes nothing, and the joint answers of the opponents follow from a minimum
    carried along single steps until nothing changes.
    """
    key = find_concept(concept).key
    if key not in KNOWN:
        raise DetenteError(
            Diagnostic(code="E726", message=f"variants are not compared under {key}", hint=f"use {', '.join(KNOWN)}")
        )
    size = on.size
    own = np.bincount(on.owner, minlength=1) if on.owner else np.zeros(1, dtype=np.int64)
    if not on.conflict.moves_of_options or size * int((2**own - 1).sum()) > MOST:
        return _one_by_one(on, variants, key, reach)
    steps = _steps(on)
    width = max(1, CELLS // (size * 2 * max(1, len(steps))))
    parts = [_judge(on, steps, variants[b : b + width], key, reach) for b in range(0, len(variants), width)]
    if not parts:
        none = np.zeros((size, 0), dtype=np.bool_)
        return Judged(feasible=none, holds=none, reached=none)
    return Judged(
        feasible=np.concatenate([p.feasible for p in parts], axis=1),
        holds=np.concatenate([p.holds for p in parts], axis=1),
        reached=np.concatenate([p.reached for p in parts], axis=1),
    )


def _one_by_one(on: Bench, variants: Sequence[Variant], key: str, reach: str) -> Judged:
    """Judge each variant as a graph of its own: moves do not follow from the options, or are too many to stack."""
    size = on.size
    can, holds, come = (np.zeros((size, len(variants)), dtype=np.bool_) for _ in range(3))
    for b, which in enumerate(variants):
        can[:, b] = feasible(on, which.rules, which.absent)
        if not can[:, b].any():
            continue
        graph = graph_of(on, which)
        holds[:, b] = spread(on, graph, analyze(graph, [key]).equilibria(key).tolist())
        if graph.status_quo is not None:
            walk = joint_moves if reach == "moves" else joint_improvements
            ends = walk(graph, range(len(graph.decision_makers)), graph.status_quo)
            come[:, b] = spread(on, graph, [graph.status_quo, *ends.tolist()])
    return Judged(feasible=can, holds=holds, reached=come)


def _steps(on: Bench) -> list[tuple[int, int]]:
    """List (mover, options it changes) for every non-empty set of one decision maker's options."""
    found = []
    for i in range(len(on.conflict.decision_makers)):
        own = sum(1 << o for o, owner in enumerate(on.owner) if owner == i)
        change = own
        while change:
            found.append((i, change))
            change = (change - 1) & own
    return found


def _judge(on: Bench, steps: list[tuple[int, int]], variants: Sequence[Variant], key: str, reach: str) -> Judged:
    n, codes = len(on.conflict.decision_makers), np.arange(1 << len(on.names), dtype=np.int64)
    can = np.stack([feasible(on, v.rules, v.absent) for v in variants], axis=1)
    ranks = [np.stack([rank(on, i, v.orders[i]) for v in variants], axis=1) for i in range(n)]
    one_way = np.array([v.one_way for v in variants], dtype=np.int8).reshape(len(variants), len(on.names))
    legal, pays = [], []
    for j, change in steps:
        there = codes ^ change
        ok = can & can[there]
        for o in range(len(on.names)):
            if change >> o & 1 and one_way[:, o].any():
                taken = (codes >> o & 1 == 1)[:, None]
                ok &= np.where(taken, one_way[None, :, o] <= 0, one_way[None, :, o] >= 0)
        legal.append(ok)
        pays.append(ok & (ranks[j][there] > ranks[j]))

    def best(i: int, x: Values) -> Values:
        out = x.copy()
        for (j, change), ok in zip(steps, legal, strict=True):
            if j == i:
                np.maximum(out, x[codes ^ change], out=out, where=ok)
        return out

    def worst(i: int, x: Values) -> Values:
        out, before = x.copy(), None
        allowed = pays if key in CREDIBLE else legal
        while before is None or not np.array_equal(before, out):
            before = out.copy()
            for (j, change), ok in zip(steps, allowed, strict=True):
                if j != i:
                    np.minimum(out, out[codes ^ change], out=out, where=ok)
        return out

    holds = can.copy()
    for i in range(n):
        gain = ranks[i]
        if key != "NASH":
            gain = np.minimum(gain, worst(i, best(i, gain) if key in SYMMETRIC else gain))
        holds &= best(i, gain) <= ranks[i]
    return Judged(
        feasible=can, holds=holds, reached=_reached(steps, variants, can, legal if reach == "moves" else pays)
    )


def _reached(steps: list[tuple[int, int]], variants: Sequence[Variant], can: Table, allowed: list[Table]) -> Table:
    codes = np.arange(len(can), dtype=np.int64)
    start = np.array([v.start for v in variants], dtype=np.int64)
    reached: Table = (codes[:, None] == start[None, :]) & can
    before = 0
    while before != (now := int(reached.sum())):
        before = now
        for (_, change), ok in zip(steps, allowed, strict=True):
            reached |= (reached & ok)[codes ^ change]
    return reached
