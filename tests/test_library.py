"""The promised names: loaded late, typed, documented with examples that run."""

import ast
import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/library.md"
STUB = Path(detente.__file__).with_suffix(".pyi")


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    ).stdout


def test_the_examples_of_the_page_run():
    pytest.importorskip("spacy", reason="the reader's parser is not installed: pip install 'detente[read]'")
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert failed == 0 and tried > 12


def test_every_promised_name_is_there_and_documented():
    text = PAGE.read_text(encoding="utf-8")
    listed = {name for row in re.findall(r"^\| (`.*?) \|", text, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert listed == set(detente.__all__) - {"__version__"}
    assert 12 <= len(listed) <= 16
    for name in listed:
        assert getattr(detente, name).__doc__, name
    with pytest.raises(AttributeError, match="it offers"):
        detente.no_such_name  # noqa: B018


def test_the_types_that_a_reader_of_code_sees_are_those_that_are_loaded():
    table = {}
    for node in ast.parse(STUB.read_text()).body:
        if isinstance(node, ast.ImportFrom):
            table |= {a.asname: (node.module.removeprefix("detente."), a.name) for a in node.names}
    assert table == detente._PLACES


def test_importing_loads_nothing_else():
    """What makes it quick, counted rather than timed: no package of detente's, and nothing that it depends on."""
    loaded = set(run("import sys, detente; print(*sys.modules)").split())
    assert {name for name in loaded if name.startswith("detente.")} == set()
    assert not loaded & {"numpy", "click", "ruamel", "jinja2", "rich", "spacy", "sqlite3", "numba"}
    after = set(run("import sys, detente; detente.loads; print(*sys.modules)").split())
    assert "detente.conflict" in after and not after & {"spacy", "click", "jinja2", "sqlite3"}
