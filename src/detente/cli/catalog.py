"""detente catalog: published conflicts, and whether the engine still finds what they report."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from detente.catalog import BASES, Check, Expected, names, read, verify
from detente.cli.asking import json_option, print_json


@click.group(invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, show and verify the bundled published conflicts.

    Example: detente catalog verify
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_)


@command.command("list")
@json_option
def list_(as_json: bool = False) -> None:
    """List the conflicts, and what the results to compare with rest on.

    Example: detente catalog list
    """
    entries = [read(name) for form in ("options", "graph") for name in names(form)]
    if as_json:
        rows = [
            {
                "name": e.name,
                "title": e.title,
                "citation": list(e.citation),
                "form": e.form,
                "numbering": e.numbering,
                "checked": list(e.checked),
            }
            for e in entries
        ]
        print_json({"catalog": rows})
        return
    width = max(len(e.name) for e in entries)
    for e in entries:
        click.echo(f"{e.name:<{width}}  {e.title}")
        click.echo(f"{'':<{width}}  {'; '.join(BASES[basis] for basis in e.checked)}")


@command.command()
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:
    """Print a conflict's model file; its sources and what is found beside what is expected go to standard error.

    Example: detente catalog show syria_iraq > syria_iraq.yaml
    """
    entry = read(name)
    checks = verify(entry)
    if as_json:
        document = {
            "name": entry.name,
            "title": entry.title,
            "citation": list(entry.citation),
            "numbering": entry.numbering,
            "note": entry.note,
            "form": entry.form,
            "model": entry.text,
            "expected": _rows(checks),
        }
        print_json(document)
        return
    click.echo(entry.text, nl=False)
    for line in (*entry.citation, entry.note):
        click.echo(line, err=True)
    for c in checks:
        if not c.expected.decision_maker:
            told = f"{_kind(c.expected)}: {_states(c.expected.states)} expected, {_states(c.found)} found"
            if c.printed != c.expected.states:
                told += f" (numbered there {_states(c.printed)})"
            click.echo(f"{told}  [{c.expected.basis}: {c.expected.where}]", err=True)


@command.command("verify")
@click.argument("chosen", nargs=-1, metavar="[NAME…]")
@json_option
def verify_(chosen: tuple[str, ...], as_json: bool) -> None:
    """Analyse the conflicts and compare with their expected results; ends with 1 if any differs.

    Example: detente catalog verify syria_iraq
    """
    checks = [check for name in chosen or (*names(), *names("graph")) for check in verify(read(name))]
    wrong = [check for check in checks if not check.holds]
    if as_json:
        print_json({"checks": [{"entry": c.entry, **row} for c, row in _pairs(checks)], "failed": len(wrong)})
    else:
        _tell(checks, wrong)
    if wrong:
        sys.exit(1)


def _rows(checks: Iterable[Check]) -> list[dict[str, Any]]:
    return [row for _, row in _pairs(checks)]


def _pairs(checks: Iterable[Check]) -> Iterable[tuple[Check, dict[str, Any]]]:
    for c in checks:
        yield c, {**asdict(c.expected), "printed": list(c.printed), "found": list(c.found), "holds": c.holds}


def _tell(checks: list[Check], wrong: list[Check]) -> None:
    held = Counter((c.entry, c.expected.basis) for c in checks if c.holds)
    for (name, basis), total in Counter((c.entry, c.expected.basis) for c in checks).items():
        click.echo(f"{name}: {held[name, basis]} of {total} results hold ({basis})")
    for c in wrong:
        row = c.expected
        click.echo(f"{c.entry}: {_kind(row)}: {_states(row.states)} expected, {_states(c.found)} found")
        click.echo(f"    {row.basis}: {row.where}")


def _kind(row: Expected) -> str:
    """Say what a row is about: the concept, and for whom the states hold."""
    words = [row.concept]
    words += [row.strength] * bool(row.strength)
    words += [f"under extension {row.extension}"] * bool(row.extension)
    if row.decision_maker:
        words.append(row.decision_maker)
    elif row.coalition is None:
        words.append("equilibria")
    else:
        words.append(f"for {' + '.join(row.coalition) or 'every coalition'}")
    words += [f"(states with {row.only})"] * bool(row.only)
    return " ".join(words)


def _states(states: tuple[int | str, ...]) -> str:
    return " ".join(map(str, states)) or "none"
