"""The brief screen: the page that will be sent, shown as it is, and its files."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from detente.base import DetenteError
from detente.brief import Brief, write
from detente.dossier.draft_model import CONFIRM
from detente.workbench import pages
from detente.workbench.place import Model, Place, cited, opened

router = APIRouter()
FORMATS = {"html": ("One page for any browser", "text/html"), "md": ("Markdown, to edit", "text/markdown")}
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@router.get("/brief")
def screen(request: Request) -> Response:
    """Show the whole screen."""
    place = pages.place_of(request)
    model = opened(place, request.query_params.get("model", ""))
    if model is None or model.conflict is None:
        return pages.page(request, "no_model.html", "Brief", model)
    levers = bool(request.query_params.get("levers"))
    query = urlencode({"model": model.name} | ({"levers": "1"} if levers else {}))
    path = pages.shown_path(place, model)
    flag = " --levers" if levers else ""
    return pages.page(
        request,
        "brief.html",
        "Brief",
        model,
        query=query,
        levers=levers,
        formats=FORMATS,
        shell="\n".join(f"detente brief {path} --to {form}{flag} -o {model.path.stem}.{form}" for form in FORMATS),
        python="from pathlib import Path\nfrom detente.brief import find_record, write\n"
        "from detente.interop import load_model\n"
        f"brief = write(load_model({str(model.path)!r}), find_record(Path({str(place.folder)!r})))\nbrief.to_html()",
    )


@router.get("/brief/page")
def preview(request: Request) -> Response:
    """Send the brief itself, for the frame on the screen."""
    place = pages.place_of(request)
    model = opened(place, request.query_params.get("model", ""))
    if model is None or model.conflict is None:
        return HTMLResponse("<p>The model has errors now.</p>", 422)
    html = made(place, model, bool(request.query_params.get("levers"))).to_html()
    return HTMLResponse(html, 200, {"content-security-policy": policy(html), "x-frame-options": "SAMEORIGIN"})


def policy(html: str) -> str:
    """Allow a brief its own style and exactly the script in it, in a frame without our origin."""
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in _SCRIPT.findall(html)]
    script = " ".join(f"'sha256-{h}'" for h in hashes) or "'none'"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {script}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'self'; sandbox allow-scripts"
    )


@router.get("/brief/file")
def download(request: Request) -> Response:
    """Send the brief as a file."""
    place = pages.place_of(request)
    form = request.query_params.get("to", "")
    model = opened(place, request.query_params.get("model", ""))
    if form not in FORMATS or model is None or model.conflict is None:
        return HTMLResponse("<p>There is no such file.</p>", 404)
    brief = made(place, model, bool(request.query_params.get("levers")))
    text = brief.to_html() if form == "html" else brief.to_markdown()
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in Path(model.name).stem)
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(text, media_type=f"{FORMATS[form][1]}; charset=utf-8", headers=headers)


def made(place: Place, model: Model, levers: bool) -> Brief:
    """Write the brief on a model with all that it can cite.

    Raises
    ------
    DetenteError
        The model has errors.
    """
    if model.conflict is None:
        raise DetenteError([d for d in model.found if d.severity == "error"])
    notes = [f"{copy} repeats {first}: the two are one contested claim here" for copy, first in model.copies.items()]
    lines = model.text.count(CONFIRM)
    if lines:
        notes.append(f"This model is a draft: {lines} of its lines are marked “drafted, confirm”.")
    return write(model.conflict, cited(place), tuple(notes), levers)
