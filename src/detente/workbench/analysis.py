"""The analysis screen: what would hold, why, and what a toggled claim changes."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from detente.base import DetenteError
from detente.workbench import pages
from detente.workbench.answering import answer_values, difference, turned
from detente.workbench.place import opened
from detente.workbench.questions import map_values, settle_values
from detente.workbench.verdicts import turns
from detente.workbench.why import why_values

router = APIRouter()


@router.get("/analysis")
def screen(request: Request) -> Response:
    """Show the whole screen."""
    place = pages.place_of(request)
    model = opened(place, request.query_params.get("model", ""))
    if model is None or model.conflict is None:
        return pages.page(request, "no_model.html", "Analysis", model)
    try:
        values = answer_values(place, model, request.query_params)
    except DetenteError as error:
        return pages.page(request, "no_model.html", "Analysis", model, found=error.diagnostics)
    conflict = model.conflict
    return pages.page(
        request,
        "analysis.html",
        "Analysis",
        model,
        fictional=conflict.fictional,
        as_of=conflict.as_of,
        contested=conflict.contested,
        turned=turned,
        turns=turns(conflict, model.judged_as, frozenset(values["believed"])),
        against=request.query_params.get("against", ""),
        show=request.query_params.get("show", ""),
        map=pages.written("map.html", **map_values(model, frozenset(values["believed"]), "", "SEQ")),
        **settle_values(conflict),
        **values,
    )


@router.get("/analysis/answer")
def answer(request: Request) -> Response:
    """Answer a toggle: the part of the screen that depends on the reading."""
    place = pages.place_of(request)
    model = opened(place, request.query_params.get("model", ""))
    headers = {"HX-Replace-Url": f"/analysis?{request.url.query}"}
    if model is None or model.conflict is None:
        return pages.partial("faulty.html", 200, headers, found=model.found if model else (), model=model, piece=True)
    try:
        values = answer_values(place, model, request.query_params)
    except DetenteError as error:
        return pages.partial("faulty.html", 200, headers, found=error.diagnostics, model=model, piece=True)
    delta = difference(model, request.query_params.get("was", ""), values["was"])
    return pages.partial("answer.html", 200, headers, model=model, **(values | {"delta": delta, "piece": True}))


@router.get("/analysis/turns")
def turning(request: Request) -> Response:
    """Say again how many verdicts each contested claim turns, in the reading now chosen."""
    model = opened(pages.place_of(request), request.query_params.get("model", ""))
    if model is None or model.conflict is None:
        return HTMLResponse("")
    conflict = model.conflict
    try:
        counts = turns(conflict, model.judged_as, pages.chosen(conflict, request.query_params))
    except DetenteError:
        return HTMLResponse("")
    told = [(k, turned(counts[c.id]), bool(counts[c.id])) for k, c in enumerate(conflict.contested, 1)]
    return pages.partial("turns.html", oob=told)


@router.get("/analysis/why")
def why(request: Request) -> Response:
    """Say why a state holds, or who would leave it for what."""
    place = pages.place_of(request)
    query = request.query_params
    model = opened(place, query.get("model", ""))
    if model is None or model.conflict is None:
        return HTMLResponse("<p>The model has errors now; see the Model screen.</p>")
    key, _, name = query.get("why", "").partition(".")
    try:
        told = why_values(place, model, pages.chosen(model.conflict, query), key, name)
    except DetenteError as error:
        return HTMLResponse(f"<p>{escape(error.diagnostics[0].message)}</p>", 422)
    return pages.partial("why.html", why=told)
