"""Conflict → graph model: which states can be, who can go where, and how each decision maker ranks the states."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.forms import coalesce, forbid_moves
from detente.conditions import holds
from detente.conflict.ranks import ranks_of, ranks_together, statements_present
from detente.conflict.space import MAX_OPTIONS, Space, check_size, feasible_codes, space
from detente.conflict.values import Conflict, PreferenceStatement
from detente.graph import Arcs, GraphModel
from detente.graph.moves import count_pairs

__all__ = ["MAX_OPTIONS", "check_size", "compile", "deciding_statement", "feasible_codes", "statements_present"]
MAX_MOVES = 20_000_000


def compile(conflict: Conflict, believed: frozenset[str] | None = None) -> GraphModel:
    """Work out the states, moves and ranks of one reading of the contested claims.

    Parameters
    ----------
    conflict : the model as written
    believed : contested claims believed; None takes the model's own default reading

    Returns
    -------
    graph : ``rank`` has shape (n, m), dense from 0 (least preferred); preference is lexicographic in the statements.
        ``transitive`` is False wherever moves are given, forbidden or merged, since they then need not compose.

    Raises
    ------
    DetenteError
        E401 no state is feasible; E402 more than 26 options; E403 a ranking leaves out a feasible state or ranks one
        twice; E404 states cannot be merged; E405 too many complete lists; E406 too many moves to list.
    """
    return work_out(conflict, conflict.default_reading if believed is None else believed).graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A compiled reading, and what its author may want to know.

    Attributes
    ----------
    graph : the model
    status_quo : what is wrong with the status quo
    removed : for each entry present under ``forbidden_moves``, its place there and how many moves it took away
    created : moves that exist only because states were merged, told in words
    """

    graph: GraphModel
    status_quo: tuple[str, ...] = ()
    removed: tuple[tuple[int, int], ...] = ()
    created: tuple[str, ...] = ()


def work_out(conflict: Conflict, reading: frozenset[str]) -> Worked:
    """Compile a reading as ``compile`` does, and keep what was found on the way."""
    on = space(conflict, reading)
    owners = {dm.id: i for i, dm in enumerate(conflict.decision_makers)}
    at, wrong = _status_quo(conflict, reading, on)
    graph = GraphModel(
        decision_makers=tuple(dm.name for dm in conflict.decision_makers),
        options=() if on.graph_form else on.names,
        owner=tuple(owners[option.owner] for option in conflict.options),
        one_way=tuple(
            {"N->Y": 1, "Y->N": -1, "": 0}[option.one_way if option.one_way_guard.present(reading) else ""]
            for option in conflict.options
        ),
        codes=on.codes,
        rank=ranks_together(conflict, reading, on),
        arcs=_given(conflict, on) if on.graph_form else None,
        status_quo=at,
        labels=on.names if on.graph_form else (),
        transitive=not on.graph_form,
    )
    graph, removed = forbidden(conflict, graph, reading, on)
    graph, created = merged(conflict, graph, reading, on)
    graph = replace(graph, notes=(*wrong, *created))
    return Worked(graph=graph, status_quo=wrong, removed=removed, created=created)


def _given(conflict: Conflict, on: Space) -> tuple[Arcs, ...]:
    """Return each decision maker's moves as the file gives them."""
    place = {name: s for s, name in enumerate(on.names)}
    given = dict(conflict.moves)
    arcs = []
    for dm in conflict.decision_makers:
        ends = sorted({(place[a], place[b]) for a, b in given.get(dm.id, ())})
        table = np.array(ends, dtype=np.int64).reshape(-1, 2)
        start = np.searchsorted(table[:, 0], np.arange(len(place) + 1)).astype(np.int64)
        arcs.append(Arcs(start=start, to=table[:, 1].astype(np.int32)))
    return tuple(arcs)


def forbidden(
    conflict: Conflict, graph: GraphModel, believed: frozenset[str], on: Space
) -> tuple[GraphModel, tuple[tuple[int, int], ...]]:
    """Take forbidden moves out of a model.

    Returns
    -------
    graph : the model without them
    removed : for each entry present, its place under ``forbidden_moves`` and how many moves it removed
    """
    present = [(k, entry) for k, entry in enumerate(conflict.forbidden_moves) if entry.guard.present(believed)]
    if present:
        _check_moves(conflict, graph)
    removed = []
    ids = [dm.id for dm in conflict.decision_makers]
    for k, entry in present:
        by = [ids.index(name) for name in entry.by] if entry.by else range(len(ids))
        graph, count = forbid_moves(graph, by, on.where(entry.before), on.where(entry.after))
        removed.append((k, count))
    return graph, tuple(removed)


