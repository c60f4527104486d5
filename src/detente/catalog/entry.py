"""Read the bundled conflicts and hold them against what the engine finds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon import judge_individually
from detente.conditions import parse, truth
from detente.conflict import Conflict, compile, loads
from detente.graph import GraphModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One result to hold: the states stable for one decision maker, or (``decision_maker`` empty) the equilibria.

    ``states`` count from 1. ``only`` is a condition that says which states the source shows. ``basis`` is
    ``published`` (read in the source named in ``where``), ``remembered`` (secondary: the source was not read),
    ``textbook``, or ``definitions`` (worked out by brute force).
    """

    concept: str
    states: tuple[int, ...]
    decision_maker: str = ""
    only: str = ""
    basis: str = "published"
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One bundled conflict."""

    name: str
    title: str
    citation: tuple[str, ...]
    note: str
    text: str
    conflict: Conflict
    expected: tuple[Expected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the engine finds where ``expected`` says what it should find."""

    entry: str
    expected: Expected
    found: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Say whether both agree."""
        return self.found == self.expected.states


def names() -> tuple[str, ...]:
    """Return the names of the bundled conflicts, in alphabetical order.

    >>> "syria_iraq" in names()
    True
    """
    folder = files("detente.catalog") / "data"
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def read(name: str) -> Entry:
    """Return one bundled conflict.

    Raises
    ------
    DetenteError
        E601: there is none of that name.
    """
    if name not in names():
        near = did_you_mean(name, names())
        hint = f"did you mean '{near}'?" if near else f"the catalog has {', '.join(names())}"
        raise DetenteError(Diagnostic(code="E601", message=f"the catalog has no '{name}'", hint=hint))
    folder = files("detente.catalog") / "data"
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    return entry(name, text, json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


def entry(name: str, text: str, facts: Mapping[str, Any]) -> Entry:
    """Build an entry from a model's text and its facts (title, citation, note, expected)."""
    return Entry(
        name=name,
        title=facts["title"],
        citation=tuple(facts["citation"]),
        note=facts["note"],
        text=text,
        conflict=loads(text, f"{name}.yaml"),
        expected=tuple(
            Expected(
                concept=row["concept"],
                states=tuple(row["stable"] if "stable" in row else row["equilibria"]),
                decision_maker=row.get("decision_maker", ""),
                only=row.get("only", ""),
                basis=row["basis"],
                where=row["where"],
            )
            for row in facts["expected"]
        ),
    )


def verify(item: Entry, graph: GraphModel | None = None) -> tuple[Check, ...]:
    """Analyse an entry and set every expected result beside what was found.

    Parameters
    ----------
    item : the entry
    graph : the model to judge instead of the entry's own (to see that a changed model is noticed)
    """
    model = compile(item.conflict) if graph is None else graph
    verdicts = judge_individually(model, dict.fromkeys(row.concept for row in item.expected))
    checks = []
    for row in item.expected:
        stable = verdicts.stable[row.concept]
        if row.decision_maker:
            held = stable[model.decision_makers.index(row.decision_maker)]
        else:
            held = stable.all(axis=0)
        if row.only:
            held = held & truth(parse(row.only), model.options)[model.codes]
        found = tuple(int(s) + 1 for s in np.flatnonzero(held))
        checks.append(Check(entry=item.name, expected=row, found=found))
    return tuple(checks)
