"""detente demo: the whole chain on the bundled Geneva dossier."""

import importlib
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

import click

from detente.brief import Record, bundled, load_record, write
from detente.conflict import load


@click.command()
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Folder for the brief (default: a new one).")
def command(output: Path | None) -> None:
    """Go from the bundled Geneva page to what could hold, and write the brief.

    Example: detente demo -o out
    """
    folder = bundled("geneva")
    record = load_record(folder)
    say(f"The page: {record.about}.")
    say(drafted(record))
    say(f"Decided beforehand by {record.decided_by} on {record.decided_on}: {len(record.claims)} claims.")
    brief = write(load(folder / "geneva.yaml"), record)
    click.echo()
    say(brief.bottom)
    for hold in brief.holds:
        say(f"{hold.key:5} {'; '.join(hold.settlements + hold.others) or 'nothing'}", "      ")
    click.echo()
    for hinge in brief.hinges:
        say(f"{hinge.name}: {'changes verdicts' if hinge.changes else 'changes no verdict'}.")
        for change in hinge.changes:
            say(f"- {change}", "  ")
    say(brief.caution)
    output = output or Path(tempfile.mkdtemp(prefix="detente-"))
    output.mkdir(parents=True, exist_ok=True)
    path = output.resolve() / "geneva.html"
    path.write_text(brief.to_html(), encoding="utf-8")
    click.echo(str(path))


def drafted(record: Record) -> str:
    """Read the page now and say what was drafted."""
    try:
        reading = importlib.import_module("detente.reading")
        read: Callable[..., object] = reading.load
        draft: Callable[..., tuple[object, ...]] = reading.draft
        claims = draft(read(record.page, published=record.published))
    except (ImportError, AttributeError):
        return "Read now: nothing, for the reader is not installed (pip install 'detente[read]')."
    return f"Read now: {len(claims)} claims drafted."


def say(text: str, indent: str = "") -> None:
    """Print a paragraph at 80 columns."""
    click.echo(textwrap.fill(text, 80, subsequent_indent=indent, break_long_words=False))
