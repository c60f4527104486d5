"""The brief itself in a real Chromium: tick boxes against the engine, keyboard, screen reader, paper, no request."""

import io
import random
import re
import unicodedata

import pytest
from pypdf import PdfReader

from browser.eyes import axe_faults
from detente.brief import bundled, load_record, write
from detente.conditions import holds
from detente.conflict import compile, load, loads
from detente.stability import CONCEPTS, analyze


def drawn(seed, claims=5):
    """Return a model of three decision makers and five contested claims, some under ``when``, some under ``unless``."""
    r = random.Random(seed)
    lines = ["detente: 1", "decision_makers:"]
    for i in range(3):
        lines.append(f"  dm{i}: {{name: DM{i}, options: {{o{i}: Option {i}, p{i}: Other {i}}}}}")
    lines += ["status_quo: {}", "preferences:"]
    names = [f"{a}{i}" for a in "op" for i in range(3)]
    for i in range(3):
        lines.append(f"  dm{i}:")
        for p in range(3):
            x, y = r.sample(names, 2)
            want = r.choice([f"{x} if {y}", f"not {x} or {y}", f"{x} and {y}", f"not {x}"])
            claim = i * 3 + p
            guard = f", {r.choice(['when', 'unless'])}: [c{claim}]" if claim < claims else ""
            lines.append(f"    - {{want: {want}, assumed: drawn at random{guard}}}")
    contested = ", ".join(f"{{id: c{k}, believed: {r.choice(['yes', 'no'])}}}" for k in range(claims))
    lines += [f"contested: [{contested}]", "settlement: o0 and o1"]
    return loads("\n".join(lines) + "\n")


def cases():
    for name in ("geneva", "vessmark"):
        yield name, load(bundled(name) / f"{name}.yaml"), load_record(bundled(name))
    yield "drawn", drawn(3), None


@pytest.fixture
def shown(chromium, tmp_path):
    """Open a brief from a file; the page is watched for requests."""
    contexts = []

    def show(html, **how):
        file = tmp_path / f"brief{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = chromium.new_context(**how)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(file.as_uri())
        assert page.asked == [file.as_uri()]
        return page

    yield show
    for context in contexts:
        for page in context.pages:
            assert len(page.asked) == 1, page.asked
            assert page.faults == []
        context.close()


TOLD = """() => ({
  says: document.getElementById("what-if-says").textContent,
  rows: [...document.querySelectorAll("#what-if-holds tr")].map(tr => [
    [...tr.querySelector("th").childNodes].filter(n => n.className !== "tag").map(n => n.textContent).join(""),
    [...tr.querySelectorAll("td")].map(td => td.textContent === "holds")])
})"""
TICK = """wanted => document.querySelectorAll("input[data-claim]").forEach(
  box => { if (box.checked !== wanted.includes(box.dataset.claim)) box.click(); })"""


def engine(conflict, believed):
    """Judge one reading alone: state in words → concepts, and under which concepts a settlement holds."""
    graph = compile(conflict, frozenset(believed))
    verdicts = analyze(graph, [c.key for c in CONCEPTS])
    names = [o.name or o.id for o in conflict.options]
    found, settled = {}, []
    for c in CONCEPTS:
        for code in graph.codes[verdicts.equilibria(c.key)].tolist():
            words = " + ".join(n for k, n in enumerate(names) if code >> k & 1) or "no option taken"
            found.setdefault(words, set()).add(c.key)
            world = {o.id: bool(code >> k & 1) for k, o in enumerate(conflict.options)}
            if holds(conflict.settlement, world) and c.key not in settled:
                settled.append(c.key)
    return found, settled


