"""The timeline screen: what was known when, whose position moved, and which verdicts turned because of what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.base import DetenteError
from detente.brief.timeline import timeline_document
from detente.dossier.history import CLOCKS, Clock
from detente.dossier.timeline import timeline
from detente.workbench import pages
from detente.workbench.drawings import strip
from detente.workbench.place import Model, Place, cited, opened, standing_of

router = APIRouter()
CLOCK_WORDS = {"published": "when it was published", "entered": "when we entered it"}


@router.get("/timeline")
def screen(request: Request) -> Response:
    """Show the whole screen."""
    return _answer(request, whole=True)


@router.get("/timeline/days")
def days(request: Request) -> Response:
    """Show again what depends on the dates chosen."""
    return _answer(request, whole=False)


def _answer(request: Request, *, whole: bool) -> Response:
    place, query = pages.place_of(request), request.query_params
    model = opened(place, query.get("model", ""))
    if model is None or model.conflict is None:
        return pages.page(request, "no_model.html", "Timeline", model)
    clock: Clock = "entered" if query.get("by") == "entered" and place.has_ledger else "published"
    try:
        values = timeline_values(place, model, clock, query.get("at", ""), query.get("since", ""))
    except DetenteError as error:
        return pages.page(request, "no_model.html", "Timeline", model, found=error.diagnostics)
    if whole:
        clocks = {c: CLOCK_WORDS[c] for c in CLOCKS if c == "published" or place.has_ledger}
        return pages.page(request, "timeline.html", "Timeline", model, clocks=clocks, **values)
    address = f"/timeline?{request.url.query}"
    return pages.partial("days.html", 200, {"HX-Replace-Url": address}, model=model, **values)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def timeline_values(place: Place, model: Model, clock: Clock, at: str, since: str) -> dict[str, Any]:
    """Work out what the screen shows.

    Parameters
    ----------
    at : place of the knowledge date in the list of days, from 0; the last where it is no number
    since : sum up what changed after this day, where it is one
    """
    conflict = model.conflict
    assert conflict is not None
    seen = standing_of(place, clock)
    dates: Sequence[date] = seen.days if seen else ()
    k = min(int(at), len(dates) - 1) if at.isascii() and at.isdigit() and len(at) < 6 and dates else len(dates) - 1
    until = dates[k] if dates else None
    from_ = _day(since)
    found: dict[str, Any] | None = None
    path = pages.shown_path(place)
    if seen is not None and until is not None:
        record = cited(place)
        told = timeline(conflict, seen, since=from_, until=until, told_rounds=record.rounds if record else ())
        found = timeline_document(conflict, told, told.days)
    names = {o.id: o.name for o in conflict.options}
    flags = (f" --as-of {until}" if until and k < len(dates) - 1 else "") + (f" --since {from_}" if from_ else "")
    return {
        "dates": [d.isoformat() for d in dates],
        "k": k,
        "until": until.isoformat() if until else "",
        "since": from_.isoformat() if from_ else "",
        "clock": clock,
        "t": found,
        "strip": strip(dates, [(r["date"], f"round {r['number']}") for r in found["rounds"]], until) if found else "",
        "moves": moved(found) if found else [],
        "gathered": gathered,
        "issue": lambda issue: names.get(issue, issue),
        "shell": f"detente timeline {path}{flags}" + (" --by entered" if clock == "entered" else ""),
        "python": "from detente.dossier.history import standing_in\nfrom detente.dossier.timeline import timeline\n"
        f"from detente.interop import load_model\ntimeline(load_model({str(model.path)!r}),"
        f" standing_in({str(place.folder)!r}, {clock!r}))",
    }


def gathered(step: dict[str, Any]) -> list[dict[str, Any]]:
    """Put the concepts together under which one state turned because of the same claims."""
    groups: dict[Any, dict[str, Any]] = {}
    for holds in (True, False):
        for t in step["appeared" if holds else "vanished"]:
            key = (holds, t["state"], str(t["because"]), str(t["or_either"]))
            groups.setdefault(key, {**t, "holds": holds, "concepts": []})["concepts"].append(t["concept"])
    return list(groups.values())


def moved(found: dict[str, Any]) -> list[tuple[str, list[tuple[str, list[dict[str, Any]]]]]]:
    """Gather positions by party, then by issue, in order of time."""
    by: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for p in found["stands"]:
        by.setdefault(p["party"], {}).setdefault(p["issue"], []).append(p)
    return [(party, list(issues.items())) for party, issues in by.items()]
