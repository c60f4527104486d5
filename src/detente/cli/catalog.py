"""detente catalog: published conflicts, and whether the engine still finds what they report."""

import json
import sys
from collections import Counter
from dataclasses import asdict

import click

from detente.catalog import Check, names, read, verify
from detente.catalog.entry import Entry
from detente.catalog.graphs import GraphCheck, GraphEntry, graph_names, read_graph, verify_graph


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, show and verify the bundled published conflicts.

    Example: detente catalog verify
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(as_json: bool = False) -> None:
    """List the conflicts, one a line.

    Example: detente catalog list
    """
    entries: list[Entry | GraphEntry] = [read(name) for name in names()]
    entries += [read_graph(name) for name in graph_names()]
    if as_json:
        rows = [
            {
                "name": e.name,
                "title": e.title,
                "citation": list(e.citation),
                "form": "graph" if e.name in graph_names() else "options",
            }
            for e in entries
        ]
        click.echo(json.dumps({"catalog": rows}, ensure_ascii=False, indent=2))
        return
    width = max(len(e.name) for e in entries)
    for e in entries:
        click.echo(f"{e.name:<{width}}  {e.title}")


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(name: str, as_json: bool) -> None:
    """Print a conflict's model file; its sources and expected results go to standard error.

    Of a conflict in graph form, the sources and what is found beside what is expected are printed.

    Example: detente catalog show syria_iraq > syria_iraq.yaml
    """
    if name in graph_names():
        _show_graph(name, as_json)
        return
    entry = read(name)
    if as_json:
        document = {
            "name": entry.name,
            "title": entry.title,
            "citation": list(entry.citation),
            "note": entry.note,
            "model": entry.text,
            "expected": [{**asdict(c.expected), "found": list(c.found), "holds": c.holds} for c in verify(entry)],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    click.echo(entry.text, nl=False)
    for line in (*entry.citation, entry.note):
        click.echo(line, err=True)
    for c in verify(entry):
        row = c.expected
        if not row.decision_maker:
            shown = f" (states with {row.only})" if row.only else ""
            told = f"{row.concept} equilibria{shown}: {_states(row.states)} expected, {_states(c.found)} found"
            click.echo(f"{told}  [{row.basis}: {row.where}]", err=True)


@command.command("verify")
@click.argument("chosen", nargs=-1, metavar="[NAME…]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def verify_(chosen: tuple[str, ...], as_json: bool) -> None:
    """Analyse the conflicts and compare with their expected results; ends with 1 if any differs.

    Example: detente catalog verify syria_iraq
    """
    wanted = chosen or (*names(), *graph_names())
    checks: list[Check | GraphCheck] = []
    for name in wanted:
        checks += verify_graph(read_graph(name)) if name in graph_names() else verify(read(name))
    wrong = [check for check in checks if not check.holds]
    if as_json:
        rows = [{"entry": c.entry, **asdict(c.expected), "found": list(c.found), "holds": c.holds} for c in checks]
        click.echo(json.dumps({"checks": rows, "failed": len(wrong)}, ensure_ascii=False, indent=2))
    else:
        _tell(checks, wrong)
    if wrong:
        sys.exit(1)


def _tell(checks: list[Check | GraphCheck], wrong: list[Check | GraphCheck]) -> None:
    held = Counter((c.entry, c.expected.basis) for c in checks if c.holds)
    for (name, basis), total in Counter((c.entry, c.expected.basis) for c in checks).items():
        click.echo(f"{name}: {held[name, basis]} of {total} results hold ({basis})")
    for c in wrong:
        row = c.expected
        who = row.decision_maker or "equilibria"
        click.echo(f"{c.entry}: {row.concept} {who}: {_states(row.states)} expected, {_states(c.found)} found")
        click.echo(f"    {row.basis}: {row.where}")


def _states(states: tuple[int, ...] | tuple[str, ...]) -> str:
    return " ".join(map(str, states)) or "none"


def _show_graph(name: str, as_json: bool) -> None:
    entry = read_graph(name)
    checks = verify_graph(entry)
    if as_json:
        document = {
            "name": entry.name,
            "title": entry.title,
            "citation": list(entry.citation),
            "note": entry.note,
            "states": [
                {"label": label, "pattern": pattern}
                for label, pattern in zip(entry.graph.labels, entry.patterns, strict=True)
            ],
            "expected": [{**asdict(c.expected), "found": list(c.found), "holds": c.holds} for c in checks],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in (entry.title, *entry.citation, entry.note):
        click.echo(line)
    for c in checks:
        row = c.expected
        who = row.decision_maker or (
            "equilibria" if row.coalition is None else " + ".join(row.coalition) or "everybody"
        )
        kind = " ".join(word for word in (row.concept, row.strength, row.extension) if word)
        click.echo(
            f"{kind} {who}: {_states(row.states)} expected, {_states(c.found)} found  [{row.basis}: {row.where}]"
        )
