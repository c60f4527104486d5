"""Articles set among furniture of many kinds, in many layouts: the furniture goes, the article stays."""

import html
import random
from functools import cache
from pathlib import Path

import pytest

from detente.reading import load

HERE = Path(__file__).resolve().parent
LAYOUTS = ("spaced", "boxed", "tight", "markup", "classes")


def fold(text):
    return " ".join(text.split())


def boxes(name):
    """Return the boxes of a file of furniture: (place, lines)."""
    text = (HERE / "data" / name).read_text(encoding="utf-8").split("\n\n", 1)[1]
    found = []
    for block in text.strip().split("\n\n"):
        place, *lines = block.splitlines()
        found.append((place.strip("[]"), tuple(lines)))
    return found


@cache
def articles():
    """Return the paragraphs and headlines of our annotated pages, which intake is known to keep whole."""
    found = []
    for path in sorted((HERE / "reading").glob("*.gold.json")):
        page = next(p for p in path.parent.glob(f"{path.name.removesuffix('.gold.json')}.*") if p.suffix != ".json")
        document = load(page)
        found.append((document.title, tuple(document.text.split("\n\n"))))
    return tuple(found)


def mixed(rng, bank, layout):
    """Set one article among boxes; return the page, its paragraphs and the lines of furniture."""
    title, paragraphs = rng.choice(articles())
    parts = [("article", (title,))]
    chosen = {place: rng.sample([b for p, b in bank if p == place], n) for place, n in (("head", 5), ("mid", 4))}
    tail = rng.sample([b for p, b in bank if p == "tail"], 7)
    places = sorted(rng.sample(range(2, len(paragraphs)), min(4, len(paragraphs) - 2)))
    top = chosen["head"][:3]
    parts = [("furniture", box) for box in top] + parts + [("furniture", box) for box in chosen["head"][3:]]
    for at, paragraph in enumerate(paragraphs):
        if at in places:
            parts.append(("furniture", chosen["mid"][places.index(at)]))
        parts.append(("article", (paragraph,)))
    parts += [("furniture", box) for box in tail]
    lines = [line for sort, box in parts for line in box if sort == "furniture"]
    return written(parts, layout, title), paragraphs, lines


def written(parts, layout, title):
    if layout == "spaced":
        return "\n\n".join(line for _, box in parts for line in box)
    if layout == "boxed":
        return "\n\n".join("\n".join(box) for _, box in parts)
    if layout == "tight":
        return "\n".join(line for _, box in parts for line in box)
    body = []
    for sort, box in parts:
        if sort == "article":
            tag = "h1" if box[0] == title else "p"
            body.append(f"<{tag}>{html.escape(box[0])}</{tag}>")
        else:
            inner = "".join(f"<p>{html.escape(line)}</p>" for line in box)
            body.append(f"<div{' class=widget' if layout == 'classes' else ''}>{inner}</div>")
    return f"<html><body><div><main>{''.join(body)}</main></div></body></html>"


def lost_and_left(bank, pages, seed, layouts=LAYOUTS):
    """Return [(layout, kept line)], [(layout, lost paragraph)] and the numbers of lines and paragraphs."""
    rng = random.Random(seed)
    left, lost, lines, whole = [], [], 0, 0
    for number in range(pages):
        layout = layouts[number % len(layouts)]
        page, paragraphs, furniture = mixed(rng, bank, layout)
        name = "page.html" if layout in ("markup", "classes") else "page.txt"
        kept = {fold(p) for p in load(page, name=name).text.split("\n\n")}
        left += [(layout, line) for line in furniture if fold(line) in kept]
        lost += [(layout, p) for p in paragraphs if fold(p) not in kept]
        lines += len(furniture)
        whole += len(paragraphs)
    return left, lost, lines, whole


@pytest.mark.parametrize(
    ("bank", "most"), [("furniture.txt", 0.005), ("furniture_more.txt", 0.01), ("furniture_held.txt", 0.015)]
)
def test_furniture_goes_and_the_article_stays(bank, most):
    left, lost, lines, whole = lost_and_left(boxes(bank), 40, 11)
    assert lines > 600 and whole > 350
    assert len(left) <= most * lines, sorted(set(left))
    assert len(lost) <= 0.02 * whole, lost


def test_a_reader_that_cuts_nothing_or_too_much_would_be_caught(monkeypatch):
    from detente.reading import chrome

    monkeypatch.setattr(chrome, "sort", lambda blocks, title="": ([""] * len(blocks), title))
    left, lost, lines, _ = lost_and_left(boxes("furniture.txt"), 5, 11)
    assert len(left) > 0.9 * lines and not lost
    monkeypatch.setattr(chrome, "sort", lambda blocks, title="": (["no"] * len(blocks), title))
    left, lost, _, whole = lost_and_left(boxes("furniture.txt"), 5, 11)
    assert not left and len(lost) == whole


BODY = (
    "The pilots of Sollund refused a new rota on Monday, the harbour board said in a statement.",
    "The board's chairwoman, Marja Lund, told reporters that the rota would start in June whatever the pilots did.",
)


@pytest.mark.parametrize(
    "line",
    [
        "The board denied it had booked a tug. When we rang the firm, a man hung up; we rang again, and so did she.",
        "Support for the rota has fallen to a third, a poll by the harbour paper showed.",
        "Share prices fell, and help came late.",
        "An earlier version of this article said that the rota starts in May.",
        "The rota was translated from a plan of the naval college, the board said.",
    ],
)
def test_what_only_looks_like_furniture_stays(line):
    assert line in load("\n\n".join([BODY[0], line, BODY[1]])).text


@pytest.mark.parametrize(
    "line",
    [
        "This text was translated from the original by our English desk. In doubt the original counts.",
        "Pick up the Examiner tomorrow and get a free tea towel.",
        "Tug_Captain: They went back to work last night, ask anyone on the pier.",
        "It is forbidden to copy our news without naming the source.",
    ],
)
def test_furniture_in_the_midst_of_the_article_goes(line):
    document = load("\n\n".join([BODY[0], line, BODY[1]]))
    assert document.text.split("\n\n") == list(BODY)
    assert [cut.text for cut in document.cut] == [line] and all(cut.reason for cut in document.cut)


def test_points_that_tell_something_stay_and_lists_of_headlines_go():
    points = (
        "<li>The board wants the rota to start in June</li><li>Marja Lund says that the pilots were asked twice</li>"
    )
    links = "<li><a href=x>Goat in the chamber</a></li><li><a href=y>Twelve soups</a></li>"
    page = f"<html><body><main><h1>Rota</h1><p>{BODY[0]}</p><ul>{points}</ul><p>{BODY[1]}</p><ul>{links}</ul></main>"
    text = load(page, name="page.html").text
    assert "pilots were asked twice" in text and "soups" not in text and "Goat" not in text


def test_readers_comments_close_the_page_without_any_marks():
    page = "\n\n".join(
        [*BODY, "Comments are now closed", "Marja: The rota was signed in April, everybody knows it.", "So it was."]
    )
    assert load(page).text.split("\n\n") == list(BODY)
