"""The command line: one file per command; each parses arguments, calls a task, prints."""

from detente.cli.main import main

__all__ = ["main"]
