"""detente recheck: look for every passage on its page, read again."""

import json
import textwrap
from pathlib import Path

import click

from detente.dossier.passages import Mark, counted, recheck

WIDTH = 80


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--page", default="", metavar="NAME", help="Which kept page FILE is a newer copy of (default: its name).")
@click.option("--exit-code", is_flag=True, help="End with 1 if a passage drifted or is gone.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(ctx: click.Context, folder: Path, file: Path | None, page: str, exit_code: bool, as_json: bool) -> None:
    """Read pages again and mark each claim: its passage in place, drifted elsewhere, or orphaned.

    Without FILE every page is read again as it was kept, with this version's reader. The claims stay as they are: a
    passage that moved is never moved for you.

    Example: detente recheck talks page-as-it-is-today.html --page page.html
    """
    marks = recheck(folder, file, page)
    count = counted(marks)
    if as_json:
        document = {"counts": count, "claims": [_values(m) for m in marks]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for m in marks:
            if m.found.state != "ok":
                click.echo(textwrap.fill(_line(m), WIDTH, subsequent_indent="    ", break_long_words=False))
        click.echo(f"{count['ok']} in place, {count['drifted']} drifted, {count['orphan']} orphaned")
    if exit_code and count["ok"] < len(marks):
        ctx.exit(1)


def _line(m: Mark) -> str:
    where = f"now at {m.found.start}" if m.found.state == "drifted" else "not found"
    near = f"; nearest is “{m.found.near}”" if m.found.near else ""
    return f"{m.claim} {m.found.state}, {where} in {m.document}: “{m.quote}”{near}"


def _values(m: Mark) -> dict[str, object]:
    return {
        "id": m.claim,
        "document": m.document,
        "state": m.found.state,
        "start": m.found.start,
        "end": m.found.end,
        "near": m.found.near or None,
        "quote": m.quote,
        "at": m.at,
    }
