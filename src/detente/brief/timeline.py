"""A timeline as one document and as lines for people: claims, verdicts that turned, rounds, positions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from detente.conflict import Conflict
from detente.dossier import Entry
from detente.dossier.links import hop_words
from detente.dossier.positions import Disagreement, Position
from detente.dossier.timeline import Day, State, Step, Timeline, Turn

CLOCKS = {"published": "the day of publication", "entered": "the day of entry into the ledger"}


def state_name(conflict: Conflict, taken: State) -> str:
    """Name a state by the options taken in it; in graph form by its own name.

    >>> state_name(Conflict(), ())
    'no option taken'
    """
    named = {o.id: o.name or o.id for o in conflict.options}
    named |= {state.id: state.name or state.id for state in conflict.states}
    return " + ".join(named.get(o, o) for o in taken) or "no option taken"


def timeline_document(conflict: Conflict, found: Timeline, days: Sequence[Day]) -> dict[str, Any]:
    """Write a timeline as the document of ``detente timeline --json``; ``days`` are those to be shown."""
    copy_of = {c: unit.first for unit in found.units for c in unit.copies}
    denies = {d.claim: d.denies for d in found.denials}

    def claim(e: Entry) -> dict[str, Any]:
        return {
            "id": e.claim.id,
            "kind": e.claim.kind,
            "quote": e.claim.quote,
            "source": [hop_words(hop) for hop in e.claim.source],
            "copy_of": copy_of.get(e.claim.id),
            "denies": next(iter(denies.get(e.claim.id, ())), None),
            "hedged": e.claim.hedged,
            "said": _iso(e.said),
            "published": _iso(e.published),
            "entered": e.entered,
        }

    def turned(turns: Iterable[Turn], holds: bool) -> list[dict[str, Any]]:
        return [
            {
                "concept": t.concept,
                "state": state_name(conflict, t.state),
                "because": list(t.because),
                "or_either": [list(c) for c in t.either],
            }
            for t in turns
            if t.holds == holds
        ]

    def changed(step: Step) -> dict[str, Any]:
        return {
            "claims": [claim(e) for e in step.came],
            "withdrawn": [claim(e) for e in step.went],
            "appeared": turned(step.turns, True),
            "vanished": turned(step.turns, False),
        }

    return {
        "clock": found.clock,
        "days": [
            {
                "date": d.date.isoformat(),
                **changed(d.step),
                "equilibria": {key: [state_name(conflict, s) for s in found] for key, found in d.equilibria.items()},
                **_standing(d.settlement, d.cost),
            }
            for d in days
        ],
        "since": None
        if found.since is None
        else {**changed(found.since), "positions": [_turned(p, found.positions) for p in found.turned]},
        "undated": [e.claim.id for e in found.undated],
        "rounds": [
            {
                "number": s.round.number,
                "date": _iso(s.round.date),
                "venue": s.round.venue,
                "because": list(s.round.because),
                **_standing(s.settlement, s.cost),
            }
            for s in found.sessions
        ],
        "events": [
            {"date": _iso(day), "id": e.claim.id, "kind": e.claim.kind, "quote": e.claim.quote}
            for day, e in found.events
        ],
        "positions": _by_party(found.positions),
        "stands": [_position(p) for p in found.positions],
        "disagreements": [
            {
                "party": d.party,
                "issues": list(d.issues),
                "same_scope": d.same_scope,
                "positions": [_position(p) for p in d.positions],
            }
            for d in found.disagreements
        ],
        "copies": [{"report": u.first, "copies": list(u.copies), "why": list(u.why)} for u in found.units],
        "denials": [
            {"claim": d.claim, "denies": list(d.denies), "corrects": d.corrects, "why": d.why} for d in found.denials
        ],
    }


def _standing(settlement: tuple[bool, bool] | None, cost: float | None) -> dict[str, Any]:
    said = None if settlement is None else {"holds": settlement[0], "reached": settlement[1]}
    return {"settlement": said, "least_lever_cost": cost}


def _by_party(found: Iterable[Position]) -> dict[str, list[str]]:
    mine: dict[str, list[str]] = {}
    for p in found:
        mine.setdefault(p.party, []).append(p.claim)
    return mine


def _position(p: Position) -> dict[str, Any]:
    return {
        "claim": p.claim,
        "party": p.party,
        "conduct_of": p.conduct or None,
        "issue": p.issue,
        "stance": p.stance,
        "phrase": p.phrase,
        "scope": list(p.scope),
        "date": _iso(p.day),
        "kind": p.kind,
        "hedged": p.hedged,
        "unnamed": p.unnamed,
        "source": list(p.source),
        "copies": list(p.copies),
        "denies": list(p.denies),
        "denied_by": list(p.denied_by),
    }


def _turned(p: Position, every: Sequence[Position]) -> dict[str, Any]:
    """Write a position with the claims that told of the same party's stand on that issue before."""
    before = [q.claim for q in every if (q.party, q.issue) == (p.party, p.issue) and _earlier(q, p)]
    return {**_position(p), "before": before}


