"""Models whose moves are not simply those of their options: graph form, merged states, deleted moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.graph import Arcs, GraphModel
from detente.graph.moves import pairs

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
FEW = 8


def graph_form(
    *,
    states: Sequence[str],
    moves: Mapping[str, Iterable[tuple[str, str]]],
    rankings: Mapping[str, Sequence[Iterable[str]]],
    status_quo: str | None = None,
) -> GraphModel:
    """Build a model from states, each decision maker's arcs and rankings.

    Parameters
    ----------
    states : labels, in the order in which they are numbered
    moves : for each decision maker, in order, its one-step moves (from, to); two may own the same arc
    rankings : for each decision maker its groups of states, most preferred first, ties together
    status_quo : label of the state where the conflict stands

    Raises
    ------
    DetenteError
        E707: a label is unknown or given twice, an arc returns to its own state, or a ranking leaves out a state or
        ranks one twice.

    Examples
    --------
    >>> graph = graph_form(states=["a", "b"], moves={"X": [("a", "b")]}, rankings={"X": [["b"], ["a"]]})
    >>> graph.labels, graph.rank.tolist()
    (('a', 'b'), [[0, 1]])
    """
    at = {label: s for s, label in enumerate(states)}
    if len(at) != len(states):
        twice = next(label for s, label in enumerate(states) if at[label] != s)
        raise _refuse(f"the state '{twice}' is listed twice", "give each state its own label")
    if not at:
        raise _refuse("a model needs at least one state", "list the states")
    if set(moves) != set(rankings):
        odd = sorted(set(moves) ^ set(rankings))[0]
        raise _refuse(f"'{odd}' has moves or a ranking, but not both", "give every decision maker both")
    names = tuple(moves)
    m = len(states)
    arcs, rank = [], []
    for name in names:
        ends = sorted({(_find(at, a), _find(at, b)) for a, b in moves[name]})
        loop = next((a for a, b in ends if a == b), None)
        if loop is not None:
            raise _refuse(f"an arc of {name} leads from '{states[loop]}' to itself", "leave it out: staying is no move")
        table = np.array(ends, dtype=np.int64).reshape(-1, 2)
        arcs.append(_arcs(table[:, 0], table[:, 1], m))
        rank.append(_rank(name, rankings[name], at))
    return GraphModel(
        decision_makers=names,
        codes=np.arange(m, dtype=np.int64),
        rank=np.array(rank, dtype=np.int32).reshape(len(names), m),
        arcs=tuple(arcs),
        status_quo=None if status_quo is None else _find(at, status_quo),
        labels=tuple(states),
        transitive=False,
    )


def _refuse(message: str, hint: str) -> DetenteError:
    return _fault("E707", message, hint)


def _find(at: Mapping[str, int], label: str) -> int:
    if label in at:
        return at[label]
    near = did_you_mean(label, at)
    raise _refuse(f"no state is called '{label}'", f"did you mean '{near}'?" if near else "list it under the states")


def _rank(name: str, groups: Sequence[Iterable[str]], at: Mapping[str, int]) -> list[int]:
    rank = [-1] * len(at)
    for place, group in enumerate(groups):
        for label in group:
            s = _find(at, label)
            if rank[s] >= 0:
                raise _refuse(f"{name} ranks the state '{label}' twice", "remove one of the two")
            rank[s] = len(groups) - 1 - place
    if -1 in rank:
        label = list(at)[rank.index(-1)]
        raise _refuse(f"the ranking of {name} leaves out the state '{label}'", "rank every state")
    return rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Coalesced:
    """A model in which some states have been merged.

    Attributes
    ----------
    graph : the smaller model
    place : int64, shape (old m,); where each old state went
    created : moves (decision maker, from class, to class) of the new model that not every member of the class had:
        joining their moves lets a decision maker do what it could not do from some of the states merged
    """

    graph: GraphModel
    place: NDArray[np.int64]
    created: tuple[tuple[int, int, int], ...]


def coalesce(graph: GraphModel, classes: Sequence[Iterable[int]]) -> Coalesced:
    """Merge states that describe one and the same situation.

    Parameters
    ----------
    classes : sets of state indices to merge, without overlap; states in none stay as they are

    Raises
    ------
    DetenteError
        E719: an unknown state, a state in two classes, or a decision maker who does not rank a class alike.

    Notes
    -----
    A class takes the place of its smallest member; R_i of a class is the union over its members, less the class
    itself. After that moves need not compose, so that the rule "nobody moves twice in succession" matters.
    """
    m = graph.size
    first = np.arange(m)
    taken = np.zeros(m, dtype=np.bool_)
    for group in classes:
        members = np.unique(np.fromiter(group, dtype=np.int64))
        outside = members[(members < 0) | (members >= m)]
        wrong = outside if len(outside) else members[taken[members]]
        if len(wrong):
            what = "is not in the model" if len(outside) else "is in two classes"
            raise _fault("E719", f"state {wrong[0] + 1} {what}", "list each state to be merged once")
        taken[members] = True
        for i, name in enumerate(graph.decision_makers):
            if len(np.unique(graph.rank[i, members])) > 1:
                ids = ", ".join(str(s + 1) for s in members[:FEW]) + ", …" * (len(members) > FEW)
                raise _fault("E719", f"{name} does not rank the states {ids} alike", "only indifferent states merge")
        first[members] = members[0] if len(members) else 0
    kept, place = np.unique(first, return_inverse=True)
    place = place.reshape(-1).astype(np.int64)
    count = np.bincount(place, minlength=len(kept))
    inside = np.split(np.argsort(place, kind="stable"), np.cumsum(count)[:-1])
    arcs, created = [], []
    for i in range(len(graph.decision_makers)):
        source, to = arrows(graph, i)
        each = np.unique(source * len(kept) + place[to])  # one entry for every member and class it reaches
        source, to = place[each // len(kept)], each % len(kept)
        joined, sharing = np.unique(source * len(kept) + to, return_counts=True)
        source, to = joined // len(kept), joined % len(kept)
        apart = source != to
        arcs.append(_arcs(source[apart], to[apart], len(kept)))
        some = apart & (sharing < count[source])
        created += [(i, int(k), int(t)) for k, t in zip(source[some], to[some], strict=True)]
    names = [graph.labels[s] if graph.labels else graph.pattern(s) if graph.options else str(s + 1) for s in range(m)]
    smaller = replace(
        graph,
        codes=graph.codes[kept],
        rank=graph.rank[:, kept],
        arcs=tuple(arcs),
        status_quo=None if graph.status_quo is None else int(place[graph.status_quo]),
        labels=tuple(_common([names[s] for s in members], names if graph.options else ()) for members in inside),
        members=tuple(tuple(names[s] for s in members) for members in inside),
        transitive=False,
    )
    return Coalesced(graph=smaller, place=place, created=tuple(created))


def delete_arcs(graph: GraphModel, removed: Iterable[tuple[int, int, int]]) -> GraphModel:
    """Take single moves away from decision makers.

    Parameters
    ----------
    removed : triples (decision maker, from state, to state), by index; somebody else's equal arc stays

    Raises
    ------
    DetenteError
        E719: there is no such move.
    """
    gone = set(removed)
    arcs = []
    for i, name in enumerate(graph.decision_makers):
        source, to = arrows(graph, i)
        own = sorted((a, b) for j, a, b in gone if j == i)
        keep = np.ones(len(source), dtype=np.bool_)
        for a, b in own:
            hit = (source == a) & (to == b)
            if not hit.any():
                raise _fault("E719", f"{name} has no move from state {a + 1} to {b + 1}", "name a move that is there")
            keep &= ~hit
        arcs.append(_arcs(source[keep], to[keep], graph.size))
    nobody = [i for i, _, _ in gone if not 0 <= i < len(arcs)]
    if nobody:
        raise _fault("E719", f"there is no decision maker {nobody[0]}", "name one of the decision makers")
    return replace(graph, arcs=tuple(arcs), transitive=False)


def forbid_moves(graph: GraphModel, by: Iterable[int], before: Flags, after: Flags) -> tuple[GraphModel, int]:
    """Forbid decision makers all moves from some states to some others.

    Parameters
    ----------
    by : whose moves; the same moves of others stay
    before, after : bool, shape (m,); from where and to where

    Returns
    -------
    graph, removed : the model without these moves, and how many they were
    """
    who, arcs, removed = set(by), [], 0
    for i in range(len(graph.decision_makers)):
        source, to = arrows(graph, i)
        gone = before[source] & after[to] if i in who else np.zeros(len(source), dtype=np.bool_)
        removed += int(np.count_nonzero(gone))
        arcs.append(_arcs(source[~gone], to[~gone], graph.size))
    return replace(graph, arcs=tuple(arcs), transitive=False), removed


def arrows(graph: GraphModel, i: int) -> tuple[Numbers, Numbers]:
    """Return all one-step moves of decision maker ``i`` as two equally long arrays, from where and to where.

    Examples
    --------
    >>> graph = graph_form(states=["a", "b"], moves={"X": [("a", "b")]}, rankings={"X": [["b"], ["a"]]})
    >>> [ends.tolist() for ends in arrows(graph, 0)]
    [[0], [1]]
    """
    if graph.arcs is None:
        return pairs(graph, i)
    source = np.repeat(np.arange(graph.size, dtype=np.int64), np.diff(graph.arcs[i].start))
    to = graph.arcs[i].to.astype(np.int64)
    return source[source != to], to[source != to]


def forbid_pattern(graph: GraphModel, i: int, before: str, after: str) -> GraphModel:
    """Forbid a decision maker all moves from states of one pattern to states of another.

    Parameters
    ----------
    before, after : one letter an option, in user order: Y, N, or - for either

    Raises
    ------
    DetenteError
        E719: a pattern does not have one letter for each option, or the model has no options.

    Notes
    -----
    This is the irreversibility "by pattern" of GMCR II; one-way options are the case with a single letter in each.
    """
    return forbid_moves(graph, [i], _matching(graph, before), _matching(graph, after))[0]


def rank_by_weights(graph: GraphModel, weights: Mapping[str, float]) -> NDArray[np.int32]:
    """Rank the states by the total weight of the options taken; equal totals are ties.

    Parameters
    ----------
    weights : by option id; options not named weigh nothing, and weights may be negative

    Returns
    -------
    rank : int32, shape (m,), dense from 0; larger = preferred

    Raises
    ------
    DetenteError
        E719: no such option.

    Examples
    --------
    >>> model = GraphModel(decision_makers=("X",), options=("a", "b"), owner=(0, 0), one_way=(0, 0),
    ...                    codes=np.arange(4), rank=np.zeros((1, 4), dtype=np.int32))
    >>> rank_by_weights(model, {"a": 2, "b": -2}).tolist()
    [1, 2, 0, 1]
    """
    exact = {option: Fraction(str(weight)) for option, weight in weights.items()}  # so that 0.1 + 0.2 ties with 0.3
    for option in exact:
        if option not in graph.options:
            near = did_you_mean(option, graph.options)
            hint = f"did you mean '{near}'?" if near else f"the options are {', '.join(graph.options)}"
            raise _fault("E719", f"no option is called '{option}'", hint)
    total = [
        sum((exact.get(o, Fraction(0)) for k, o in enumerate(graph.options) if code >> k & 1), Fraction(0))
        for code in graph.codes.tolist()
    ]
    place = {value: k for k, value in enumerate(sorted(set(total)))}
    return np.array([place[value] for value in total], dtype=np.int32)


def _fault(code: str, message: str, hint: str) -> DetenteError:
    return DetenteError(Diagnostic(code=code, message=message, hint=hint))


def _arcs(source: Numbers, to: Numbers, m: int) -> Arcs:
    order = np.lexsort((to, source))
    start = np.searchsorted(source[order], np.arange(m + 1)).astype(np.int64)
    return Arcs(start=start, to=to[order].astype(np.int32))


def _common(names: Sequence[str], every: Sequence[str]) -> str:
    """Write what the names have in common, a dash where they differ, if that fits none of the others; else all names.

    ``every`` are all patterns of the model; empty where names are no patterns.
    """
    if len(names) == 1:
        return names[0]
    if every:
        shared = "".join(letters[0] if len(set(letters)) == 1 else "-" for letters in zip(*names, strict=True))
        if sum(all(a in (b, "-") for a, b in zip(shared, name, strict=True)) for name in every) == len(names):
            return shared
    return " = ".join(names)


def _matching(graph: GraphModel, pattern: str) -> NDArray[np.bool_]:
    if len(pattern) != len(graph.options) or set(pattern) - set("YN-"):
        raise _fault(
            "E719",
            f"the pattern '{pattern}' does not fit {len(graph.options)} options",
            "write Y, N or - for each option, in order",
        )
    taken = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
    fixed = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
    found: NDArray[np.bool_] = (graph.codes & fixed) == taken
    return found
