"""detente serve: the workbench in a browser, on this machine only."""

import socket
import sys
import threading
import webbrowser
from pathlib import Path

import click

from detente.base import DetenteError, Diagnostic
from detente.cli.accept import user

PORT = 8765


@click.command()
@click.argument("target", metavar="[DOSSIER|MODEL]", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes a free one.")
@click.option("--who", default=user, metavar="NAME", help="Who decides (default: the user's name).")
@click.option("--open/--no-open", "show", default=None, help="Open a browser (default: where a terminal is).")
@click.pass_context
def command(ctx: click.Context, target: Path | None, port: int, who: str, show: bool | None) -> None:
    """Open the workbench on a dossier or a model; without one, on the finished Geneva example.

    It answers on 127.0.0.1 only. The address is printed on standard output; Ctrl-C ends it.

    Example: detente serve talks --port 8800
    """
    try:
        import uvicorn

        from detente.workbench.app import make_app
        from detente.workbench.place import open_place
    except ImportError as error:
        hint = "install it: pip install 'detente[web]'"
        raise DetenteError(
            Diagnostic(code="E809", message=f"the workbench is not installed ({error.name})", hint=hint)
        ) from None
    place = open_place(target, who)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        click.echo(f"port {port} cannot be used: {error.strerror}; choose another with --port, or --port 0", err=True)
        ctx.exit(2)
    listening.listen(128)
    number = listening.getsockname()[1]
    address = f"http://127.0.0.1:{number}/"
    if place.example:
        click.echo("The finished Geneva example. Changes go to a copy that nobody else sees:", err=True)
        click.echo(str(place.folder), err=True)
    click.echo(address)
    sys.stdout.flush()
    config = uvicorn.Config(make_app(place, number), log_level="warning", server_header=False, lifespan="off")
    if show if show is not None else sys.stdout.isatty():
        threading.Timer(0.5, webbrowser.open, [address]).start()
    uvicorn.Server(config).run(sockets=[listening])
