"""The pages on concepts: every example runs, every page has its parts, every concept has its page."""

import doctest
import re
from pathlib import Path

import pytest

from detente.canon import CANON
from detente.stability import CONCEPTS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "concepts"
PAGES = sorted(FOLDER.glob("*.md"))
FREE = {"index.md", "other-tools.md", "forms.md", "unclear.md"}


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_the_examples_of_a_page_run(page):
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert tried > 0 or page.name in FREE


def test_a_wrong_example_would_be_noticed(tmp_path):
    page = tmp_path / "wrong.md"
    page.write_text(">>> 1 + 1\n3\n", encoding="utf-8")
    assert doctest.testfile(str(page), module_relative=False, report=False, verbose=False).failed == 1


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_has_its_parts(page):
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    if page.name not in FREE:
        parts = re.findall(r"^\*\*(Idea|Formula|Example|Source|Relations|Limits)\.\*\*", text, re.M)
        assert parts == ["Idea", "Formula", "Example", "Source", "Relations", "Limits"]


def test_every_concept_and_every_structure_has_its_page():
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in PAGES]
    for concept in (*CONCEPTS, *CANON):
        key = getattr(concept, "stem", concept.key) if concept.key.endswith("k") else concept.key
        assert sum(title.startswith(f"# {key}:") for title in titles) == 1, concept.key
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    rows = [row for row in index.splitlines() if row.startswith("| ") and not row.startswith("| |")]
    assert len(rows) == 19
    assert [row for row in rows if not re.match(r"\| \[[^]]+\]\([a-z-]+\.md\) \|", row)] == []
    linked = set(re.findall(r"\]\(([a-z-]+\.md)\)", index))
    assert {page.name for page in PAGES} - {"index.md"} == linked
