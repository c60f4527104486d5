"""The conflict as values, in the order of the model file."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.conditions import Condition

Ranking = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """When an element is present, and what stands behind it.

    ``because`` is provenance and never changes a verdict; ``assumed`` is the analyst's reason where no source states
    it. The element is present only if every claim in ``when`` is believed and none in ``unless`` is.
    """

    because: tuple[str, ...] = ()
    assumed: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    line: int = 0

    def present(self, believed: frozenset[str]) -> bool:
        """Say whether the element is present where exactly the contested claims in ``believed`` are believed."""
        return believed.issuperset(self.when) and believed.isdisjoint(self.unless)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something a decision maker may do. ``one_way``: N->Y can never be taken back, Y->N never taken up again."""

    id: str
    name: str
    owner: str
    guard: Guard = Guard()
    one_way: Literal["", "N->Y", "Y->N"] = ""
    one_way_guard: Guard = Guard()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceStatement:
    """What a decision maker wants; an earlier statement outweighs all later ones together.

    ``degree`` says how strongly it is meant: 1 mildly, 2 strongly, and so on. ``versions`` are empty, or the wishes of
    which one is meant without its being known which; ``want`` is then the first of them.
    """

    want: Condition
    guard: Guard = Guard()
    degree: int = 1
    versions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMaker:
    """One decision maker: options by id, and statements in priority order *or* a ranking *or* option weights.

    ``ranking`` holds groups of option patterns (or state ids in graph form), most preferred first, ties together; None
    where statements are used, empty beside ``weights``. ``gaps`` holds the degree of each gap between its groups, most
    preferred first, or is empty where all are mild. ``rankings`` are empty, or the rankings of which one is meant
    without its being known which; ``ranking`` is then the first. ``unsure`` lists sets of patterns or states: two that
    stand in one set are not compared, whatever the ranking says. ``weights`` gives (option, weight as written); states
    are ranked by the total weight of the options taken.
    """

    id: str
    name: str
    options: tuple[str, ...] = ()
    statements: tuple[PreferenceStatement, ...] = ()
    ranking: Ranking | None = None
    line: int = 0
    gaps: tuple[int, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    weights: tuple[tuple[str, str], ...] | None = None
    unsure: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """States that cannot be. ``condition`` is true exactly at the states removed.

    ``form`` keeps how it was written: ``if``, ``at_most_one``, ``at_least_one``, ``only_if``; ``terms`` are the
    conditions listed under that word.
    """

    condition: Condition
    form: Literal["if", "at_most_one", "at_least_one", "only_if"] = "if"
    why: str = ""
    guard: Guard = Guard()
    terms: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForbiddenMoves:
    """Moves that decision makers do not have: from any state of one kind to any state of another.

    ``by`` are ids, empty for everybody; ``before`` and ``after`` are conditions, None for any state.
    """

    by: tuple[str, ...] = ()
    before: Condition | None = None
    after: Condition | None = None
    why: str = ""
    guard: Guard = Guard()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coalesced:
    """States that describe one and the same situation and count as one: all at which ``condition`` is true."""

    condition: Condition
    why: str = ""
    guard: Guard = Guard()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of a model in graph form."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedClaim:
    """A claim that may or may not be believed; ``believed`` is the reading used where none is chosen."""

    id: str
    believed: bool = True
    name: str = ""
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A whole model file as a value. Options stand in order of appearance, whoever owns them.

    In graph form there are ``states`` and no options: ``moves`` then gives for each decision maker, by id, its moves
    (from state, to state), ``status_quo`` holds one state, and conditions speak of states as if they were options of
    which exactly one is taken.
    """

    title: str = ""
    as_of: date | None = None
    decision_makers: tuple[DecisionMaker, ...] = ()
    options: tuple[Option, ...] = ()
    infeasible: tuple[Infeasible, ...] = ()
    status_quo: tuple[str, ...] | None = None
    contested: tuple[ContestedClaim, ...] = ()
    settlement: Condition | None = None
    fictional: str = ""
    note: str = ""
    file: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())
    forbidden_moves: tuple[ForbiddenMoves, ...] = ()
    coalesced: tuple[Coalesced, ...] = ()
    states: tuple[State, ...] = ()
    moves: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def default_reading(self) -> frozenset[str]:
        """The contested claims believed where no reading is chosen."""
        return frozenset(c.id for c in self.contested if c.believed)

    @property
    def moves_of_options(self) -> bool:
        """Say whether states and moves follow from the options alone: no graph form, no merged or forbidden parts."""
        return not (self.states or self.coalesced or self.forbidden_moves)
