"""Tying a claim to the model: behind a statement that is there, or as a new one; and which verdicts that turned."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente import dossier
from detente.base import DetenteError, Diagnostic
from detente.conditions import ConditionError, parse, show
from detente.conflict import Conflict, ContestedClaim, PreferenceStatement
from detente.conflict.dump import quote
from detente.conflict.values import Guard
from detente.workbench import edits, pages, save
from detente.workbench.answering import changed
from detente.workbench.claims import card
from detente.workbench.forms import Sent, word
from detente.workbench.model_page import with_statements
from detente.workbench.place import Model, Place, opened, read
from detente.workbench.save import Clash
from detente.workbench.ties import ties
from detente.workbench.verdicts import judged, table

router = APIRouter()
HOWS = {
    "because": "it stands behind this",
    "when": "this counts only if the claim is believed",
    "unless": "this is dropped if the claim is believed",
}


@router.get("/review/claim/{ident}/tie")
def form(request: Request, ident: str) -> Response:
    """Show where a claim may be tied to the model."""
    return _form(pages.place_of(request), ident, request.query_params.get("model", ""), ())


def _form(place: Place, ident: str, name: str, found: tuple[Diagnostic, ...], status: int = 200) -> Response:
    with dossier.open_ledger(place.folder) as ledger:
        entry = ledger.entry(ident)
        decisions = ledger.decisions(ident)
    model = read(place, name)
    conflict = model.conflict if model and model.editable else None
    likely = ""
    if conflict is not None:
        names = {dm.name: dm.id for dm in conflict.decision_makers}
        likely = next((names[a] for a in entry.claim.actors if a in names), "")
    c = card(entry, decisions[-1] if decisions else None)
    return pages.partial(
        "tie.html", status, c=c, model=model, conflict=conflict, hows=HOWS, found=found, show=show, likely=likely
    )


@router.post("/review/claim/{ident}/tie")
def tie(request: Request, ident: str, data: Sent) -> Response:
    """Tie a claim, and tell which verdicts that turned."""
    place, name, how = pages.place_of(request), word(data, "model"), word(data, "how")
    if how not in HOWS:
        how = "because"
    before = opened(place, name)
    with dossier.open_ledger(place.folder) as ledger:
        entry = ledger.entry(ident)
        decisions = ledger.decisions(ident)
    label = entry.claim.quote if len(entry.claim.quote) <= 80 else entry.claim.quote[:79] + "…"
    try:
        make, meant = _plan(word(data, "to"), word(data, "want").strip(), how, ident, label)
        saved = save.change(place, name, word(data, "base"), make, meant)
    except DetenteError as error:
        return _form(place, ident, name, error.diagnostics, 422)
    if isinstance(saved, Clash):
        clash = Diagnostic(
            code="W810",
            severity="warning",
            message=f"{saved.model.name} was changed elsewhere in the meantime; nothing was overwritten",
            hint="look at the choice again and tie it once more",
        )
        return _form(place, ident, name, (clash,), 409)
    after = opened(place, name)
    values: dict[str, Any] = {
        "c": card(entry, decisions[-1] if decisions else None),
        "ties": ties(saved.conflict) if saved.conflict else {},
        "model": saved,
        "clash": False,
        "turned": turned(before, after) if before and after else [],
    }
    return pages.partial("tied.html", **values)


Change = Callable[[Conflict], Conflict]


def _plan(to: str, want: str, how: str, claim: str, label: str) -> tuple[Callable[[str], str], Change]:
    """Return the change to the text, and the same change to the model.

    Parameters
    ----------
    to : ``DM PLACE`` of a statement, ``DM new`` for a new one that says ``want``, or ``DM option ID``

    Raises
    ------
    DetenteError
        The choice or the condition cannot be read.
    """
    dm, _, at = to.partition(" ")
    option = at.removeprefix("option ") if at.startswith("option ") else ""
    if not dm or not (option or at == "new" or (at.isascii() and at.isdigit() and len(at) < 6)):
        raise DetenteError(
            Diagnostic(code="E810", message="nothing was chosen", hint="choose a statement or a new one")
        )
    contested = how != "because"

    def listed(conflict: Conflict) -> Conflict:
        if not contested or any(c.id == claim for c in conflict.contested):
            return conflict
        return replace(conflict, contested=(*conflict.contested, ContestedClaim(id=claim, name=label)))

    def guarded(guard: Guard) -> Guard:
        ids: tuple[str, ...] = getattr(guard, how)
        more: dict[str, Any] = {how: (*ids, claim)}
        return guard if claim in ids else replace(guard, **more)

    def name(text: str) -> str:
        return edits.contest(text, claim, label) if contested else text

    if at == "new":
        try:
            condition = parse(want)
        except ConditionError as error:
            raise DetenteError(Diagnostic(code="E306", message=error.message, hint=error.hint)) from None
        links: dict[str, Any] = {"because": (claim,)} | ({how: (claim,)} if contested else {})
        made = PreferenceStatement(want=condition, guard=Guard(**links))
        written = "{want: " + quote(want) + "".join(f", {key}: [{quote(claim)}]" for key in links) + "}"
        return (
            lambda text: name(edits.insert(text, dm, written)),
            lambda conflict: listed(with_statements(conflict, dm, lambda s: [*s, made])),
        )
    if option:

        def on_option(conflict: Conflict) -> Conflict:
            changed_ = tuple(replace(o, guard=guarded(o.guard)) if o.id == option else o for o in conflict.options)
            return listed(replace(conflict, options=changed_))

        return lambda text: name(edits.tie_option(text, dm, option, how, claim)), on_option
    k = int(at)

    def tied(statements: list[PreferenceStatement]) -> list[PreferenceStatement]:
        return [replace(s, guard=guarded(s.guard)) if n == k else s for n, s in enumerate(statements)]

    return (
        lambda text: name(edits.tie(text, dm, k, how, claim)),
        lambda conflict: listed(with_statements(conflict, dm, tied)),
    )


def turned(before: Model, after: Model) -> list[tuple[str, str, list[str]]]:
    """List what appeared and vanished between two states of a model file: how, the state, under which concepts."""
    if before.conflict is None or after.conflict is None:
        return []
    if [o.id for o in before.conflict.options] != [o.id for o in after.conflict.options]:
        return []
    was = judged(before.conflict, before.judged_as, before.conflict.default_reading)
    now = judged(after.conflict, after.judged_as, after.conflict.default_reading)
    found = table(after.conflict, now, was, whole=False)
    return [(kind, words, keys) for kind in ("new", "gone") for words, keys in changed(found, kind)]
