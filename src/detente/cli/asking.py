"""What the commands that judge a model have in common: how they are asked, and how they answer."""

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

import detente
from detente.analysis.answer import model_part
from detente.analysis.question import Question, Reach, settlement_of
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.cli.dated import Opened, dated_options, marked, open_model, tell
from detente.cli.ending import json_option as json_option
from detente.cli.ending import print_json as print_json
from detente.conflict import Conflict
from detente.dossier.history import Clock
from detente.stability import find_concept

WIDTH = 80

concept_option = click.option("--concept", default="SEQ", show_default=True, help="Stability concept.")
_settlement = click.option(
    "--settlement", metavar="CONDITION", help="What counts as a settlement (default: the model's own)."
)
reach_option = click.option(
    "--reach",
    type=click.Choice(["improvements", "moves"]),
    default="improvements",
    show_default=True,
    help="Which moves may lead there: those that pay their mover, or any.",
)
_every = click.option("--all", "every", is_flag=True, help="Ask that every state of the settlement holds.")
together_option = click.option(
    "--coalition", "coalitions", multiple=True, metavar="A,B", help="Who may also move together (repeatable)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A model as the user wants it looked at: on which day, and believing which contested claims."""

    opened: Opened
    conflict: Conflict
    believed: frozenset[str]


def _all(function: Callable[..., Any], options: Iterable[Callable[..., Any]]) -> Callable[..., Any]:
    for option in reversed(list(options)):
        function = option(function)
    return function


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --believe and --doubt, which change the model's own reading of its contested claims."""
    believe = click.option("--believe", multiple=True, metavar="CLAIM", help="Believe a contested claim.")
    doubt = click.option("--doubt", multiple=True, metavar="CLAIM", help="Disbelieve a contested claim.")
    return _all(function, (believe, doubt))


def settlement_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --settlement, --concept, --reach and --all, which together ask a question (``question_of``)."""
    return _all(function, (_settlement, concept_option, reach_option, _every))


def path_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --settlement and --reach."""
    return _all(function, (_settlement, reach_option))


def model_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --believe, --doubt, --as-of and --by, which ``ask`` takes, and --json."""
    return _all(function, (reading_options, dated_options, json_option))


def ask(
    model: str,
    *,
    as_of: datetime | None,
    clock: Clock | None,
    believe: Iterable[str] = (),
    doubt: Iterable[str] = (),
) -> Asked:
    """Open the model that a command was given, with the reading and the day that were asked for.

    Raises
    ------
    DetenteError
        What ``open_model`` and ``reading`` raise.
    """
    opened = open_model(model, as_of, clock)
    return Asked(opened=opened, conflict=opened.conflict, believed=reading(opened.conflict, believe, doubt))


def reading(conflict: Conflict, believe: Iterable[str], doubt: Iterable[str]) -> frozenset[str]:
    """Return the claims believed: the model's own reading with the user's changes.

    Raises
    ------
    DetenteError
        E724: a claim is not contested in the model, or is both believed and doubted.
    """
    known = [c.id for c in conflict.contested]
    plus, minus = frozenset(believe), frozenset(doubt)
    for claim in sorted(plus | minus):
        if claim not in known:
            near = did_you_mean(claim, known)
            hint = f"did you mean '{near}'?" if near else f"contested are: {', '.join(known) or 'none'}"
            raise DetenteError(Diagnostic(code="E724", message=f"'{claim}' is not contested in the model", hint=hint))
        if claim in plus and claim in minus:
            raise DetenteError(
                Diagnostic(code="E724", message=f"'{claim}' is both believed and doubted", hint="choose one")
            )
    return (conflict.default_reading | plus) - minus


def question_of(
    conflict: Conflict, settlement: str | None, concept: str, reach: Reach = "improvements", every: bool = False
) -> Question:
    """Return the question that ``settlement_options`` ask.

    Raises
    ------
    DetenteError
        E727, E728: the settlement cannot be read, or there is none. E700: there is no such concept.
    """
    return Question(
        settlement=settlement_of(conflict, settlement), concept=find_concept(concept).key, reach=reach, every=every
    )


def answer_with(
    document: dict[str, Any], opened: Opened, told: Callable[[dict[str, Any]], Iterable[str]], as_json: bool
) -> None:
    """Print a document as JSON or, by ``told``, as lines for people; what there is to say about its day goes first."""
    tell(opened)
    if as_json:
        print_json(marked(document, opened))
    else:
        print_lines(told(document))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines for people, broken at 80 columns, what follows indented deeper."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        click.echo(textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))


def split(concepts: str | None) -> list[str] | None:
    """Read a list of concepts written with commas."""
    keys = [key.strip().upper() for key in (concepts or "").split(",") if key.strip()]
    return keys or None


def shorten(line: str) -> str:
    """Cut a line to 80 columns."""
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def headed(conflict: Conflict, document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the version and the model in front."""
    return {"detente": detente.__version__, "model": model_part(conflict), **document}
