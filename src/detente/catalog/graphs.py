"""Bundled conflicts in graph form: states and arcs as published, coalitions, graded and unknown preference."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon import (
    all_coalitions,
    coalition_stability,
    degrees_from_gaps,
    find_members,
    graph_form,
    individual_stability,
    judge,
    strength_stability,
    unknown,
)
from detente.canon.spread import Flags
from detente.canon.unknown import from_alternatives
from detente.graph import GraphModel


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphExpected:
    """One result to hold: the states that hold, by their printed labels.

    For one decision maker, for everybody (both empty: the equilibria), or for a coalition; an empty tuple as coalition
    means every coalition, None that coalitions are not meant. ``strength`` is "general" or "strong", ``extension`` the
    reading of unknown preference. ``basis`` as in the entries with a model file.
    """

    concept: str
    states: tuple[str, ...]
    decision_maker: str = ""
    coalition: tuple[str, ...] | None = None
    strength: str = ""
    extension: str = ""
    basis: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEntry:
    """One bundled conflict in graph form; ``patterns`` says what each state is made of, in the source's options."""

    name: str
    title: str
    citation: tuple[str, ...]
    note: str
    graph: GraphModel
    patterns: tuple[str, ...]
    strong_gaps: Mapping[str, Sequence[Sequence[str]]]
    alternatives: Mapping[str, Sequence[Sequence[Sequence[str]]]]
    expected: tuple[GraphExpected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphCheck:
    """What is found where ``expected`` says what should be."""

    entry: str
    expected: GraphExpected
    found: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Say whether both agree."""
        return set(self.found) == set(self.expected.states)


def graph_names() -> tuple[str, ...]:
    """Return the names of the bundled conflicts in graph form, in alphabetical order.

    >>> "elmira" in graph_names()
    True
    """
    folder = files("detente.catalog") / "graphs"
    return tuple(sorted(f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json")))


def read_graph(name: str) -> GraphEntry:
    """Read a bundled conflict in graph form.

    Raises
    ------
    DetenteError
        E601: there is none of that name.
    """
    if name not in graph_names():
        near = did_you_mean(name, graph_names())
        hint = f"did you mean '{near}'?" if near else f"in graph form there are {', '.join(graph_names())}"
        raise DetenteError(Diagnostic(code="E601", message=f"the catalog has no '{name}' in graph form", hint=hint))
    text = (files("detente.catalog") / "graphs" / f"{name}.json").read_text(encoding="utf-8")
    return graph_entry(name, json.loads(text))


def graph_entry(name: str, facts: Mapping[str, Any]) -> GraphEntry:
    """Build an entry from its facts."""
    return GraphEntry(
        name=name,
        title=facts["title"],
        citation=tuple(facts["citation"]),
        note=facts["note"],
        graph=graph_form(
            states=[s["label"] for s in facts["states"]],
            moves={who: [(a, b) for a, b in arcs] for who, arcs in facts["moves"].items()},
            rankings=facts["rankings"],
            status_quo=facts["status_quo"],
        ),
        patterns=tuple(s["pattern"] for s in facts["states"]),
        strong_gaps=facts.get("strong_gaps", {}),
        alternatives=facts.get("alternatives", {}),
        expected=tuple(
            GraphExpected(
                concept=row["concept"],
                states=tuple(row["states"]),
                decision_maker=row.get("decision_maker", ""),
                coalition=tuple(row["coalition"]) if "coalition" in row else None,
                strength=row.get("strength", ""),
                extension=row.get("extension", ""),
                basis=row["basis"],
                where=row["where"],
            )
            for row in facts["expected"]
        ),
    )


def verify_graph(item: GraphEntry) -> tuple[GraphCheck, ...]:
    """Set every expected result of an entry beside what is found."""
    return tuple(GraphCheck(entry=item.name, expected=row, found=find(item, row)) for row in item.expected)


def find(item: GraphEntry, row: GraphExpected) -> tuple[str, ...]:
    """Return the labels of the states that hold where ``row`` asks."""
    graph = item.graph
    if row.coalition is not None:
        if row.coalition:
            held: Flags = coalition_stability(graph, find_members(graph, row.coalition))[row.concept]
        else:
            held = np.zeros(graph.size, dtype=np.bool_)
            held[all_coalitions(graph).equilibria(row.concept)] = True
    else:
        stable = _stable(item, row)
        who = graph.decision_makers
        held = stable[who.index(row.decision_maker)] if row.decision_maker else np.logical_and.reduce(stable)
    return tuple(graph.labels[s] for s in np.flatnonzero(held).tolist())


def _stable(item: GraphEntry, row: GraphExpected) -> Flags:
    graph = item.graph
    if row.strength:
        verdicts = strength_stability(graph, np.array([_degrees(item, name) for name in graph.decision_makers]))
        return (verdicts.general if row.strength == "general" else verdicts.strong)[row.concept]
    if row.extension:
        both = [from_alternatives(_ranks(item, name)) for name in graph.decision_makers]
        prefers, unsure = (np.array(part) for part in zip(*both, strict=True))
        return judge(graph, unknown(graph, prefers, unsure, row.extension), [row.concept])[row.concept]
    return individual_stability(graph, row.concept)


def _degrees(item: GraphEntry, name: str) -> "np.typing.NDArray[np.int8]":
    graph = item.graph
    rank = graph.rank[graph.decision_makers.index(name)]
    below = [str(group[-1]) for group in item.strong_gaps[name][:-1]]  # the last state above each strong gap
    strong = {int(rank[graph.labels.index(label)]) - 1 for label in below}
    return degrees_from_gaps(rank, [2 if place in strong else 1 for place in range(int(rank.max()))])


def _ranks(item: GraphEntry, name: str) -> "list[np.typing.NDArray[np.int32]]":
    graph = item.graph
    ranks = [graph.rank[graph.decision_makers.index(name)].astype(np.int32)]
    for order in item.alternatives.get(name, ()):
        value = {label: len(order) - place for place, group in enumerate(order) for label in group}
        ranks.append(np.array([value[label] for label in graph.labels], dtype=np.int32))
    return ranks
