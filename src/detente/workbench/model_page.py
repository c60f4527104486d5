"""The model screen: what the file says, reordered by hand, with its diagnostics while one types."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from detente import dossier
from detente.base import DetenteError, Diagnostic
from detente.conditions import parse, show
from detente.conflict import Conflict, DecisionMaker, Guard, PreferenceStatement
from detente.conflict.dump import quote
from detente.dossier.files import write_whole
from detente.workbench import edits, pages, save
from detente.workbench.forms import Sent, number, word
from detente.workbench.passages import passages
from detente.workbench.place import Model, Place, diagnose, names, read
from detente.workbench.save import Clash

router = APIRouter()
MAX_DRAFT = 200


@router.get("/model")
def screen(request: Request) -> Response:
    """Show the whole screen."""
    place = pages.place_of(request)
    model = read(place, request.query_params.get("model", ""))
    if model is None:
        return pages.page(request, "draft.html", "Model", None, notes=(), **same_values(place, None))
    return pages.page(
        request, "model.html", "Model", model, **structure_values(place, model), **same_values(place, model)
    )


def same_values(place: Place, model: Model | None) -> dict[str, Any]:
    """Return the same work as a command line and in Python."""
    if model is None:
        folder = pages.shown_path(place)
        return {
            "shell": f"detente draft-model {folder} -o {folder}/model.yaml",
            "python": f"from detente import dossier\ntext, notes = dossier.draft_model({str(place.folder)!r})",
        }
    path = pages.shown_path(place, model)
    return {
        "shell": f"detente check {path}\ndetente resolve {path}",
        "python": f"from detente.interop import inspect_model, load_model\ninspect_model({str(model.path)!r})\n"
        f"load_model({str(model.path)!r})",
    }


def structure_values(place: Place, model: Model) -> dict[str, Any]:
    """Gather what the file says for the templates."""
    conflict = model.conflict
    known: dict[str, Any] = {}
    if conflict is not None:
        guards = [s.guard for dm in conflict.decision_makers for s in dm.statements]
        guards += [r.guard for r in conflict.infeasible]
        guards += [g for o in conflict.options for g in (o.guard, o.one_way_guard)]
        ids = [i for g in guards for i in (*g.because, *g.when, *g.unless)] + [c.id for c in conflict.contested]
        known = {p.id: p for p in passages(place, ids)}
    return {
        "conflict": conflict,
        "found": model.found,
        "known": known,
        "show": show,
        "together": len([1 for _ in groupby(o.owner for o in conflict.options)])
        == len({o.owner for o in conflict.options})
        if conflict
        else False,
        "owners": {dm.id: dm.name for dm in conflict.decision_makers} if conflict else {},
        "taken": frozenset(conflict.status_quo or ()) if conflict else frozenset(),
    }


@router.get("/model/structure")
def structure(request: Request) -> Response:
    """Show again what the file says."""
    place = pages.place_of(request)
    model = read(place, request.query_params.get("model", ""))
    if model is None:
        return HTMLResponse("<p>The model file is no longer there.</p>")
    return _structure(place, model)


def _structure(
    place: Place, model: Model, status: int = 200, trouble: tuple[Diagnostic, ...] = (), note: str = ""
) -> Response:
    values = structure_values(place, model)
    return pages.partial("structure.html", status, None, model=model, trouble=trouble, note=note, piece=True, **values)


@router.get("/model/watch")
def watch(request: Request) -> Response:
    """Say whether the file on the disk is still the one shown."""
    model = read(pages.place_of(request), request.query_params.get("model", ""))
    sha256 = model.sha256 if model else ""
    if sha256.startswith(request.query_params.get("have", "") or "-"):
        return Response(status_code=204)
    return Response(sha256, media_type="text/plain")


@router.post("/model/check")
def check(request: Request, data: Sent) -> Response:
    """List the findings about a text while it is being typed."""
    model = read(pages.place_of(request), word(data, "model"))
    if model is None:
        return HTMLResponse("<p>The model file is no longer there.</p>")
    return pages.partial("check.html", found=diagnose(model.path, word(data, "text")))


@router.post("/model/save")
def save_text(request: Request, data: Sent) -> Response:
    """Save the text, errors or not; over another change on the disk never."""
    place = pages.place_of(request)
    saved = save.write(place, word(data, "model"), word(data, "base"), word(data, "text"))
    return _after(place, saved, "Saved.")


@router.post("/model/beside")
def save_beside(request: Request, data: Sent) -> Response:
    """Save the text under another name, beside the file that was changed meanwhile."""
    place = pages.place_of(request)
    model = read(place, word(data, "model"))
    if model is None:
        raise DetenteError("The model file is no longer there.")
    number_, path = 1, model.path
    while path.exists():
        path = model.path.with_name(f"{model.path.stem}.mine-{number_}{model.path.suffix}")
        number_ += 1
    write_whole(path, word(data, "text").encode("utf-8", "surrogatepass"))
    return _structure(place, model, note=f"Yours is kept as {path.name}; {model.name} is as it stands on the disk.")


def _after(place: Place, saved: Model | Clash, note: str = "") -> Response:
    if isinstance(saved, Clash):
        return pages.partial("clash.html", 409, {"HX-Retarget": "#clash", "HX-Reswap": "innerHTML"}, clash=saved)
    answer = _structure(place, saved, note=note)
    answer.headers["HX-Trigger-After-Swap"] = "saved"
    return answer


def _changing(request: Request, data: Any, make: Any, meant: Any, note: str) -> Response:
    place = pages.place_of(request)
    try:
        return _after(place, save.change(place, word(data, "model"), word(data, "base"), make, meant), note)
    except DetenteError as error:
        model = read(place, word(data, "model"))
        if model is None:
            raise
        return _structure(place, model, 422, error.diagnostics)


def with_statements(conflict: Conflict, dm: str, change: Any) -> Conflict:
    """Return the conflict with one decision maker's statements changed."""

    def one(d: DecisionMaker) -> DecisionMaker:
        return replace(d, statements=tuple(change(list(d.statements)))) if d.id == dm else d

    return replace(conflict, decision_makers=tuple(one(d) for d in conflict.decision_makers))


