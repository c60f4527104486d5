"""From a model to what a brief says: what holds, what a settlement sticks on, which claims matter. Values only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from detente.analysis import settle
from detente.analysis.bench import MAX_OPTIONS, bench, judge, variant
from detente.analysis.question import Question, verdicts
from detente.analysis.readings import Tables, exactly_if, guarding, tables, turns, weights_of
from detente.analysis.sticking import left_for_good, settlement_states
from detente.analysis.waiting import ring_words, rings
from detente.analysis.words import spoken as spoken
from detente.brief.timeline import state_name
from detente.conditions import Not, holds, names, show
from detente.conflict import Conflict, PreferenceStatement, compile
from detente.graph import GraphModel
from detente.stability import CONCEPTS, analyze

MAX_CONTESTED = 16
MAX_SLOW = 8
"""So many contested claims where every reading is a graph of its own."""
MAX_CELLS = 1 << 22
MAX_SETTLEMENTS = 256
MAX_STATES = 1 << 16
LISTED = 12
CONCEPT = "SEQ"
"""Under which concept conditions are told and blocking sets are sought."""
MOST_CELLS = 1 << 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The equilibria under one concept, in words; settlements apart from the rest."""

    key: str
    name: str
    settlements: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A state that holds in the model's own reading, and under which concepts."""

    words: str
    settlement: bool
    status_quo: bool
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """Exactly when something holds under one concept.

    Attributes
    ----------
    what : the state in words; empty for the settlement
    times, of : in how many readings it holds, and of how many
    weighted : its share by the user's own weights; None where not every claim has one
    when : the shortest condition: alternatives, each of (claim, whether believed)
    """

    what: str
    times: int
    of: int
    weighted: float | None
    when: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A preference statement with what stands behind it; ``said`` is ``want`` with the options' names."""

    dm: str
    want: str
    said: str = ""
    because: tuple[str, ...] = ()
    assumed: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Who wants what, or does not want it."""
        if self.refused:
            return f"{self.dm} does not want {self.refused}"
        return f"{self.dm} wants {self.said}" if self.want != "its ranking" else f"{self.dm} goes by its ranking"

    refused: str = ""
    """What it does not want, where that is all it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StickingPoint:
    """A statement for which its decision maker leaves ``blocked`` of ``total`` settlement states.

    No answer of the others deters it (no joint move of theirs makes the mover as badly off as in the settlement), so
    those states fail under every concept. ``start`` and ``end`` are one such move, in words; ``states`` are those left.
    """

    wish: Wish
    states: tuple[int, ...]
    total: int
    start: str
    end: str

    @property
    def blocked(self) -> int:
        """How many settlement states are left for this statement."""
        return len(self.states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A state that holds only where a claim is believed (``gained``) or only where it is not."""

    state: str
    concepts: tuple[str, ...]
    gained: bool
    always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """A contested claim: the verdicts it moves, the statements it carries, and what blocks where it moves nothing."""

    id: str
    name: str
    changes: tuple[Change, ...]
    carries: tuple[Wish, ...]
    still: tuple[StickingPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """What stands in a settlement's way under one concept, in the model's own reading.

    ``sets`` are the inclusion-minimal sets of statements without which it would hold, in model order; ``reached``
    says for each whether it could then be come to as well; without a status quo (not ``started``) that is not asked.
    ``sequences`` are possible sequence problems, in words.
    """

    concept: str = ""
    holds: bool = False
    can_be_reached: bool = False
    started: bool = True
    at_most: int = 0
    sets: tuple[tuple[Wish, ...], ...] = ()
    reached: tuple[bool, ...] = ()
    sequences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Everything a brief says about a model, before it is put into sentences."""

    holds: tuple[Hold, ...]
    settlement: str
    status_quo: str
    status_quo_holds: tuple[str, ...]
    sticking: tuple[StickingPoint, ...]
    settlements: int
    hinges: tuple[Hinge, ...]
    readings: int
    settled_readings: int
    blocking: Blocking
    notes: tuple[str, ...]
    held: tuple[Held, ...] = ()
    exact: tuple[Exact, ...] = ()
    """The settlement first, then the states that hold in some readings only, under ``CONCEPT``."""
    varying: int = 0
    """How many such states there are."""
    table: Tables | None = None
    """What holds in every reading; None where readings are not compared."""
    named: tuple[tuple[str, bool], ...] = ()
    """For every state of ``table``: its words, and whether it is a settlement."""


def state_words(conflict: Conflict, graph: GraphModel, s: int) -> str:
    """Name a state by the options taken in it, or by its own name in graph form."""
    return code_words(conflict, int(graph.codes[s]))


def code_words(conflict: Conflict, code: int) -> str:
    """Name a combination of options by those taken in it (in graph form, the state at a place)."""
    if conflict.states:
        return state_name(conflict, (conflict.states[code].id,))
    return state_name(conflict, tuple(o.id for k, o in enumerate(conflict.options) if code >> k & 1))


def some(conflict: Conflict, graph: GraphModel, states: list[int]) -> tuple[str, ...]:
    """Name the first states and count the rest."""
    more = (f"and {len(states) - LISTED} more",) if len(states) > LISTED else ()
    return tuple(state_words(conflict, graph, s) for s in states[:LISTED]) + more


def wish(conflict: Conflict, dm: str, statement: PreferenceStatement | None) -> Wish:
    """Put a preference statement into a brief's terms; None stands for a ranking."""
    if statement is None:
        return Wish(dm=dm, want="its ranking", said="its ranking")
    g = statement.guard
    return Wish(
        dm=dm,
        want=show(statement.want),
        said=spoken(conflict, statement.want),
        refused=spoken(conflict, statement.want.part) if isinstance(statement.want, Not) else "",
        because=g.because,
        assumed=g.assumed,
        when=g.when,
        unless=g.unless,
    )


def answers(conflict: Conflict) -> Answers:
    """Work out everything a brief says.

    Raises
    ------
    DetenteError
        The model cannot be compiled.
    """
    graph = compile(conflict)
    verdicts = analyze(graph)
    settled = settlement_states(conflict, graph)
    agreed = set(settled)
    equilibria = {c.key: [int(s) for s in verdicts.equilibria(c.key)] for c in CONCEPTS}
    at = graph.status_quo
    found, notes = all_readings(conflict, graph.size)
    few = graph.size <= MAX_STATES
    if not few:
        notes = (
            *notes,
            f"{graph.size} states: what a settlement sticks on is not worked out here; ask detente explain",
        )
    named = () if found is None else _named(conflict, found, graph, agreed)
    settled_in = None if found is None else _settled(found, named)
    return Answers(
        holds=tuple(
            Hold(
                key=c.key,
                name=c.name,
                settlements=some(conflict, graph, [s for s in equilibria[c.key] if s in agreed]),
                others=some(conflict, graph, [s for s in equilibria[c.key] if s not in agreed]),
            )
            for c in CONCEPTS
        ),
        settlement=spoken(conflict, conflict.settlement) if conflict.settlement else "",
        status_quo=state_words(conflict, graph, at) if at is not None else "",
        status_quo_holds=tuple(key for key, states in equilibria.items() if at in states),
        sticking=sticking_points(conflict, graph, conflict.default_reading, settled if few else ()),
        settlements=len(settled),
        hinges=tuple(_hinge(conflict, c.id, c.name or c.id, found) for c in conflict.contested) if found else (),
        readings=0 if found is None else found.count,
        settled_readings=0 if settled_in is None else int(np.any(list(settled_in.values()), axis=0).sum()),
        blocking=blocking(conflict),
        notes=(*graph.notes, *notes),
        held=held(conflict, graph, equilibria, agreed),
        exact=() if found is None or settled_in is None else _exact(conflict, found, named, settled_in),
        varying=0
        if found is None
        else int((found.holds[CONCEPT].any(axis=1) & ~found.holds[CONCEPT].all(axis=1)).sum()),
        table=found,
        named=named,
    )


def held(
    conflict: Conflict, graph: GraphModel, equilibria: Mapping[str, Sequence[int]], agreed: Collection[int]
) -> tuple[Held, ...]:
    """List every state that holds under some concept: settlements first, then by how many concepts it holds under."""
    under: dict[int, list[str]] = {}
    for key, states in equilibria.items():
        for s in states:
            under.setdefault(s, []).append(key)
    order = sorted(under, key=lambda s: (s not in agreed, -len(under[s]), s))
    return tuple(
        Held(
            words=state_words(conflict, graph, s),
            settlement=s in agreed,
            status_quo=s == graph.status_quo,
            concepts=tuple(under[s]),
        )
        for s in order
    )


def sticking_points(
    conflict: Conflict, graph: GraphModel, believed: frozenset[str], states: tuple[int, ...]
) -> tuple[StickingPoint, ...]:
    """Find the statements for which somebody leaves these states whatever the others answer.

    Returns
    -------
    points : most states blocked first; at most 256 states are looked at, in state order
    """
    some_of = states[:MAX_SETTLEMENTS]
    return tuple(
        StickingPoint(
            wish=wish(conflict, conflict.decision_makers[left.dm].name, left.statement),
            states=left.states,
            total=len(some_of),
            start=state_words(conflict, graph, left.example[0]),
            end=state_words(conflict, graph, left.example[1]),
        )
        for left in left_for_good(conflict, graph, believed, some_of)
    )


def cover(points: tuple[StickingPoint, ...]) -> tuple[tuple[StickingPoint, ...], bool]:
    """Pick sticking points, each blocking a state that those before it do not; say whether they block every state."""
    picked: list[StickingPoint] = []
    seen: set[int] = set()
    for point in points:
        if not seen.issuperset(point.states):
            picked.append(point)
            seen.update(point.states)
    return tuple(picked), bool(points) and len(seen) == points[0].total


def all_readings(conflict: Conflict, size: int = 0) -> tuple[Tables | None, tuple[str, ...]]:
    """Judge every reading of the contested claims that guard something, or say why not."""
    k = len(guarding(conflict))
    slow = not conflict.moves_of_options or len(conflict.options) > MAX_OPTIONS
    if k > (MAX_SLOW if slow else MAX_CONTESTED):
        return None, (f"{k} contested claims: their {2**k} readings are not compared here; ask detente readings",)
    rows = 2 ** len(conflict.options) if conflict.moves_of_options else size
    if k and (rows * 2**k > MAX_CELLS or (slow and size * 2**k > MAX_STATES)):
        return None, (f"{size} states: the {2**k} readings are not compared here; ask detente readings",)
    return tables(conflict, [c.key for c in CONCEPTS]), ()


def _named(
    conflict: Conflict, found: Tables, graph: GraphModel, agreed: Collection[int]
) -> tuple[tuple[str, bool], ...]:
    """Name every state that holds in some reading, and say whether it is a settlement."""
    own = {int(code): s in agreed for s, code in enumerate(graph.codes.tolist())}
    wanted = conflict.settlement

    def settles(code: int) -> bool:
        if code in own or wanted is None:
            return own.get(code, False)
        if conflict.states:
            return holds(wanted, {conflict.states[code].id: True})
        return holds(wanted, {o.id: bool(code >> k & 1) for k, o in enumerate(conflict.options)})

    return tuple((code_words(conflict, code), settles(code)) for code in found.codes)


def _settled(found: Tables, named: Sequence[tuple[str, bool]]) -> dict[str, NDArray[np.bool_]]:
    """Say under every concept in which readings some settlement holds."""
    rows = [row for row, (_, settlement) in enumerate(named) if settlement]
    return {key: np.any(table[rows], axis=0) for key, table in found.holds.items()}


def _some_only(found: Tables) -> list[int]:
    """Return the rows of the states that hold in some readings only, under ``CONCEPT``."""
    table = found.holds[CONCEPT]
    return [row for row in range(len(table)) if table[row].any() and not table[row].all()]


def _exact(
    conflict: Conflict,
    found: Tables,
    named: Sequence[tuple[str, bool]],
    settled_in: Mapping[str, NDArray[np.bool_]],
) -> tuple[Exact, ...]:
    """Say exactly when the settlement holds, and each state that holds in some readings only, under ``CONCEPT``."""
    if not found.claims:
        return ()
    weight = weights_of(conflict, found.claims)

    def exact(what: str, values: NDArray[np.bool_]) -> Exact:
        return Exact(
            what=what,
            times=int(values.sum()),
            of=found.count,
            weighted=None if weight is None else float(weight[values].sum()),
            when=exactly_if(values, found.claims),
        )

    table = found.holds[CONCEPT]
    order = sorted(_some_only(found), key=lambda row: (not named[row][1], -int(table[row].sum()), row))
    first = [exact("", settled_in[CONCEPT])] if conflict.settlement is not None else []
    return (*first, *(exact(named[row][0], table[row]) for row in order[:LISTED]))


def _hinge(conflict: Conflict, claim: str, name: str, found: Tables) -> Hinge:
    seen: dict[tuple[str, bool], dict[str, bool]] = {}
    for turn in turns(found, claim):
        state = code_words(conflict, turn.code)
        seen.setdefault((state, turn.gained), {})[turn.concept] = turn.times == turn.of
    changes = tuple(
        Change(state=state, concepts=tuple(always), gained=gained, always=all(always.values()))
        for (state, gained), always in sorted(seen.items(), key=lambda item: (-len(item[1]), item[0][0]))
    )
    carried = [
        (dm.name, s) for dm in conflict.decision_makers for s in dm.statements if claim in s.guard.when + s.guard.unless
    ]
    return Hinge(
        id=claim,
        name=name,
        changes=changes,
        carries=tuple(wish(conflict, dm, s) for dm, s in carried),
        still=() if changes else _still(conflict, claim, {o for _, s in carried for o in names(s.want)}),
    )


def _still(conflict: Conflict, claim: str, options: set[str]) -> tuple[StickingPoint, ...]:
    """Find what blocks the settlements that take one of ``options``, where the claim is believed."""
    believed = conflict.default_reading | {claim}
    graph = compile(conflict, believed)
    mask = sum(1 << k for k, o in enumerate(graph.options) if o in options)
    states = tuple(s for s in settlement_states(conflict, graph) if int(graph.codes[s]) & mask)
    return sticking_points(conflict, graph, believed, states)


def blocking(conflict: Conflict, concept: str = CONCEPT) -> Blocking:
    """Ask what a settlement sticks on; nothing is asked where there is none, or the model is large."""
    most = _most_left_out(conflict)
    if conflict.settlement is None or not most:
        return Blocking()
    question = Question(settlement=conflict.settlement, concept=concept)
    on = bench(conflict)
    base = variant(on)
    held, reached = verdicts(on, question, judge(on, [base], question.concept, question.reach))
    found = settle.blocking(on, base, question, most)
    people = conflict.decision_makers
    return Blocking(
        concept=concept,
        holds=bool(held[0]),
        can_be_reached=bool(reached[0]),
        started=conflict.status_quo is not None,
        at_most=found.at_most,
        sets=tuple(
            tuple(wish(conflict, people[i].name, people[i].statements[p]) for i, p in one) for one in found.sets if one
        ),
        reached=tuple(also for also, one in zip(found.reached, found.sets, strict=True) if one),
        sequences=tuple(
            ring_words(
                [people[step.dm].name for step in ring.steps],
                [spoken(conflict, step.statement.want) for step in ring.steps],
            )
            for ring in rings(conflict, base)
        ),
    )


def _most_left_out(conflict: Conflict) -> int:
    """Return how many statements may be left out together so that a brief stays quick (0: none)."""
    if len(conflict.options) > MAX_OPTIONS:
        return 0
    total = sum(len(dm.statements) for dm in conflict.decision_makers)
    sizes = [sum(comb(total, k) for k in range(most + 1)) * 2 ** len(conflict.options) for most in (1, 2, 3)]
    return sum(size <= MOST_CELLS for size in sizes)
