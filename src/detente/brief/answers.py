"""From a model to what a brief says: what holds, what a settlement sticks on, which claims matter. Values only."""

from dataclasses import dataclass
from math import comb

from detente.analysis import settle
from detente.analysis.bench import MAX_OPTIONS, bench, judge, variant
from detente.analysis.question import Question, verdicts
from detente.analysis.readings import Standing, equilibria_by_reading, turns
from detente.analysis.sticking import left_for_good, settlement_states
from detente.brief.timeline import state_name
from detente.conditions import And, Condition, If, Iff, Not, Or, Var, names, show, truth
from detente.conflict import Conflict, PreferenceStatement, compile
from detente.graph import GraphModel
from detente.stability import CONCEPTS, analyze

MAX_CONTESTED = 8
MAX_SETTLEMENTS = 256
MAX_STATES = 1 << 16
LISTED = 12
MOST_CELLS = 1 << 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The equilibria under one concept, in words; settlements apart from the rest."""

    key: str
    name: str
    settlements: tuple[str, ...]
    others: tuple[str, ...]


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
    table: tuple[tuple[tuple[str, ...], dict[str, tuple[str, ...]]], ...] = ()
    """For every reading: what is believed, and concept → equilibria in words; empty where readings are not compared."""
    settlement_words: frozenset[str] = frozenset()


def state_words(conflict: Conflict, graph: GraphModel, s: int) -> str:
    """Name a state by the options taken in it, or by its own name in graph form."""
    return code_words(conflict, int(graph.codes[s]))


def code_words(conflict: Conflict, code: int) -> str:
    """Name a combination of options by those taken in it (in graph form, the state at a place)."""
    if conflict.states:
        return state_name(conflict, (conflict.states[code].id,))
    return state_name(conflict, tuple(o.id for k, o in enumerate(conflict.options) if code >> k & 1))


def spoken(conflict: Conflict, condition: Condition) -> str:
    """Write a condition with the options' names instead of their ids."""
    named = {option.id: f"“{option.name or option.id}”" for option in conflict.options}

    def rename(c: Condition) -> Condition:
        match c:
            case Var(name):
                return Var(named.get(name, name))
            case Not(part):
                return Not(rename(part))
            case And(parts):
                return And(tuple(map(rename, parts)))
            case Or(parts):
                return Or(tuple(map(rename, parts)))
            case If(then, given):
                return If(rename(then), rename(given))
            case Iff(left, right):
                return Iff(rename(left), rename(right))

    return show(rename(condition))


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
        readings=len(found),
        settled_readings=_settled(conflict, found),
        blocking=blocking(conflict),
        notes=(*graph.notes, *notes),
        table=tuple(
            (
                tuple(c.id for c in conflict.contested if c.id in reading),
                {key: tuple(code_words(conflict, s) for s in states) for key, states in by.items()},
            )
            for reading, by in found.items()
        ),
        settlement_words=frozenset(state_words(conflict, graph, s) for s in settled if found),
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


def all_readings(conflict: Conflict, size: int = 0) -> tuple[Standing, tuple[str, ...]]:
    """Judge every choice of contested claims, or say why not."""
    ids = [c.id for c in conflict.contested]
    if len(ids) > MAX_CONTESTED:
        note = f"{len(ids)} contested claims: their {2 ** len(ids)} readings are not compared here"
        return {}, (note,)
    if ids and size * 2 ** len(ids) > MAX_STATES:
        return {}, (f"{size} states: the {2 ** len(ids)} readings are not compared here; ask detente readings",)
    return equilibria_by_reading(conflict, [c.key for c in CONCEPTS]), ()


def _settled(conflict: Conflict, found: Standing) -> int:
    """Count the readings in which some settlement state is an equilibrium under some concept."""
    if conflict.settlement is None or not found:
        return 0
    table = truth(conflict.settlement, tuple(o.id for o in conflict.options))
    return sum(any(table[s] for states in by.values() for s in states) for by in found.values())


def _hinge(conflict: Conflict, claim: str, name: str, found: Standing) -> Hinge:
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


def blocking(conflict: Conflict, concept: str = "SEQ") -> Blocking:
    """Ask what a settlement sticks on; nothing is asked where there is none, or the model is large."""
    most = _most_left_out(conflict)
    if conflict.settlement is None or not most:
        return Blocking()
    question = Question(settlement=conflict.settlement, concept=concept)
    on = bench(conflict)
    base = variant(on)
    holds, reached = verdicts(on, question, judge(on, [base], question.concept, question.reach))
    found = settle.blocking(on, base, question, most)
    people = conflict.decision_makers
    return Blocking(
        concept=concept,
        holds=bool(holds[0]),
        can_be_reached=bool(reached[0]),
        started=conflict.status_quo is not None,
        at_most=found.at_most,
        sets=tuple(
            tuple(wish(conflict, people[i].name, people[i].statements[p]) for i, p in one) for one in found.sets if one
        ),
        reached=tuple(also for also, one in zip(found.reached, found.sets, strict=True) if one),
        sequences=tuple(
            f"{people[m.first].name} wants {spoken(conflict, m.first_statement.want)}, while"
            f" {people[m.second].name} wants {spoken(conflict, m.second_statement.want)}. Each may wait for the other;"
            " whether this is a deadlock is the analyst's reading."
            for m in settle.mirrors(conflict, base)
        ),
    )


def _most_left_out(conflict: Conflict) -> int:
    """Return how many statements may be left out together so that a brief stays quick (0: none)."""
    if len(conflict.options) > MAX_OPTIONS:
        return 0
    total = sum(len(dm.statements) for dm in conflict.decision_makers)
    sizes = [sum(comb(total, k) for k in range(most + 1)) * 2 ** len(conflict.options) for most in (1, 2, 3)]
    return sum(size <= MOST_CELLS for size in sizes)