def differences(page, conflict):
    """Tick every reading in turn and list those in which the page and the engine disagree."""
    claims = [c.id for c in conflict.contested]
    wrong = []
    for number in range(1 << len(claims)):
        believed = [c for k, c in enumerate(claims) if number >> k & 1]
        page.evaluate(TICK, believed)
        told = page.evaluate(TOLD)
        seen = {
            words: {c.key for c, yes in zip(CONCEPTS, cells, strict=True) if yes}
            for words, cells in told["rows"]
            if any(cells)
        }
        found, settled = engine(conflict, believed)
        said = re.search(r"A settlement holds under ([A-Z, and]+)\.", told["says"])
        keys = re.findall("[A-Z]+", said[1]) if said else []
        if seen != found or keys != settled:
            wrong.append(believed)
    return wrong


@pytest.mark.parametrize(("name", "conflict", "record"), list(cases()), ids=lambda x: x if isinstance(x, str) else "")
def test_ticks_give_the_engines_verdicts_in_every_reading(shown, name, conflict, record):
    page = shown(write(conflict, record).to_html())
    assert page.locator("#what-if").is_visible()
    assert differences(page, conflict) == []


def test_readings_in_another_order_would_be_caught(shown):
    conflict = drawn(3)
    html = write(conflict).to_html()
    planted = html.replace("? 2 ** k : 0", "? 2 ** (data.claims.length - 1 - k) : 0")
    assert planted != html
    assert differences(shown(planted), conflict) != []


def test_boxes_work_by_keyboard_say_what_changed_and_can_be_put_back(shown):
    page = shown(write(load(bundled("geneva") / "geneva.yaml"), load_record(bundled("geneva"))).to_html())
    says = page.locator("#what-if-says")
    assert says.inner_text().startswith("This is the brief as written.")
    assert says.get_attribute("role") == "status"
    page.locator("body").click(position={"x": 2, "y": 2})
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.claim") == "guarantees-report":
            break
    page.keyboard.press("Space")
    assert "equilibria differ" in says.inner_text() and "No settlement holds under any concept." in says.inner_text()
    assert page.locator("#what-if-holds del", has_text="no option taken").count() == 1
    assert page.locator("#what-if-holds ins", has_text="Make security guarantees final").count() == 2
    page.locator("[data-claim=cede-report]").uncheck()
    page.get_by_role("button", name="Back to the brief as written").press("Enter")
    says.get_by_text("This is the brief as written.").wait_for()
    page.locator("[data-claim=cede-report]").uncheck()
    assert "No equilibrium differs" in says.inner_text()


@pytest.mark.parametrize("width", [1000, 360])
def test_screen_readers_find_no_fault_and_small_screens_do_not_scroll_sideways(shown, width):
    for name in ("geneva", "vessmark"):
        folder = bundled(name)
        brief = write(load(folder / f"{name}.yaml"), load_record(folder), levers=True)
        page = shown(brief.to_html(), viewport={"width": width, "height": 800})
        page.locator("input[data-claim]").first.click()
        assert axe_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [h.inner_text() for h in page.locator("h2").all()][:4] == [
            "Bottom line",
            "What would hold",
            "What a settlement sticks on",
            "Which contested claims matter",
        ]


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_paper_has_every_quote_and_no_boxes(shown, paper, size):
    folder = bundled("vessmark")
    brief = write(load(folder / "vessmark.yaml"), load_record(folder))
    reader = PdfReader(io.BytesIO(shown(brief.to_html()).pdf(format=paper)))
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == pytest.approx(size, abs=1)
    assert len(reader.pages) <= 7
    pages = [" ".join(p.extract_text().split()) for p in reader.pages]
    assert "Bottom line" in pages[0] and "Fictional." in pages[0] and "What would hold" in pages[0]
    every = letters(" ".join(pages))
    for source in brief.sources:
        assert letters(source.quote) in every, source.id
    assert "supposetheseclaimsarebelieved" not in every and "tickboxes" in every
    assert f"1/{len(pages)}" in pages[0].replace(" ", "") and brief.sha256 in every


def letters(text):
    """Return letters and figures alone: how a PDF spaces and joins them is no matter here."""
    return re.sub("[^a-z0-9]", "", unicodedata.normalize("NFKD", text).casefold())
