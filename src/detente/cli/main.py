"""The table of commands, loaded one at a time so that starting stays quick."""

import importlib
import importlib.util
import sys
from typing import Any

import click

import detente
from detente.base import DetenteError
from detente.cli import ending

COMMANDS: dict[str, str] = {
    "demo": "demo",
    "init": "init",
    "add": "add",
    "claims": "claims",
    "accept": "accept",
    "reject": "reject",
    "edit": "edit",
    "recheck": "recheck",
    "export": "export",
    "import": "import_claims",
    "protect": "protect",
    "draft-model": "draft_model",
    "read": "read",
    "check": "check",
    "resolve": "resolve",
    "convert": "convert",
    "analyze": "analyze",
    "explain": "explain",
    "brief": "brief",
    "concepts": "concepts",
    "status-quo": "statusquo",
    "inverse": "inverse",
    "robustness": "robustness",
    "hypergame": "hypergame",
    "catalog": "catalog",
    "readings": "readings",
    "settle": "settle",
    "levers": "levers",
    "paths": "paths",
    "timeline": "timeline",
    "runs": "runs",
    "diff": "diff",
    "sweep": "sweep",
    "nash": "nash",
    "serve": "serve",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, module in COMMANDS.items() if importlib.util.find_spec(f"detente.cli.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None or cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"detente.cli.{module}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DetenteError as error:
            ending.fail(ctx, error)
        except BrokenPipeError:
            ending.closed_pipe()


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(detente.__version__, prog_name="detente")
def program() -> None:
    """Keep a sourced record of a negotiation and work out what could hold."""


def main() -> None:
    """Run the program; whatever happens ends in one message and an exit code, never in a traceback."""
    ending.speak_plainly()
    try:
        sys.exit(program.main(prog_name="detente", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was lost", err=True)
        sys.exit(130)
    except OSError as error:
        ending.system_said_no(error)
    except Exception as error:
        ending.not_made_for(error)