def _earlier(a: Position, b: Position) -> bool:
    return a.day is not None and b.day is not None and a.day < b.day


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def told(conflict: Conflict, found: Timeline, days: Sequence[Day], since: date | None) -> Iterator[tuple[int, str]]:
    """Tell a timeline as (indent, line); an empty line comes before each part."""
    yield 0, f"Days are counted by {CLOCKS[found.clock]}."
    if not days:
        yield 0, "Nothing became known in that time."
    copy_of = {c: unit.first for unit in found.units for c in unit.copies}
    denies = {d.claim: d.denies[0] for d in found.denials}
    for day in days:
        yield 0, ""
        yield 0, day.date.isoformat()
        yield from _told_step(conflict, day.step, copy_of, denies)
        yield from _told_standing(day.settlement, day.cost, found.priced, 4)
    if found.since is not None and since is not None:
        yield 0, ""
        yield 0, f"Since {since.isoformat()}, taken together"
        yield from _told_step(conflict, found.since, copy_of, denies, claims=False)
        for p in found.turned:
            before = _turned(p, found.positions)["before"]
            after = f" (before: {', '.join(before)})" if before else ""
            yield 2, f"{p.party} on “{_issue_name(conflict, p.issue)}”: {p.stance}, by {p.claim}{after}"
    if found.sessions:
        yield 0, ""
        yield 0, "Rounds"
        for s in found.sessions:
            planned = " (planned)" if s.round.date and s.settlement is None and _later(s.round.date, found) else ""
            place = f", {s.round.venue}" if s.round.venue else ""
            yield 2, f"{s.round.number}. {_iso(s.round.date) or 'no date told'}{place}{planned}"
            yield from _told_standing(s.settlement, s.cost, found.priced, 6)
    if found.events:
        yield 0, ""
        yield 0, "What happened or is planned"
        for when, e in found.events:
            yield 2, f"{_iso(when) or 'undated'} {e.claim.id} ({e.claim.kind}): “{e.claim.quote}”"
    yield 0, ""
    yield 0, "Positions, party by party, in order of time"
    for party in _by_party(found.positions):
        mine = [p for p in found.positions if p.party == party]
        for issue in dict.fromkeys(p.issue for p in mine):
            yield 2, f"{party} on “{_issue_name(conflict, issue)}”:"
            for p in (p for p in mine if p.issue == issue):
                yield 4, _told_position(p)
    for d in found.disagreements:
        yield from _told_disagreement(conflict, d)


def _later(day: date, found: Timeline) -> bool:
    return not found.days or day > found.days[-1].date


def _told_step(
    conflict: Conflict, step: Step, copy_of: dict[str, str], denies: dict[str, str], claims: bool = True
) -> Iterator[tuple[int, str]]:
    for e in step.came if claims else ():
        link = f", a copy of {copy_of[e.claim.id]}: counted once" if e.claim.id in copy_of else ""
        link += f", denies {denies[e.claim.id]}" if e.claim.id in denies else ""
        source = " → ".join(hop_words(hop) for hop in e.claim.source)
        yield 2, f"{e.claim.id} ({e.claim.kind}; {source}){link}"
    for e in step.went:
        yield 2, f"{e.claim.id} no longer stands"
    for holds, verb in ((True, "now holds"), (False, "no longer holds")):
        groups: dict[tuple[State, tuple[str, ...], tuple[tuple[str, ...], ...]], list[str]] = {}
        for t in step.turns:
            if t.holds == holds:
                groups.setdefault((t.state, t.because, t.either), []).append(t.concept)
        for (state, because, either), keys in groups.items():
            yield 4, f"{verb} under {', '.join(keys)}{_cause(because, either)}: {state_name(conflict, state)}"
    if not step.turns:
        yield 4, "no verdict changed"


def _cause(because: tuple[str, ...], either: tuple[tuple[str, ...], ...]) -> str:
    if because:
        return f" because of {' and '.join(because)}"
    if either:
        return f" because of {', or '.join(' with '.join(c) for c in either)}"
    return ""


def _told_standing(
    settlement: tuple[bool, bool] | None, cost: float | None, priced: bool, indent: int
) -> Iterator[tuple[int, str]]:
    if settlement is None:
        return
    held = {(True, True): "holds and is reached", (True, False): "holds but is not reached"}
    yield indent, f"the settlement {held.get(settlement, 'does not hold')}"
    if cost:
        yield indent, f"by your prices the cheapest changes that unlock it cost {cost:g}"
    elif priced and cost is None:
        yield indent, "no changes with a price unlock it"


def _issue_name(conflict: Conflict, issue: str) -> str:
    return next((o.name for o in conflict.options if o.id == issue), issue)


def _told_position(p: Position) -> str:
    marks = [p.kind, *(["hedged"] if p.hedged else []), *([f"scope: {', '.join(p.scope)}"] if p.scope else [])]
    marks += [f"conduct of {p.conduct}"] if p.conduct and p.conduct != p.party else []
    marks += [f"copied by {', '.join(p.copies)}"] if p.copies else []
    marks += [f"denies {', '.join(p.denies)}"] if p.denies else []
    marks += [f"denied by {', '.join(p.denied_by)}"] if p.denied_by else []
    return f"{_iso(p.day) or 'undated'} {p.claim}: {p.stance} ({'; '.join(marks)}; {' → '.join(p.source)})"


def _told_disagreement(conflict: Conflict, d: Disagreement) -> Iterator[tuple[int, str]]:
    yield 0, ""
    issues = "” and “".join(_issue_name(conflict, issue) for issue in d.issues)
    if d.same_scope:
        yield 0, f"What is told of {d.party} on “{issues}” disagrees:"
    else:
        yield 0, f"What is told of {d.party} on “{issues}” differs in scope, and need not contradict:"
    for p in d.positions:
        yield 2, _told_position(p)
