"""detente convert: from one model format to another, or to a drawing or table."""

from pathlib import Path

import click

from detente.cli.ending import json_option, print_json, write_to
from detente.interop import WRITTEN, load_model, write_model


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@json_option
def command(source: str, target: str, as_json: bool) -> None:
    """Convert a model to another format, or to a drawing or table of it; the suffixes say which.

    \b
    Read and written:  .yaml (detente), .gmcr (GMCR+), .json (GMCR+ with the
                       graph), .m (J and payoff of Xu's MATLAB programs)
    Written only:      .dot (the graph, for Graphviz), .csv (who is stable
                       where), .tex (the option form, for LaTeX)

    Example: detente convert geneva.yaml geneva.gmcr
    """
    if Path(target).suffix.casefold() not in WRITTEN:
        raise click.BadParameter(f"'{target}' ends in none of {', '.join(WRITTEN)}", param_hint="OUT")
    text, lost = write_model(load_model(source), target)
    write_to(Path(target), text)
    for line in lost:
        click.echo(f"{target}: {line}", err=True)
    if as_json:
        print_json({"file": target, "lost": list(lost)})
    else:
        click.echo(target)
