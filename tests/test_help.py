"""What the program says about itself: every command has an example that works, options explained, and JSON."""

import json
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from detente.brief import bundled
from detente.catalog import read
from detente.cli.main import COMMANDS, program
from program import call, make_dossier

CONTEXT = click.Context(program)
A_FILE_OF_ITS_OWN = {"brief", "demo", "export", "resolve"}
"""Their result is a page, a table or a model; the same as values: settle, readings, claims and check with --json."""
DOES_NOT_END = {"serve"}


def every():
    """Return each command, subcommands among them, by the words that call it."""
    found = {}
    for name in COMMANDS:
        command = program.get_command(CONTEXT, name)
        if command is None:
            continue
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {sub}": command.get_command(CONTEXT, sub) for sub in command.list_commands(CONTEXT)}
    return found


EVERY = every()


def examples(command):
    """Return the calls that a command's help shows."""
    return re.findall(r"^\s*(?:Example: )?(detente [a-z-]+(?: .*)?)$", (command.help or "").split("Example:")[-1], re.M)


def test_the_table_of_commands_is_whole():
    assert {"demo", "analyze", "catalog verify"} <= set(EVERY)
    files = {p.stem for p in (Path(program.get_command.__code__.co_filename).parent).glob("*.py")}
    helpers = {"__init__", "main", "asking", "dated", "ending"}
    assert files - helpers == set(COMMANDS.values()), "a command that nothing lists, or a name without a file"


@pytest.mark.parametrize("name", EVERY)
def test_every_command_says_what_it_does_what_each_option_is_and_an_example(name):
    command = EVERY[name]
    text = command.get_help(click.Context(command, info_name=name))
    assert (command.help or "").split("\n\n")[0].strip().endswith(".")
    assert [line.startswith(f"detente {name.split()[0]}") for line in examples(command)] == [True], text
    unexplained = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not unexplained
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("name", EVERY)
def test_every_command_that_reports_offers_json(name):
    command = EVERY[name]
    if name in A_FILE_OF_ITS_OWN | DOES_NOT_END or isinstance(command, click.Group):
        return
    assert any("--json" in p.opts for p in command.params), name


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with everything that the examples name."""
    root = tmp_path_factory.mktemp("help")
    shutil.copy(bundled("geneva") / "geneva.yaml", root)
    shutil.copytree(bundled("vessmark"), root / "vessmark")
    (root / "models").mkdir()
    for place in (root / "syria_iraq.yaml", root / "models/one.yaml"):
        place.write_text(read("syria_iraq").text, encoding="utf-8")
    make_dossier(root / "talks", "page.html")
    for name in ("large", "true", "as_x_sees_it"):
        (root / f"{name}.yaml").write_text(
            "detente: 1\ndecision_makers:\n  x: {options: {sign: Sign}}\n  y: {options: {withdraw: Withdraw}}\n"
            "preferences: {x: [{want: sign, assumed: r}], y: [{want: withdraw if sign, assumed: r}]}\n"
        )
    page = "<html><body><article><p>Київ said no. Off asked for more.</p></article></body></html>"
    for name in ("page.html", "page-as-it-is-today.html"):
        (root / name).write_text(page, encoding="utf-8")
    (root / "page.txt").write_text("Off rejected the offer, it said on Tuesday.\n", encoding="utf-8")
    return root


BEFORE = {  # what has to be done first, as a user would have
    "draft-model": ["accept talks c1 c2", "edit talks c3 --kind demand"],
    "import": ["export talks -o claims.xlsx"],
    "runs": ["draft-model talks -o talks/m.yaml --force", *["brief talks --to md"] * 3],
}
LEFT_OUT = [("--scheduler", "tcp://10.0.0.5:8786")]  # a cluster that no test has


@pytest.mark.parametrize("name", [n for n in EVERY if n not in DOES_NOT_END])
def test_the_example_works(folder, monkeypatch, name):
    monkeypatch.chdir(folder)
    if name in ("export", "import"):
        pytest.importorskip("openpyxl", reason="workbooks need the extra: pip install 'detente[sheets]'")
    if name in ("read", "add", "recheck"):
        pytest.importorskip("spacy", reason="the reader's parser is not installed: pip install 'detente[read]'")
    if name == "nash":
        pytest.importorskip("dd", reason="counting needs the extra: pip install 'detente[symbolic]'")
    if name == "runs" and (folder / "talks/draft.yaml").exists():
        (folder / "talks/draft.yaml").unlink()  # a dossier with one model
    for line in BEFORE.get(name, []):
        code, _, err = call(*line.split())
        assert code == 0, err
    (line,) = examples(EVERY[name])
    words = shlex.split(line.partition(" > ")[0])[1:]
    for option, value in LEFT_OUT:
        if option in words:
            words = [w for w in words if w not in (option, value)]
    words = [str(p) for w in words for p in (sorted(Path().glob(w)) if "*" in w else [w])]
    code, out, err = call(*words)
    assert code == 0, err
    if "--json" in words:
        json.loads(out)
