"""detente demo: the whole chain on the bundled Geneva dossier."""

import importlib
import tempfile
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from detente.base import DetenteError, Span
from detente.brief import Brief, Record, blocking_words, bundled, change_words, load_record, write
from detente.cli.ending import write_to
from detente.conflict import load

WIDTH = 80


@click.command()
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Folder for the brief (default: a new one).")
def command(output: Path | None) -> None:
    """Go from the bundled Geneva page to what could hold, and write the brief.

    Example: detente demo -o out
    """
    output = output or Path(tempfile.mkdtemp(prefix="detente-"))
    output.mkdir(parents=True, exist_ok=True)
    folder = bundled("geneva")
    record = load_record(folder)
    brief = write(load(folder / "geneva.yaml"), record)
    for line in (*opening(record), "", *told(brief)):
        click.echo(line)
    path = output.resolve() / "geneva.html"
    write_to(path, brief.to_html())
    click.echo("The brief, one page with every passage:")
    click.echo(str(path))


def opening(record: Record) -> Iterable[str]:
    """Say what was read now and what was decided beforehand."""
    yield from fill(f"Page: {record.about}.")
    yield from fill(drafted(record))
    yield from fill(
        f"Decided beforehand by {record.decided_by}, {record.decided_on}: {len(record.claims)} claims and the model."
    )


def drafted(record: Record) -> str:
    """Read the page now and say what was drafted, and how much of what was decided beforehand it covers."""
    page = record.pages[0]
    try:
        reading: Any = importlib.import_module("detente.reading")
        document = reading.load(page.path, published=page.published, outlet=page.outlet)
        claims = reading.draft(document)
    except (ImportError, DetenteError) as error:
        why = error.diagnostics[0] if isinstance(error, DetenteError) else None
        said = f"{why.message}; {why.hint}" if why and why.hint else str(why.message if why else error)
        return f"Read now: nothing ({said}). What follows rests on what was decided beforehand."
    spans = [Span(c.start, c.end) for c in claims]
    places = [(document.text.find(c.quote), len(c.quote)) for c in record.claims.values()]
    met = sum(any(Span(at, at + size).overlaps(span) for span in spans) for at, size in places if at >= 0)
    return (
        f"Read now: {len(claims)} claims drafted, {len(document.cut)} pieces of the page cut as site furniture. The"
        f" drafts touch {met} of the {len(record.claims)} passages decided on."
    )


def told(brief: Brief) -> Iterable[str]:
    """Say in about a screen what holds, what it sticks on and which claims matter."""
    for line in brief.bottom:
        yield from fill(line)
    yield ""
    yield "What would hold"
    groups: dict[tuple[str, ...], list[str]] = {}
    for hold in brief.holds:
        groups.setdefault(hold.settlements + hold.others, []).append(hold.key)
    for states, keys in groups.items():
        yield from fill(f"{', '.join(keys)}: {'; '.join(states) or 'nothing'}", "  ", "    ")
    quotes = {s.id: s for s in brief.sources}
    yield ""
    yield "What a settlement sticks on"
    for point in brief.main_points:
        yield from fill(f"{point.wish.dm}: {point.wish.said} ({point.blocked} of {point.total})", "  ", "    ")
        for claim in point.wish.because:
            if claim in quotes:
                yield from fill(f"“{quotes[claim].quote}” [{quotes[claim].chain}]", "    ", "    ")
        if point.wish.assumed:
            yield from fill(f"assumed: {point.wish.assumed}", "    ", "    ")
    yield from fill(blocking_words(brief.blocking), "  ", "  ")
    for text in brief.blocking.sequences:
        yield from fill(f"A possible sequence problem: {text}", "  ", "  ")
    yield ""
    yield "Which contested claims change a verdict"
    for hinge in brief.hinges:
        verb = "changes it" if hinge.changes else "changes nothing"
        yield from fill(f"{hinge.id} {verb}: {hinge.name}", "  ", "    ")
        for change in hinge.changes[:1]:
            yield from fill(change_words(change, len(brief.holds)), "    ", "    ")
        if hinge.still:
            by = dict.fromkeys(f"{p.wish.dm} ({p.wish.said})" for p in hinge.still[:2])
            yield from fill(f"even if it is believed, what it touches is left by {', '.join(by)}", "    ", "    ")
    yield ""
    yield from fill(brief.caution)


def fill(text: str, first: str = "", rest: str = "") -> list[str]:
    """Break a paragraph at 80 columns."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
