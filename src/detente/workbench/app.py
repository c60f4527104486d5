"""The application: routes, static files and the guard before them."""

import mimetypes

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.base import DetenteError
from detente.workbench import analysis, brief_page, model_page, pages, questions, review, tie, timeline_page
from detente.workbench.guard import App, Guard
from detente.workbench.place import Place

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def make_app(place: Place, port: int) -> App:
    """Make the application for one folder or model, answering on one port.

    Parameters
    ----------
    place : what is worked on
    port : the port that requests must name as their host
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.place = place
    app.state.done = []  # decisions made here, for undo: (claim, number of the decision)
    app.add_api_route("/", _start, methods=["GET"])
    app.add_api_route("/static/{name:path}", _static, methods=["GET"])
    for part in (analysis, questions, review, tie, model_page, timeline_page, brief_page):
        app.include_router(part.router)
    app.add_exception_handler(DetenteError, _told)
    return Guard(app, port)


def _start() -> Response:
    return RedirectResponse("/analysis", 303)


_FILES = {
    str(path.relative_to(pages.STATIC)).replace("\\", "/"): path
    for path in pages.STATIC.rglob("*")
    if path.suffix in TYPES
}


def _static(name: str) -> Response:
    """Send one of our own files; only names that were there at the start are known."""
    path = _FILES.get(name)
    if path is None:
        return HTMLResponse("There is no such file.", 404)
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    # a browser asks for the icon again whenever the address changes, which every toggle does
    kept = "private, max-age=3600" if path.suffix == ".svg" else "no-cache"
    return Response(path.read_bytes(), media_type=kind, headers={"cache-control": kept})


def _told(request: Request, error: Exception) -> Response:
    """Tell what could not be done, with the next step."""
    assert isinstance(error, DetenteError)
    return pages.partial("told.html", 422, found=error.diagnostics)
