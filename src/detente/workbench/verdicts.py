"""What the analysis screen shows: verdicts of one reading, and what differs from another."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from detente.analysis import state_words
from detente.base import DetenteError
from detente.conditions import truth
from detente.conflict import Conflict, compile
from detente.graph import GraphModel
from detente.stability import CONCEPTS, Verdicts, analyze

MAX_ALL = 256
"""Up to this many states the whole table may be shown."""
MAX_FIRST = 32
"""Up to this many states the whole table is shown at first."""
Reading = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One reading of a model, judged under the built-in concepts.

    ``equilibria[key]`` holds the codes of the states that are stable for everybody; ``settled`` those of the feasible
    states that the model calls a settlement.
    """

    graph: GraphModel
    verdicts: Verdicts
    equilibria: dict[str, frozenset[int]]
    settled: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One verdict: does the state hold under the concept; if not, who leaves. ``change`` is against the base."""

    key: str
    holds: bool
    leave: tuple[str, ...]
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One state: its letters in option order, or what it is called; and its verdicts.

    ``words`` name it where it holds, or a verdict on it changed; else they are empty.
    """

    name: str
    id: int | None
    letters: str
    words: str
    status_quo: bool
    settlement: bool
    cells: tuple[Cell, ...]

    @property
    def holds(self) -> bool:
        """Say whether it is an equilibrium under some concept."""
        return any(cell.holds for cell in self.cells)

    @property
    def changed(self) -> bool:
        """Say whether some verdict differs from the base."""
        return any(cell.change for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The states worth a row, in state order; ``size`` is the number of feasible states."""

    rows: tuple[Row, ...]
    size: int
    whole: bool
    can_be_whole: bool
    appeared: int
    vanished: int
    notes: tuple[str, ...]


@lru_cache(maxsize=512)
def _judged(model: "Keyed", believed: Reading) -> Judged:
    graph = compile(model.conflict, believed)
    verdicts = analyze(graph)
    found = {c.key: frozenset(graph.codes[verdicts.equilibria(c.key)].tolist()) for c in CONCEPTS}
    settled: frozenset[int] = frozenset()
    if model.conflict.settlement is not None and graph.options:
        table = truth(model.conflict.settlement, graph.options)
        settled = frozenset(graph.codes[table[graph.codes]].tolist())
    return Judged(graph=graph, verdicts=verdicts, equilibria=found, settled=settled)


class Keyed:
    """A conflict that compares by the hash of its file, so that results can be remembered."""

    def __init__(self, conflict: Conflict, sha256: str) -> None:
        self.conflict = conflict
        self.sha256 = sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and other.sha256 == self.sha256


def judged(conflict: Conflict, sha256: str, believed: Reading) -> Judged:
    """Judge one reading; the last few hundred are remembered.

    Raises
    ------
    DetenteError
        The model does not compile in this reading.
    """
    return _judged(Keyed(conflict, sha256), believed)


def short_names(names: Iterable[str]) -> tuple[str, ...]:
    """Cut names to a few letters that still tell them apart.

    >>> short_names(["Ukraine", "United States", "Russia"])
    ('Ukr', 'US', 'Rus')
    >>> short_names(["Syria", "Syrian opposition", "Iran"])
    ('Syria', 'SO', 'Ira')
    """
    full = list(names)
    made = []
    for name in full:
        words = name.split()
        initials = "".join(w[0] for w in words).upper() if len(words) > 1 else ""
        rest = [other for other in full if other is not name]
        size = next((k for k in range(3, len(name)) if not any(o.startswith(name[:k]) for o in rest)), len(name))
        made.append(initials if len(initials) > 1 else name[:size])
    return tuple(m if made.count(m) == 1 else n for m, n in zip(made, full, strict=True))


def table(conflict: Conflict, now: Judged, base: Judged, *, whole: bool | None = None) -> Table:
    """Set out the verdicts of a reading, marking what differs from the base.

    Parameters
    ----------
    whole : every feasible state (at most 256); only states that matter where False; None takes what is readable.
        A state matters if it is the status quo, an equilibrium now or in the base, or one whose verdict changed.
    """
    graph = now.graph
    everything = graph.size <= (MAX_FIRST if whole is None else MAX_ALL) and whole is not False
    marked = set().union(*now.equilibria.values(), *base.equilibria.values())
    if graph.status_quo is not None:
        marked.add(int(graph.codes[graph.status_quo]))
    codes = sorted({*graph.codes.tolist(), *marked} if everything else marked)
    names = short_names(graph.decision_makers)
    stable = {key: table.T.tolist() for key, table in now.verdicts.stable.items()}
    rows = tuple(_row(conflict, now, base, code, names, stable) for code in codes)
    changes = [cell.change for row in rows for cell in row.cells]
    return Table(
        rows=rows,
        size=graph.size,
        whole=everything,
        can_be_whole=graph.size <= MAX_ALL,
        appeared=changes.count("new"),
        vanished=changes.count("gone"),
        notes=graph.notes,
    )


def _row(
    conflict: Conflict,
    now: Judged,
    base: Judged,
    code: int,
    names: tuple[str, ...],
    stable: dict[str, list[list[bool]]],
) -> Row:
    graph = now.graph
    s = graph.index(code)
    cells = []
    for key, stays in stable.items():
        holds, held = code in now.equilibria[key], code in base.equilibria[key]
        leave = () if s is None or holds else tuple(n for n, stay in zip(names, stays[s], strict=True) if not stay)
        cells.append(
            Cell(key=key, holds=holds, leave=leave, change="" if holds == held else "new" if holds else "gone")
        )
    told = any(cell.holds or cell.change for cell in cells)  # the others are shown by their letters alone
    words = state_words(graph, s, conflict) if told and s is not None else ""
    if s is None:
        words = state_words(base.graph, base.graph.index(code) or 0, conflict)
    letters = "".join("Y" if code >> k & 1 else "N" for k in range(len(graph.options)))
    label = graph.labels[s] if graph.labels and s is not None else ""
    return Row(
        name=letters or label or str(code + 1),
        id=None if s is None else s + 1,
        letters=letters,
        words=words,
        status_quo=s is not None and s == graph.status_quo,
        settlement=code in now.settled,
        cells=tuple(cells),
    )


def turns(conflict: Conflict, sha256: str, believed: Reading) -> dict[str, int | None]:
    """Count for each contested claim the equilibrium verdicts that differ once it alone is turned the other way.

    None where the model cannot be judged then.
    """
    now = judged(conflict, sha256, believed)
    counts: dict[str, int | None] = {}
    for claim in conflict.contested:
        try:
            other = judged(conflict, sha256, believed ^ {claim.id})
        except DetenteError:
            counts[claim.id] = None
            continue
        counts[claim.id] = sum(len(now.equilibria[key] ^ other.equilibria[key]) for key in now.equilibria)
    return counts


def stable_everywhere(now: Judged, code: int) -> tuple[str, ...]:
    """Return the concepts under which a state is an equilibrium."""
    return tuple(key for key, codes in now.equilibria.items() if code in codes)


def index_of(graph: GraphModel, name: str) -> int | None:
    """Find a state by its letters, its label or its id; None where it is not feasible."""
    if name in graph.labels:
        return graph.labels.index(name)
    if graph.options and len(name) == len(graph.options) and set(name) <= {"Y", "N"}:
        return graph.index(sum(1 << k for k, letter in enumerate(name) if letter == "Y"))
    if name.isascii() and name.isdigit() and 1 <= int(name) <= graph.size and not graph.options:
        return int(np.int64(name)) - 1
    return None
