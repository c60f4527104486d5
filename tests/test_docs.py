"""The documents name only what exists."""

import re
from pathlib import Path

from detente.cli.main import COMMANDS, program

ROOT = Path(__file__).resolve().parents[1]


def commands_named(text: str) -> set[str]:
    return set(re.findall(r"(?:\./dev run|(?<![\w/])detente)[ ]([a-z][a-z-]+)(?= |$)", "\n".join(code(text))))


def code(text: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", text, re.S) + re.findall(r"`((?:\./dev|detente) [^`]+)`", text)


def test_every_command_named_exists():
    import click

    ctx = click.Context(program)
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for name in commands_named(page.read_text(encoding="utf-8")):
            assert name in COMMANDS, f"{page.name}: {name}"
            assert program.get_command(ctx, name) is not None, f"{page.name}: {name}"


def test_the_finder_of_commands_sees_a_wrong_one():
    assert commands_named("```sh\n./dev run nosuch x\n```") == {"nosuch"}


def test_the_readme_names_the_two_commands_and_the_limits():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for wanted in ("./dev run", "./dev test", "## Limits", "not likelihood"):
        assert wanted in text
