"""Documents and claims as plain values (shapes of ``detente read --json``)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

KINDS: tuple[str, ...] = (
    "event",
    "plan",
    "demand",
    "offer",
    "acceptance",
    "refusal",
    "threat",
    "condition",
    "possibility",
    "assessment",
    "background",
)

Relation = Literal["exact", "about", "nearly", "at_least", "at_most", "more_than", "less_than"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A piece of the page left out of the kept text, with the reason; ``start``/``end`` are places in the source."""

    text: str
    reason: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as kept.

    ``source`` is the page as it came, decoded, never changed; ``text`` what is kept of it; ``origin[k]`` is the place
    in ``source`` of ``text[k]`` for the k-th kept run: triples (start in text, start in source, length). All offsets
    count code points. Metadata that the page does not state is an empty string or None, never a guess.
    """

    text: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: date | None = None
    cut: tuple[Cut, ...] = ()
    source: str = ""
    origin: tuple[tuple[int, int, int], ...] = ()
    language: str = "en"
    name: str = ""
    sha256: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One link of a source chain: a person or body, named or not, or an outlet (then ``outlet`` is set)."""

    name: str | None = None
    role: str | None = None
    anonymous: bool = False
    count: int | None = None
    outlet: str | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A time expression that dates a claim's content; both ends included, None where it cannot be resolved."""

    text: str
    start: date | None = None
    end: date | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A quantity in a claim."""

    text: str
    value: float
    relation: Relation = "exact"
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The word on which a field of a claim rests: ``field`` is kind, hedged, negated or condition."""

    field: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One assertion, demand, offer, … that a reader following the negotiation would put on record.

    ``quote == document.text[start:end]``. ``source`` runs from the origin to the page's own outlet. ``actors`` are
    canonical names, most responsible first. ``confidence`` in [0, 1] is calibrated: the share of drafts with this
    figure that a careful annotator would have drafted. ``halves`` are, for a condition, (what is conditioned, on what).
    """

    id: str
    quote: str
    start: int
    end: int
    kind: str
    source: tuple[Hop, ...] = ()
    cue: str | None = None
    hedged: bool = False
    negated: bool = False
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    numbers: tuple[Number, ...] = ()
    confidence: float = 0.5
    triggers: tuple[Trigger, ...] = ()
    halves: tuple[str, str] | None = None
    resolved: tuple[tuple[str, str], ...] = field(default=())
