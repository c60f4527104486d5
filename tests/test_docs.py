"""The documents name only what exists, and print only what the program prints."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from detente.cli.main import COMMANDS, program

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONTEXT = click.Context(program)


def code(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S) + re.findall(r"`((?:\./dev|detente) [^`]+)`", text)
    return [line for block in blocks for line in block.splitlines()]


def commands_named(text: str) -> set[str]:
    found = (re.match(r"(?:\./dev run|detente) ([a-z][a-z-]*)", line.strip()) for line in code(text))
    return {m.group(1) for m in found if m}


@pytest.mark.parametrize("page", PAGES, ids=[p.stem for p in PAGES])
def test_every_command_named_exists(page):
    for name in commands_named(page.read_text(encoding="utf-8")):
        assert name in COMMANDS, name
        assert program.get_command(CONTEXT, name) is not None, name


def test_the_finder_of_commands_sees_them_all():
    assert commands_named("```sh\n./dev run nosuch x\n```\nand `detente other`") == {"nosuch", "other"}
    assert len(commands_named((ROOT / "README.md").read_text(encoding="utf-8"))) >= 10


def test_the_options_in_the_readme_exist():
    for line in code((ROOT / "README.md").read_text(encoding="utf-8")):
        named = re.match(r"\./dev run ([a-z-]+)", line)
        if named:
            command = program.get_command(CONTEXT, named.group(1))
            known = {opt for parameter in command.params for opt in parameter.opts}
            assert set(re.findall(r"(?<= )--?[a-z-]+", line)) <= known, line


def test_every_command_is_described_in_its_own_words():
    table = dict(
        re.findall(r"\| `detente ([a-z-]+)` \| (.+) \|", (ROOT / "docs/commands.md").read_text(encoding="utf-8"))
    )
    here = {name: program.get_command(CONTEXT, name) for name in COMMANDS}
    assert set(table) == {name for name, command in here.items() if command is not None}
    for name, told in table.items():
        assert " ".join((here[name].help or "").split("\n\n")[0].split()) == told


def test_every_command_shows_an_example():
    for name in COMMANDS:
        command = program.get_command(CONTEXT, name)
        if command is not None:
            assert f"detente {name}" in (command.help or ""), name


def test_links_between_the_documents_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_opens_with_real_output(tmp_path):
    """All but the count of drafts, which the reader improves on, stands in the README as printed."""
    done = CliRunner().invoke(program, ["demo", "-o", str(tmp_path)])
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = text[text.index("```text\n") + 8 : text.index("\n```\n")].splitlines()
    printed = done.stdout.splitlines()

    def settled(lines: list[str]) -> list[str]:
        first = next(k for k, line in enumerate(lines) if line.startswith("Read now:"))
        after = next(k for k, line in enumerate(lines) if line.startswith("Decided beforehand"))
        return [*lines[:first], *lines[after:-1]]

    assert settled(shown) == settled(printed)
    assert len(printed) <= 60


def test_the_readme_says_what_the_results_are_not():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for wanted in ("./dev run", "./dev test", "**Limits**", "not likelihood", "Preferences are the analyst's"):
        assert wanted in text


def test_every_word_of_the_glossary_is_in_use():
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.M
    )
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    checked = 0
    for _, names in rows[1:]:
        for name in re.findall(r"`([A-Za-z_]+)`", names):
            assert re.search(rf"\b{name}\b", source), name
            checked += 1
    assert checked > 20


def codes_listed(text: str) -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| ([EW]\d{3}) \| ([^|]+) \| ([^|]+) \|$", text, re.M)
    assert len({code for code, *_ in rows}) == len(rows), "a code stands twice"
    return {code: (wrong, todo) for code, wrong, todo in rows}


def test_every_diagnostic_code_is_documented_with_what_to_do():
    listed = codes_listed((ROOT / "docs/diagnostics.md").read_text(encoding="utf-8"))
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    raised = set(re.findall(r'"([EW]\d{3})"', source))
    assert raised - set(listed) == set(), "add a row to docs/diagnostics.md"
    assert set(listed) - raised == set(), "nothing raises these any more"
    assert all(len(wrong) > 4 and len(todo) > 4 for wrong, todo in listed.values())


def test_the_codes_of_model_files_read_the_same_in_the_specification():
    listed = codes_listed((ROOT / "docs/diagnostics.md").read_text(encoding="utf-8"))
    spec = dict(re.findall(r"^\| ([EW]\d{3}) \| (.*) \|$", (ROOT / "spec/model-file.md").read_text(), re.M))
    assert len(spec) > 30
    assert {code: listed[code][0] for code in spec} == spec


NEVER = {  # word → where it may stand, because it is another's word there
    "outcome": (),
    "player": ("docs/concepts/other-tools.md", "src/detente/reading/phrases.py"),  # other tools; a video player
    "payoff": (  # a key of these formats
        *("src/detente/interop/gmcr.py", "src/detente/interop/xu.py", "src/detente/interop/reachability.py"),
        "src/detente/cli/convert.py",
    ),
    "utility": (),
    "utilities": (),
    "scenario": (),
    "strategy": (),
    "strategies": (),
}


def misused(text: str) -> set[str]:
    """Return the words that the glossary has another word for, identifiers taken apart."""
    words = set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()))
    return {word for word in NEVER if words & {word, word + "s"}}


def test_the_glossary_is_the_law():
    pages = [
        p
        for end in ("py", "md", "html")
        for p in [*(ROOT / "src").rglob(f"*.{end}"), *(ROOT / "docs").rglob(f"*.{end}")]
    ]
    checked = 0
    for page in [*pages, *(ROOT / "spec").glob("*"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        place = page.relative_to(ROOT).as_posix()
        if place == "docs/geneva.md" or "/catalog/data" in place:
            continue  # quotations
        found = {word for word in misused(page.read_text(encoding="utf-8")) if place not in NEVER[word]}
        assert not found, f"{place}: {found}; see docs/glossary.md"
        checked += 1
    assert checked > 150
    assert misused("the allPlayers of this_scenario") == {"player", "scenario"}