def merged(
    conflict: Conflict, graph: GraphModel, believed: frozenset[str], on: Space
) -> tuple[GraphModel, tuple[str, ...]]:
    """Merge the states that count as one.

    Returns
    -------
    graph : the smaller model
    created : for each move that not every member of a class had, a sentence

    Raises
    ------
    DetenteError
        E404: a state belongs to two classes, or somebody does not rank a class alike; E406.
    """
    present = [entry for entry in conflict.coalesced if entry.guard.present(believed)]
    classes = [np.flatnonzero(on.where(entry.condition)) for entry in present]
    if not any(len(members) > 1 for members in classes):
        return graph, ()
    _check_moves(conflict, graph)
    taken = np.zeros(len(on.codes), dtype=np.bool_)
    for entry, members in zip(present, classes, strict=True):
        twice = members[taken[members]]
        if len(twice):
            message = f"the state {on.show(int(twice[0]))} belongs to two of the classes under coalesced"
            raise _cannot_merge(conflict, entry.guard.line, message, "write the two entries as one, joined with 'or'")
        taken[members] = True
    for dm in conflict.decision_makers:
        for rank in ranks_of(conflict, dm, believed, on):
            for entry, members in zip(present, classes, strict=True):
                apart = members[rank[members] != rank[members[0]]] if len(members) else members
                if len(apart):
                    a, b = on.show(int(members[0])), on.show(int(apart[0]))
                    message = f"{dm.name} does not rank the states {a} and {b} alike, which are to count as one"
                    raise _cannot_merge(
                        conflict, entry.guard.line, message, "only states that nobody tells apart can be merged"
                    )
    found = coalesce(graph, [members.tolist() for members in classes])
    names = found.graph.labels
    notes = tuple(
        f"counting {names[k]} as one state lets {graph.decision_makers[i]} go to {names[t]},"
        " which not all of its members allow"
        for i, k, t in found.created
    )
    return found.graph, notes


def _cannot_merge(conflict: Conflict, line: int, message: str, hint: str) -> DetenteError:
    d = Diagnostic(code="E404", message=message, file=conflict.file, line=line, column=int(line > 0), hint=hint)
    return DetenteError(d)


def _check_moves(conflict: Conflict, graph: GraphModel) -> None:
    """Raise E406 where the moves are too many to list one by one."""
    count = count_pairs(graph) if graph.arcs is None else 0
    if count > MAX_MOVES:
        message = f"forbidden moves and merged states need a list of all moves, here up to {count:,}"
        hint = f"{MAX_MOVES:,} are the most; use one-way options, or remove infeasible states"
        raise DetenteError(Diagnostic(code="E406", message=message, file=conflict.file, hint=hint))


def deciding_statement(
    conflict: Conflict, dm_index: int, code_a: int, code_b: int, believed: frozenset[str] | None = None
) -> PreferenceStatement | None:
    """Return the first statement, in priority order, on which two states differ (None: a tie, or no statements)."""
    dm = conflict.decision_makers[dm_index]
    reading = conflict.default_reading if believed is None else believed
    if dm.ranking is not None:
        return None
    first, second = (_taken(conflict, code) for code in (code_a, code_b))
    for statement in statements_present(dm, reading):
        if holds(statement.want, first) != holds(statement.want, second):
            return statement
    return None


def _taken(conflict: Conflict, code: int) -> dict[str, bool]:
    if conflict.states:
        return {conflict.states[code].id: True}
    return {option.id: bool(code >> k & 1) for k, option in enumerate(conflict.options)}


def _status_quo(conflict: Conflict, believed: frozenset[str], on: Space) -> tuple[int | None, tuple[str, ...]]:
    if conflict.status_quo is None:
        return None, ()
    taken = set(conflict.status_quo)
    if on.graph_form:
        return next((s for s, name in enumerate(on.names) if name in taken), None), ()
    codes: NDArray[np.int64] = on.codes
    code = sum(1 << k for k, o in enumerate(conflict.options) if o.id in taken and o.guard.present(believed))
    at = int(np.searchsorted(codes, code))
    if at < len(codes) and int(codes[at]) == code:
        return at, ()
    return None, ("the status quo is not a feasible state in this reading",)
