"""The review screen: what a page claims, accepted, corrected or rejected one key at a time."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from detente import dossier
from detente.base import DetenteError, Diagnostic, show
from detente.claims import KINDS, Claim, Hop
from detente.dossier.codec import claim_values
from detente.workbench import pages
from detente.workbench.article import article
from detente.workbench.claims import (
    MARK_RECORD,
    RECENT,
    Card,
    card,
    decision_words,
    hop_line,
    last_decisions,
    pages_listed,
    read_hops,
    sheet,
)
from detente.workbench.forms import Sent, day, files, number, word, words
from detente.workbench.place import Place, read, record
from detente.workbench.ties import ties

router = APIRouter()
pages.environment.globals["hop_line"] = hop_line


@router.get("/review")
def screen(request: Request) -> Response:
    """Show the whole screen."""
    place = pages.place_of(request)
    model = read(place, request.query_params.get("model", ""))
    listed = pages_listed(place)
    key = request.query_params.get("doc", "")
    if not key and listed:
        key = next((p.key for p in listed if p.left), listed[0].key)
    values = sheet_values(place, key, model.name if model else "")
    values.pop("model")
    return pages.page(
        request,
        "review.html",
        "Review",
        model,
        listed=listed,
        recent=recent(place),
        **values,
    )


def sheet_values(place: Place, key: str, model_name: str) -> dict[str, Any]:
    """Gather one page with its claims for the templates."""
    found = sheet(place, key) if key else None
    model = read(place, model_name)
    conflict = model.conflict if model else None
    folder = pages.shown_path(place)
    return {
        "sheet": found,
        "can_add": place.has_ledger,
        "model": model,
        "article": article(found.text, found.marked) if found else "",
        "kinds": KINDS,
        "ties": ties(conflict) if conflict else {},
        "shell": f"detente add {folder} PAGE --published DATE\ndetente claims {folder} --status draft\n"
        f"detente accept {folder} CLAIM",
        "python": f"from detente import dossier\ndossier.add({str(place.folder)!r}, [page])\n"
        f"dossier.accept({str(place.folder)!r}, ids, who={place.who!r})",
    }


@router.get("/review/sheet")
def one_sheet(request: Request) -> Response:
    """Show one page with its claims again."""
    place = pages.place_of(request)
    query = request.query_params
    return pages.partial("sheet.html", **sheet_values(place, query.get("doc", ""), query.get("model", "")))


@router.get("/review/recent")
def recent_list(request: Request) -> Response:
    """Show the last decisions again."""
    return pages.partial("recent.html", recent=recent(pages.place_of(request)))


def recent(place: Place) -> list[tuple[str, str]]:
    """Return the last ten decisions, the newest first: claim and what was done."""
    if not place.has_ledger:
        return []
    with dossier.open_ledger(place.folder) as ledger:
        return [(d.claim, decision_words(d)) for d in reversed(ledger.decisions()[-RECENT:])]


@router.post("/review/init")
def init(request: Request) -> Response:
    """Make the folder a dossier."""
    dossier.init(pages.place_of(request).folder)
    return _go("/review")


@router.post("/review/add")
def add(request: Request, data: Sent) -> Response:
    """Keep pages that were pasted or dropped, and draft their claims."""
    place = pages.place_of(request)
    sent = files(data, "files")
    pasted = word(data, "text")
    if pasted.strip():
        sent.append((page_name(word(data, "name") or pasted), pasted.encode("utf-8", "replace")))
    if not sent:
        raise DetenteError(
            Diagnostic(code="E903", message="there is nothing to read", hint="paste text or choose a file")
        )
    dossier.init(place.folder)
    published, outlet = day(data, "published"), word(data, "outlet").strip() or None
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        paths = []
        for k, (name, content) in enumerate(sent):
            path = Path(folder) / str(k) / (Path(name.replace("\\", "/")).name or "page")
            path.parent.mkdir()
            path.write_bytes(content)
            paths.append(path)
        found = dossier.add(place.folder, paths, published, outlet)
    return _read(place, found)


@router.post("/review/again")
def again(request: Request, data: Sent) -> Response:
    """Draft the claims of a page that came with its claims decided, so that they can be reviewed here."""
    place, key = pages.place_of(request), word(data, "doc")
    decided = record(place)
    page = next((p for p in decided.pages if f"{MARK_RECORD}{p.file}" == key), None) if decided else None
    if page is None:
        raise DetenteError("There is no such page.")
    return _read(place, dossier.add(place.folder, [page.path], page.published, page.outlet or None))


def _read(place: Place, found: Sequence[dossier.Added]) -> Response:
    kept = [a for a in found if a.problem is None and a.document is not None]
    failed = [_named(d, a.file) for a in found if a.problem is not None for d in a.problem.diagnostics]
    if not kept:
        return pages.partial("told.html", 422, found=failed)
    names = {a.document.name for a in kept if a.document is not None}
    newest = next(p.key for p in pages_listed(place) if p.name in names)
    return _go(f"/review?doc={newest}", "; ".join(show(d) for d in failed))


def _named(d: Diagnostic, file: str) -> Diagnostic:
    """Name the file that was sent in a finding, without the folder it was kept in for reading."""
    return replace(d, file=Path(d.file or file).name)


def page_name(text: str) -> str:
    """Name pasted text by its first words.

    >>> page_name("\\n  Talks: round 3 / Geneva\\nmore")
    'talks-round-3-geneva.txt'
    """
    first = next((line for line in text.splitlines() if line.strip()), "page")
    plain = "".join(c if c.isalnum() else " " for c in first[:60]).split()
    return ("-".join(plain).lower() or "page") + ".txt"


def _go(address: str, failed: str = "") -> Response:
    where = f'{{"path": "{address}", "target": "#main", "select": "#main", "swap": "outerHTML"}}'
    told = {"HX-Trigger": json.dumps({"unread": {"words": failed}})} if failed else {}
    return HTMLResponse("", 200, {"HX-Location": where} | told)


@router.post("/review/decide")
def decide(request: Request, data: Sent) -> Response:
    """Accept, reject or reopen one claim; a claim that somebody else changed meanwhile is shown, not overwritten."""
    place, ident, what = pages.place_of(request), word(data, "id"), word(data, "what")
    with dossier.open_ledger(place.folder) as ledger:
        before = ledger.decisions(ident)
        version = before[-1].number if before else 0
        stale = version != number(data, "version")
        entry = ledger.entry(ident)
        wanted = {"accept": "accepted", "reject": "rejected", "reopen": "draft"}.get(what, entry.status)
        if not stale:
            if what == "accept":
                ledger.decide([ident], "accept", place.who)
            elif what == "reject":
                ledger.decide([ident], "reject", place.who)
            elif what == "reopen" and entry.status != "draft":
                ledger.edit(ident, place.who, {"status": "draft"})
            after = ledger.decisions(ident)
            if after and after[-1].number != version:
                request.app.state.done.append((ident, after[-1].number))
    clash = stale and entry.status != wanted
    return _card(place, ident, word(data, "model"), 409 if clash else 200, clash)


@router.post("/review/undo")
def undo(request: Request, data: Sent) -> Response:
    """Take back the last decision made here; the ledger keeps both."""
    place, done = pages.place_of(request), request.app.state.done
    if not done:
        return HTMLResponse("Nothing decided here since the start; use Reopen at the claim.", 422)
    ident, made = done.pop()
    with dossier.open_ledger(place.folder) as ledger:
        decisions = ledger.decisions(ident)
        if decisions[-1].number != made:
            return HTMLResponse(f"{ident} was changed again since; use Reopen at the claim.", 422)
        ledger.edit(ident, place.who, decisions[-1].before)
    answer = _card(place, ident, word(data, "model"))
    answer.headers["HX-Retarget"] = f"#claim-{ident}"
    answer.headers["X-Claim"] = ident
    return answer


@router.get("/review/claim/{ident}")
def one_claim(request: Request, ident: str) -> Response:
    """Show one claim again."""
    return _card(pages.place_of(request), ident, request.query_params.get("model", ""))


def _card(place: Place, ident: str, model_name: str, status: int = 200, clash: bool = False) -> Response:
    return pages.partial("claim.html", status, **card_values(place, ident, model_name), clash=clash)


def card_values(place: Place, ident: str, model_name: str) -> dict[str, Any]:
    """Gather one claim for the templates."""
    with dossier.open_ledger(place.folder) as ledger:
        entry = ledger.entry(ident)
        last = last_decisions(ledger.decisions(ident)).get(ident)
    model = read(place, model_name)
    behind = ties(model.conflict) if model and model.conflict else {}
    return {"c": card(entry, last), "ties": behind, "model": model}


@router.get("/review/claim/{ident}/edit")
def edit_form(request: Request, ident: str) -> Response:
    """Show the fields of a claim."""
    place = pages.place_of(request)
    with dossier.open_ledger(place.folder) as ledger:
        entry = ledger.entry(ident)
        decisions = ledger.decisions(ident)
    c = card(entry, decisions[-1] if decisions else None)
    return _edit(c, shown_values(entry.claim, c.said), {}, 200)


def shown_values(claim: Claim, said: str) -> dict[str, Any]:
    """Put the fields of a claim into what the form shows."""
    return {
        "kind": claim.kind,
        "quote": claim.quote,
        "source": "\n".join(hop_line(h) for h in claim.source),
        "cue": claim.cue or "",
        "hedged": claim.hedged,
        "negated": claim.negated,
        "actors": "\n".join(claim.actors),
        "places": "\n".join(claim.places),
        "said": said,
        "dates": [
            (d.text, d.start.isoformat() if d.start else "", d.end.isoformat() if d.end else "") for d in claim.dates
        ],
    }


def _edit(c: Card, values: dict[str, Any], theirs: dict[str, Any], status: int, found: Any = ()) -> Response:
    return pages.partial("edit.html", status, c=c, v=values, theirs=theirs, kinds=KINDS, found=found)


@router.post("/review/claim/{ident}")
def save(request: Request, ident: str, data: Sent) -> Response:
    """Save the fields of a claim; a change made elsewhere meanwhile is shown beside, and nothing is overwritten."""
    place = pages.place_of(request)
    with dossier.open_ledger(place.folder) as ledger:
        entry = ledger.entry(ident)
        decisions = ledger.decisions(ident)
    now = card(entry, decisions[-1] if decisions else None)
    typed = typed_values(data, entry.claim)
    if number(data, "version") != now.version:
        shown = shown_values(entry.claim, now.said)
        theirs = {key: value for key, value in shown.items() if typed[key] != value}
        if theirs:
            return _edit(now, typed, theirs, 409)
    try:
        changes, dates = changes_of(data, entry.claim)
        dossier.edit(place.folder, ident, place.who, said=day(data, "said"), **changes)
        if dates is not None:
            with dossier.open_ledger(place.folder) as ledger:
                ledger.edit(ident, place.who, {"dates": dates})
    except DetenteError as error:
        return _edit(now, typed, {}, 422, error.diagnostics)
    values = card_values(place, ident, word(data, "model"))
    headers = {"HX-Trigger-After-Swap": "decided"}
    if (values["c"].start, values["c"].end) != (now.start, now.end):
        headers = {"HX-Trigger-After-Swap": "decided, resheet"}
    return pages.partial("claim.html", 200, headers, **values, clash=False)


def typed_values(data: FormData, claim: Claim) -> dict[str, Any]:
    """Return what was typed, in the shape of ``shown_values``."""
    return {
        "kind": word(data, "kind"),
        "quote": word(data, "quote"),
        "source": "\n".join(words(data, "source")),
        "cue": word(data, "cue").strip(),
        "hedged": bool(word(data, "hedged")),
        "negated": bool(word(data, "negated")),
        "actors": "\n".join(words(data, "actors")),
        "places": "\n".join(words(data, "places")),
        "said": word(data, "said"),
        "dates": [(d.text, word(data, f"start-{k}"), word(data, f"end-{k}")) for k, d in enumerate(claim.dates)],
    }


def changes_of(data: FormData, claim: Claim) -> tuple[dict[str, Any], list[dict[str, Any]] | None]:
    """Return the fields that a form changes, and the dates where one of them differs."""
    typed: dict[str, Any] = {
        "kind": word(data, "kind"),
        "quote": word(data, "quote"),
        "source": read_hops(word(data, "source"), claim.source),
        "cue": word(data, "cue").strip() or None,
        "hedged": bool(word(data, "hedged")),
        "negated": bool(word(data, "negated")),
        "actors": words(data, "actors"),
        "places": words(data, "places"),
    }
    changes = {key: value for key, value in typed.items() if getattr(claim, key) != value}
    before = claim_values(claim)["dates"]
    dates = []
    for k, d in enumerate(before):
        start, end = day(data, f"start-{k}"), day(data, f"end-{k}")
        dates.append(d | {"start": start and start.isoformat(), "end": end and end.isoformat()})
    return changes, dates if dates != before else None


@router.post("/review/new")
def new(request: Request, data: Sent) -> Response:
    """Add a claim on a selected passage, by hand."""
    place, key = pages.place_of(request), word(data, "doc")
    found = sheet(place, key)
    if found is None or not found.editable:
        raise DetenteError("Claims can be added to pages of the dossier only.")
    quote = word(data, "quote")
    start = number(data, "start", -1)
    if found.text[start : start + len(quote)] != quote or start < 0:
        start = found.text.find(quote) if quote.strip() else -1
    if start < 0:
        hint = "select it in the page, or copy it character by character"
        raise DetenteError(Diagnostic(code="E806", message="the passage does not stand in the page", hint=hint))
    kind = word(data, "kind") if word(data, "kind") in KINDS else "event"
    source = (Hop(outlet=found.outlet),) if found.outlet else ()
    claim = Claim(
        id="by hand", quote=quote, start=start, end=start + len(quote), kind=kind, source=source, confidence=1.0
    )
    with dossier.open_ledger(place.folder) as ledger:
        document = ledger.document(found.name).document
        others = [e.claim for e in ledger.claims() if e.document == found.name]
        made = ledger.redraft(document, [*others, claim], drafter=f"{place.who}, by hand")
    headers = {"HX-Trigger-After-Swap": f'{{"claimmade": {{"id": "{made[0].claim.id}"}}}}'} if made else {}
    return pages.partial("sheet.html", 200, headers, **sheet_values(place, key, word(data, "model")))
