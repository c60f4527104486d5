"""Read the bundled conflicts and hold them against what the engine finds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from detente.analysis.answer import state_ids
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon import (
    all_coalitions,
    coalition_stability,
    find_members,
    judge,
    judge_individually,
    strength_stability,
    unknown,
)
from detente.canon.spread import Flags
from detente.conditions import parse, truth
from detente.conflict import Conflict, compile, loads, pairs
from detente.graph import GraphModel

BASES: dict[str, str] = {
    "published": "results read in the source",
    "textbook": "textbook results",
    "remembered": "secondary: results remembered, the source not read",
    "definitions": "results worked out by brute force",
}
"""What an expected result may rest on."""

FOLDERS = {"options": "data", "graph": "graphs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One result to hold: the states that hold, by their ids.

    For one decision maker, for everybody (``decision_maker`` empty: the equilibria), or for a coalition; an empty tuple
    as coalition means every coalition, None that coalitions are not meant. ``only`` is a condition that says which
    states the source shows. ``strength`` is "general" or "strong", ``extension`` the reading of unknown preference.
    ``basis`` is ``published`` (read in the source named in ``where``), ``remembered`` (secondary: the source was not
    read), ``textbook``, or ``definitions`` (worked out by brute force).
    """

    concept: str
    states: tuple[int | str, ...]
    decision_maker: str = ""
    only: str = ""
    coalition: tuple[str, ...] | None = None
    strength: str = ""
    extension: str = ""
    basis: str = "published"
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One bundled conflict; ``form`` is "options" or "graph".

    ``numbering`` says how the source numbers the states: "as printed" (the ids here are those), "decimals" (the number
    whose binary digits are the options), or "own" (it numbers none).
    """

    name: str
    title: str
    citation: tuple[str, ...]
    numbering: str
    note: str
    text: str
    conflict: Conflict
    expected: tuple[Expected, ...]

    @property
    def form(self) -> str:
        """How the conflict is given: by its options, or as states and moves."""
        return "graph" if self.conflict.states else "options"

    @property
    def checked(self) -> tuple[str, ...]:
        """What the results rest on, the surest first."""
        return tuple(basis for basis in BASES if any(row.basis == basis for row in self.expected))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the engine finds where ``expected`` says what it should find.

    ``printed`` are the expected states as the source numbers them.
    """

    entry: str
    expected: Expected
    found: tuple[int | str, ...]
    printed: tuple[int | str, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether both agree."""
        return self.found == self.expected.states


def names(form: str = "options") -> tuple[str, ...]:
    """Return the names of the bundled conflicts, in alphabetical order.

    Parameters
    ----------
    form : "options" for those with options, "graph" for those given as states and moves

    Examples
    --------
    >>> "syria_iraq" in names(), "elmira" in names("graph")
    (True, True)
    """
    folder = files("detente.catalog") / FOLDERS[form]
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def read(name: str) -> Entry:
    """Return one bundled conflict.

    Raises
    ------
    DetenteError
        E601: there is none of that name.
    """
    form = next((form for form in FOLDERS if name in names(form)), None)
    if form is None:
        known = [known for form in FOLDERS for known in names(form)]
        near = did_you_mean(name, known)
        hint = f"did you mean '{near}'?" if near else f"the catalog has {', '.join(known)}"
        raise DetenteError(Diagnostic(code="E601", message=f"the catalog has no '{name}'", hint=hint))
    folder = files("detente.catalog") / FOLDERS[form]
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    return entry(name, text, json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


def entry(name: str, text: str, given: Mapping[str, Any]) -> Entry:
    """Build an entry from a model's text and what is told of it (title, citation, note, expected)."""
    return Entry(
        name=name,
        title=given["title"],
        citation=tuple(given["citation"]),
        numbering=given.get("numbering", "own"),
        note=given["note"],
        text=text,
        conflict=loads(text, f"{name}.yaml"),
        expected=tuple(_expected(row) for row in given["expected"]),
    )


def _expected(row: Mapping[str, Any]) -> Expected:
    return Expected(
        concept=row["concept"],
        states=tuple(next(row[key] for key in ("states", "stable", "equilibria") if key in row)),
        decision_maker=row.get("decision_maker", ""),
        only=row.get("only", ""),
        coalition=tuple(row["coalition"]) if "coalition" in row else None,
        strength=row.get("strength", ""),
        extension=row.get("extension", ""),
        basis=row["basis"],
        where=row["where"],
    )


def verify(item: Entry, graph: GraphModel | None = None) -> tuple[Check, ...]:
    """Analyse an entry and set every expected result beside what was found.

    Parameters
    ----------
    item : the entry
    graph : the model to judge instead of the entry's own (to see that a changed model is noticed)
    """
    model = compile(item.conflict) if graph is None else graph
    plain = dict.fromkeys(
        row.concept for row in item.expected if row.coalition is None and not (row.strength or row.extension)
    )
    stable = dict(judge_individually(model, plain).stable) if plain else {}
    checks = []
    for row in item.expected:
        held = _held(item, model, row, stable)
        if row.only:
            held = held & truth(parse(row.only), model.options)[model.codes]
        printed = row.states
        if item.numbering == "decimals":
            number = dict(zip(state_ids(model, range(model.size)), model.codes.tolist(), strict=True))
            printed = tuple(number.get(state, state) for state in row.states)
        found = tuple(state_ids(model, np.flatnonzero(held)))
        checks.append(Check(entry=item.name, expected=row, found=found, printed=printed))
    return tuple(checks)


def _held(item: Entry, model: GraphModel, row: Expected, stable: Mapping[str, Flags]) -> Flags:
    """Say of every state whether it holds as the row means it, shape (m,)."""
    if row.coalition:
        return coalition_stability(model, find_members(model, row.coalition))[row.concept]
    if row.coalition is not None:
        every = np.zeros(model.size, dtype=np.bool_)
        every[all_coalitions(model).equilibria(row.concept)] = True
        return every
    if row.strength:
        graded = strength_stability(model, pairs(item.conflict, model).degree)
        each = (graded.general if row.strength == "general" else graded.strong)[row.concept]
    elif row.extension:
        found = pairs(item.conflict, model)
        structure = unknown(model, found.degree > 0, found.unsure, row.extension)
        each = judge(model, structure, [row.concept])[row.concept]
    else:
        each = stable[row.concept]
    who = [model.decision_makers.index(row.decision_maker)] if row.decision_maker else range(len(each))
    held: Flags = np.logical_and.reduce(each[list(who)])
    return held