@router.post("/model/move")
def move(request: Request, data: Sent) -> Response:
    """Put a decision maker's statements in another order of priority."""
    dm = word(data, "dm")
    asked = word(data, "order").split(",")
    order = [int(k) for k in asked if k.isascii() and k.isdigit() and len(k) < 6]
    return _changing(
        request,
        data,
        lambda text: edits.reorder(text, dm, order),
        lambda conflict: with_statements(conflict, dm, lambda s: [s[k] for k in order]),
        "The order is saved.",
    )


@router.post("/model/remove")
def remove(request: Request, data: Sent) -> Response:
    """Take a statement out."""
    dm, place = word(data, "dm"), number(data, "place")
    return _changing(
        request,
        data,
        lambda text: edits.remove(text, dm, place),
        lambda conflict: with_statements(conflict, dm, lambda s: s[:place] + s[place + 1 :]),
        "The statement is taken out.",
    )


@router.post("/model/add")
def add(request: Request, data: Sent) -> Response:
    """Add a statement at the end of a decision maker's list."""
    dm, want, assumed = word(data, "dm"), word(data, "want").strip(), word(data, "assumed").strip()
    made = f"{{want: {quote(want)}" + (f", assumed: {quote(assumed)}" if assumed else "") + "}"

    def meant(conflict: Conflict) -> Conflict:
        new = PreferenceStatement(want=parse(want), guard=Guard(assumed=assumed))
        return with_statements(conflict, dm, lambda s: [*s, new])

    try:
        parse(want)
    except ValueError as error:
        place = pages.place_of(request)
        model = read(place, word(data, "model"))
        if model is None:
            raise DetenteError("The model file is no longer there.") from None
        problem = Diagnostic(code="E306", message=str(error), hint=getattr(error, "hint", ""))
        return _structure(place, model, 422, (problem,))
    return _changing(
        request, data, lambda text: edits.insert(text, dm, made), meant, "The statement is added, last in order."
    )


@router.post("/model/draft")
def draft(request: Request, data: Sent) -> Response:
    """Draft a model from the accepted claims into a new file."""
    place = pages.place_of(request)
    text, _ = dossier.draft_model(place.folder)
    stem, k = "model", 1
    while (place.folder / f"{stem}.yaml").exists() and k < MAX_DRAFT:
        k += 1
        stem = f"model-{k}"
    write_whole(place.folder / f"{stem}.yaml", text.encode("utf-8"))
    assert f"{stem}.yaml" in names(place)
    where = f'{{"path": "/model?model={stem}.yaml", "target": "#main", "select": "#main", "swap": "outerHTML"}}'
    return HTMLResponse("", 200, {"HX-Location": where})
