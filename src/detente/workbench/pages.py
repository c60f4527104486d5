"""Turning a template into an answer: what every screen needs to know."""

import re
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from detente.base import Diagnostic
from detente.conflict import Conflict
from detente.workbench.article import Kept, calm
from detente.workbench.place import Model, Place, names

STATIC = Path(__file__).parent / "static"
SCREENS = ("Review", "Model", "Analysis", "Timeline", "Brief")

environment = jinja2.Environment(
    finalize=calm,
    loader=jinja2.PackageLoader("detente.workbench", "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
environment.filters["kept"] = Kept


def place_of(request: Request) -> Place:
    """Return what the workbench was opened on."""
    place: Place = request.app.state.place
    return place


def written(template: str, **values: Any) -> str:
    """Render a piece of a page."""
    return environment.get_template(template).render(**values)


def partial(template: str, status: int = 200, headers: dict[str, str] | None = None, **values: Any) -> HTMLResponse:
    """Answer with a piece of a page."""
    return HTMLResponse(environment.get_template(template).render(**values), status, headers)


def page(
    request: Request, template: str, screen: str, model: Model | None, status: int = 200, **values: Any
) -> HTMLResponse:
    """Answer with a whole page."""
    place = place_of(request)
    query = "?" + urlencode({"model": model.name}) if model else ""
    where = f"finished example: {place.example}" if place.example else str(place.folder / place.only)
    conflict = model.conflict if model else None
    common: dict[str, Any] = {
        "screens": [(name, f"/{name.lower()}{query}") for name in SCREENS],
        "screen": screen,
        "where": where,
        "place": place,
        "model": model,
        "others": [name for name in names(place) if model is None or name != model.name],
        "title": (conflict.title if conflict and conflict.title else model.name if model else place.folder.name),
    }
    return partial(template, status, None, **(common | values))


def shown_path(place: Place, model: Model | None = None) -> str:
    """Write the folder or model as one would type it on the command line."""
    return shlex.quote(str(model.path if model else place.folder))


def reading_flags(conflict: Conflict, believed: frozenset[str]) -> str:
    """Write a reading as the options of a command; nothing for the model's own."""
    default = conflict.default_reading
    flags = [f" --believe {shlex.quote(c.id)}" for c in conflict.contested if c.id in believed - default]
    flags += [f" --doubt {shlex.quote(c.id)}" for c in conflict.contested if c.id in default - believed]
    return "".join(flags)


def reading_python(conflict: Conflict, believed: frozenset[str]) -> str:
    """Write a reading as an argument in Python; nothing for the model's own."""
    if believed == conflict.default_reading:
        return ""
    listed = ", ".join(repr(c.id) for c in conflict.contested if c.id in believed)
    return f", believed=frozenset({{{listed}}})" if listed else ", believed=frozenset()"


def chosen(conflict: Conflict, query: Any) -> frozenset[str]:
    """Read which contested claims are believed from a query; the model's own reading where it says nothing."""
    if not query.get("r"):
        return conflict.default_reading
    asked: Iterable[str] = query.getlist("b")
    return frozenset(asked) & {c.id for c in conflict.contested}


def caret(d: Diagnostic) -> str:
    """Draw the line that a finding is about, with a mark under the place."""
    if not d.source:
        return ""
    pad = "".join("\t" if c == "\t" else " " for c in d.source[: d.column - 1])
    return f"{d.line:>4} | {d.source}\n     | {pad}{'^' * max(1, d.length)}"


def meant(d: Diagnostic) -> str:
    """Return the word that a finding takes to be meant, where it names one.

    >>> meant(Diagnostic(code="E203", message="", line=1, hint="did you mean 'sign' (Ukraine)?"))
    'sign'
    """
    found = re.match(r"did you mean '([^']+)'", d.hint)
    return found.group(1) if found and d.line else ""


def breakable(ident: str) -> Markup:
    """Let a long id be broken after its underscores.

    >>> str(breakable("sign_u<")), str(breakable("withdraw_all_troops"))
    ('sign_u&lt;', 'withdraw_<wbr>all_<wbr>troops')
    """
    if len(ident) < 12:
        return escape(ident)
    return Markup("_<wbr>").join(escape(part) for part in ident.split("_"))


environment.filters["breakable"] = breakable
environment.globals["caret"] = caret
environment.globals["meant"] = meant
