"""What was known when: the claims that stood on a day, the model as it then stood, and the rounds of talks told of.

Every claim has three dates: when it was said, when it was published, and when it entered the ledger. Two clocks run
over them. ``published``: what anybody could have read by a day, as decided on today. ``entered``: what stood in the
ledger on that day, with the decisions made until then.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from detente.conflict import Conflict, Guard, Infeasible, PreferenceStatement
from detente.conflict.values import Coalesced, ForbiddenMoves
from detente.dossier.ledger import Entry
from detente.dossier.links import heads, merge
from detente.dossier.tasks import open_ledger

Clock = Literal["published", "entered"]
CLOCKS: tuple[Clock, ...] = ("published", "entered")
Held = TypeVar("Held", PreferenceStatement, Infeasible, ForbiddenMoves, Coalesced)
UNKNOWN = "~unknown"
"""A claim that nobody believes: guards an option that was not known of."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ROUND = re.compile(
    rf"\b(?P<word>{'|'.join(_ORDINALS)}|(?P<number>\d{{1,2}})(?:st|nd|rd|th)) (?:\w+ ){{0,2}}?round\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of talks, with the claims that tell of it; ``date`` None where no claim says when."""

    number: int
    date: datetime.date | None = None
    venue: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The accepted claims of a dossier and how they came to stand, seen by one clock.

    ``on(day)`` gives the claims that stood at the end of a day; ``days`` are those on which something changed;
    ``every`` all claims that stand at the last of them or ever stood; ``texts`` the pages, to tell whose a person is.
    """

    clock: Clock
    every: tuple[Entry, ...]
    days: tuple[date, ...]
    on: Callable[[date], tuple[Entry, ...]]
    texts: tuple[str, ...] = ()


def when(entry: Entry, clock: Clock) -> date | None:
    """Return the day on which a claim became known by a clock; None where no publication date is known."""
    return entry.published if clock == "published" else date.fromisoformat(entry.entered[:10])


def standing(entries: Sequence[Entry], texts: Iterable[str] = ()) -> Standing:
    """See claims by their day of publication; a claim without one has always stood."""

    def on(day: date) -> tuple[Entry, ...]:
        return tuple(e for e in entries if (e.published or date.min) <= day)

    days = tuple(sorted({e.published for e in entries if e.published}))
    return Standing(clock="published", every=tuple(entries), days=days, on=on, texts=tuple(texts))


def standing_in(folder: str | Path, clock: Clock = "published") -> Standing:
    """See the accepted claims of a dossier by either clock.

    Raises
    ------
    DetenteError
        E801 there is no dossier.
    """
    with open_ledger(folder) as ledger:
        texts = tuple(kept.document.text for kept in ledger.documents())
        if clock == "published":
            return standing(ledger.claims("accepted"), texts)
        decisions = ledger.decisions()
        days = sorted({date.fromisoformat(d.at[:10]) for d in decisions})
        stood = {day: ledger.claims("accepted", as_of=day.isoformat()) for day in days}
    every = {entry.claim.id: entry for day in days for entry in stood[day]}

    def on(day: date) -> tuple[Entry, ...]:
        last = max((d for d in days if d <= day), default=None)
        return stood[last] if last else ()

    return Standing(clock="entered", every=tuple(every.values()), days=tuple(days), on=on, texts=texts)


def as_it_stood(
    conflict: Conflict, every: Iterable[Entry], stood: Iterable[Entry], *, keep_places: bool = False
) -> Conflict:
    """Return a model as it stood when only some of the claims did.

    Statements and infeasible entries that rest on a claim that did not stand are left out; an option goes where none
    of the claims behind it stood; a contested claim that did not stand is not contested, and nobody believes it. What
    rests on no claim, or on one that the record never had, stays.

    Parameters
    ----------
    every : all claims of the record, ``stood`` those that stood; of copies of one report the earliest counts for all
    keep_places : keep what is left out in its place, guarded by a claim that nobody believes, so that places of
        statements (and words such as ``drop:union:2``) mean the same on every day
    """
    every = tuple(every)
    first = heads(every)
    known = {first.get(e.claim.id, e.claim.id) for e in stood}
    missing = {first.get(e.claim.id, e.claim.id) for e in every} - known

    def stands(guard: Guard) -> bool:
        return missing.isdisjoint(merge(guard.because, first))

    def named(guard: Guard) -> bool:
        return not guard.because or not missing.issuperset(merge(guard.because, first))

    def off(guard: Guard) -> Guard:
        return replace(guard, when=(*guard.when, UNKNOWN))

    def kept(items: Iterable[Held]) -> tuple[Held, ...]:
        return tuple(
            x if stands(x.guard) else replace(x, guard=off(x.guard)) for x in items if keep_places or stands(x.guard)
        )

    return replace(
        conflict,
        decision_makers=tuple(replace(dm, statements=kept(dm.statements)) for dm in conflict.decision_makers),
        infeasible=kept(conflict.infeasible),
        forbidden_moves=kept(conflict.forbidden_moves),
        coalesced=kept(conflict.coalesced),
        options=tuple(o if named(o.guard) else replace(o, guard=off(o.guard)) for o in conflict.options),
        contested=tuple(c for c in conflict.contested if first.get(c.id, c.id) not in missing),
    )


def one_report(conflict: Conflict, first_of: Mapping[str, str]) -> Conflict:
    """Return a model in which copies of one contested report are one claim: the earliest.

    Parameters
    ----------
    first_of : copy → earliest claim of its report, as ``links.heads`` gives it
    """

    def guard(g: Guard) -> Guard:
        return replace(g, when=merge(g.when, first_of), unless=merge(g.unless, first_of))

    kept: dict[str, int] = {}
    for k, claim in enumerate(conflict.contested):
        kept.setdefault(first_of.get(claim.id, claim.id), k)
    own = {c.id: k for k, c in enumerate(conflict.contested)}
    return replace(
        conflict,
        decision_makers=tuple(
            replace(dm, statements=tuple(replace(s, guard=guard(s.guard)) for s in dm.statements))
            for dm in conflict.decision_makers
        ),
        infeasible=tuple(replace(rule, guard=guard(rule.guard)) for rule in conflict.infeasible),
        forbidden_moves=tuple(replace(entry, guard=guard(entry.guard)) for entry in conflict.forbidden_moves),
        coalesced=tuple(replace(entry, guard=guard(entry.guard)) for entry in conflict.coalesced),
        options=tuple(replace(o, guard=guard(o.guard), one_way_guard=guard(o.one_way_guard)) for o in conflict.options),
        contested=tuple(replace(conflict.contested[own.get(head, k)], id=head) for head, k in kept.items()),
    )


def rounds(entries: Sequence[Entry]) -> tuple[Round, ...]:
    """Find the rounds of talks that events and plans tell of ("a second round of talks"), by number.

    Where several claims tell of a round, its date and venue are those of the first that has one.
    """
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.claim.kind in ("event", "plan", "background"):
            for match in _ROUND.finditer(entry.claim.quote):
                number = int(match["number"] or _ORDINALS.index(match["word"].casefold()) + 1)
                found.setdefault(number, []).append(entry)
    result = []
    for number, mine in sorted(found.items()):
        days = [d.start for e in mine for d in e.claim.dates if d.start]
        venues = [place for e in mine for place in e.claim.places]
        because = tuple(dict.fromkeys(e.claim.id for e in mine))
        result.append(
            Round(number=number, date=days[0] if days else None, venue=venues[0] if venues else "", because=because)
        )
    return tuple(result)


def events(entries: Iterable[Entry]) -> tuple[tuple[date | None, Entry], ...]:
    """Return what happened or is planned, in order of the day that the claim names, else of saying or publication."""
    dated = [
        (next((d.start for d in e.claim.dates if d.start), e.said or e.published), e)
        for e in entries
        if e.claim.kind in ("event", "plan")
    ]
    return tuple(sorted(dated, key=lambda pair: pair[0] or date.max))
