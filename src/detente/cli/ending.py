"""How the program ends: one JSON document or one clear message, whatever happened, and the exit code for it."""

import codecs
import contextlib
import json
import os
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from detente.base import DetenteError, Diagnostic

UNREADABLE = ("E105", "E108")
"""Of the codes about model files: those of a file that is not there or is not text."""
MODEL = ("E1", "E2", "E3", "E4", "E5")
"""How the codes about what stands in a model file begin; all others are about what was asked, or about a place."""
SHOWN = 20
"""So many findings are told on standard error; ``detente check`` lists them all."""
TRACE = "DETENTE_DEBUG"


def code_of(found: Iterable[Diagnostic]) -> int:
    """Return the exit code: 1 where a readable model is faulty, else 2.

    >>> code_of([Diagnostic(code="E203", message="")]), code_of([Diagnostic(code="E700", message="")])
    (1, 2)
    """
    codes = [d.code for d in found]
    faulty = codes and all(code.startswith(MODEL) and code not in UNREADABLE for code in codes)
    return 1 if faulty else 2


def say(error: DetenteError) -> None:
    """Write the findings on standard error, the first of them if there are very many."""
    few = DetenteError(error.diagnostics[:SHOWN])
    click.echo(str(few), err=True)
    if len(error.diagnostics) > SHOWN:
        click.echo(f"… and {len(error.diagnostics) - SHOWN} more; detente check lists them all", err=True)


def fail(ctx: click.Context, error: DetenteError) -> NoReturn:
    """End with the findings on standard error: 2 where nothing could be read or asked, 1 for a faulty model."""
    say(error)
    ctx.exit(code_of(error.diagnostics))


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document on standard output; nothing else goes there."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def write_to(path: Path, data: str | bytes) -> None:
    """Write a file that the user named.

    Raises
    ------
    DetenteError
        E602: it cannot be written.
    """
    try:
        path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}"
        found = Diagnostic(code="E602", message=message, file=str(path), hint="choose another place")
        raise DetenteError(found) from None


def speak_plainly() -> None:
    """Let no character that the output's encoding lacks end the program: write ``\\u041a``, as JSON does."""
    codecs.register_error("detente", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="detente")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def closed_pipe() -> NoReturn:
    """End quietly, as every tool does, because nobody reads on (``| head``)."""
    _give_up_output()
    sys.exit(141)


def _give_up_output() -> None:
    """Send what is still in the buffer nowhere, or Python complains as it ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def system_said_no(error: OSError) -> NoReturn:
    """End because a file, or the output itself, could not be read or written."""
    hint = "check the path, its permissions and the space on the disk"
    message = f"this cannot be read or written: {error.strerror or error}"
    if error.filename is None:
        _give_up_output()
    say(DetenteError(Diagnostic(code="E602", message=message, file=str(error.filename or ""), hint=hint)))
    sys.exit(2)


def not_made_for(error: Exception) -> NoReturn:
    """End because of a fault of ours, in one message; the environment variable TRACE asks for the whole of it."""
    if os.environ.get(TRACE):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    message = f"a fault in detente ({type(error).__name__} at {Path(last.filename).name}:{last.lineno})"
    hint = f"nothing was lost; please report it, with what {TRACE}=1 shows"
    say(DetenteError(Diagnostic(code="E999", message=message, hint=hint)))
    sys.exit(2)
