"""detente runs: what briefs were made from, and the same bytes again."""

import json
from pathlib import Path
from typing import Any

import click

from detente.brief.again import render
from detente.cli.dated import read_model
from detente.cli.ending import write_to
from detente.dossier.runs import Run, input_of, run, runs, sha256, versions


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--again", type=int, metavar="N", help="Write the brief of run N again, from what the ledger kept.")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="File for it (default: print).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(ctx: click.Context, folder: Path, again: int | None, output: Path | None, as_json: bool) -> None:
    """List the briefs made from a dossier, with the hashes of their input and output and the versions that made them.

    With --again, ends with 1 if what is written now is not, byte for byte, what was written then.

    Example: detente runs talks --again 3 -o brief.html
    """
    if again is None:
        for line in _listed(runs(folder), as_json):
            click.echo(line)
        return
    found = run(folder, again)
    text = render(input_of(folder, found), read_model)
    same = sha256(text.encode()) == found.output
    changed = {
        name: [found.versions.get(name), now] for name, now in versions().items() if found.versions.get(name) != now
    }
    if output is not None:
        write_to(output, text)
    if as_json:
        click.echo(
            json.dumps({**_values(found), "same": same, "versions_changed": changed}, ensure_ascii=False, indent=2)
        )
    else:
        click.echo(str(output) if output else text, nl=output is not None)
        told = ", ".join(f"{name} was {then}, is {now}" for name, (then, now) in changed.items())
        click.echo("the same bytes" if same else f"not the same bytes{'; ' + told if told else ''}", err=True)
    if not same:
        ctx.exit(1)


def _listed(found: tuple[Run, ...], as_json: bool) -> list[str]:
    if as_json:
        return [json.dumps({"runs": [_values(r) for r in found]}, ensure_ascii=False, indent=2)]
    lines = []
    for r in found:
        asked = " ".join(str(v) for k, v in r.command.items() if v and v is not True and k != "name")
        lines.append(f"{r.number:>4}  {r.at[:19]}  {r.command.get('name', '')} {asked} of {r.model}")
        lines.append(f"      from {r.input[:16]}…  to {r.output[:16]}…  by detente {r.versions.get('detente', '?')}")
    return lines or ["no run is kept yet; detente brief keeps one"]


def _values(r: Run) -> dict[str, Any]:
    return {
        "number": r.number,
        "at": r.at,
        "command": r.command,
        "model": r.model,
        "input": r.input,
        "output": r.output,
        "versions": r.versions,
    }
