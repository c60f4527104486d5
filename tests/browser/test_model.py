"""The model screen in a real browser: order, findings, and the file on the disk."""

import shutil

import pytest

from browser.eyes import axe_faults
from detente.brief import bundled
from detente.conditions import show
from detente.conflict import load


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("model")


@pytest.fixture
def file(folder):
    """A fresh copy of the finished model, always under the same name."""
    path = folder / "geneva.yaml"
    shutil.copy(bundled("geneva") / "geneva.yaml", path)
    path.chmod(0o644)
    return path


@pytest.fixture
def page(serve, file, open_page):
    page = open_page(f"{serve(file.parent)}/model")
    page.watched.allowed = {"409", "422"}  # Chromium reports these answers; the screen shows what they say
    return page


def wants(path, dm="russia"):
    return [show(s.want) for d in load(path).decision_makers if d.id == dm for s in d.statements]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screen_is_clean_in_both_colour_schemes(serve, file, open_page, shoot, scheme):
    page = open_page(f"{serve(file.parent)}/model", scheme=scheme)
    page.locator("#text").fill(page.locator("#text").input_value().replace("want: sign_r if", "want: singn_r if"))
    page.locator(".finding.error").wait_for()
    shoot(page, f"model-{scheme}")
    assert axe_faults(page) == []


def test_order_is_changed_by_button_with_the_focus_kept(page, file):
    before = wants(file)
    page.locator("#down-russia-0").focus()
    page.keyboard.press("Enter")
    page.locator("#note").wait_for()
    assert wants(file) == [before[1], before[0], *before[2:]]
    assert page.evaluate("document.activeElement.id") == "down-russia-1"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'up-russia-2'")
    assert wants(file) == [before[1], before[2], before[0]]
    assert "# The Geneva talks" in file.read_text(encoding="utf-8")
    assert page.locator("#text").input_value() == file.read_text(encoding="utf-8")


def test_order_is_changed_by_dragging(page, file):
    before = wants(file, "us")
    page.locator("#s-us-2 .handle").scroll_into_view_if_needed()
    handle = page.locator("#s-us-2 .handle").bounding_box()
    goal = page.locator("#s-us-0").bounding_box()
    page.mouse.move(handle["x"] + 4, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 6, goal["y"] + 20, steps=8)
    page.mouse.move(handle["x"] + 6, goal["y"] + 3, steps=4)
    page.mouse.up()
    page.locator("#note").wait_for()
    assert wants(file, "us") == [before[2], before[0], before[1]]


def test_a_statement_is_added_and_a_wrong_one_refused_with_the_word_meant(page, file):
    page.locator("#list-us + details summary").click()
    page.locator("#want-us").fill("sign_u iff singn_r")
    page.keyboard.press("Enter")
    page.locator("[role=alert]").wait_for()
    assert len(wants(file, "us")) == 3
    page.locator("#want-us").fill("sign_u iff sign_r")
    page.keyboard.press("Enter")
    page.locator("#s-us-3").wait_for()
    assert wants(file, "us")[-1] == "sign_u iff sign_r"


def test_findings_appear_while_typing_and_are_mended_by_a_button(page, file):
    text = page.locator("#text")
    text.fill(text.input_value().replace("want: sign_r if", "want: singn_r if"))
    page.locator(".finding.error").wait_for()
    assert "did you mean 'sign_r'" in page.locator("#check").inner_text()
    assert "singn" not in file.read_text(encoding="utf-8")
    page.get_by_role("button", name="Write sign_r").click()
    page.locator("#no-findings").wait_for()
    assert page.evaluate("document.activeElement.id") == "text"


def test_an_edit_from_an_editor_appears_by_itself(page, file):
    file.write_text(file.read_text(encoding="utf-8").replace("title: Talks", "title: Other talks"), encoding="utf-8")
    page.wait_for_function("() => document.getElementById('text').value.includes('title: Other talks')")


def test_a_conflicting_edit_is_shown_and_never_overwritten(page, file):
    text = page.locator("#text")
    mine = text.input_value().replace("name: Russia", "name: Moscow")
    text.fill(mine)
    theirs = file.read_text(encoding="utf-8").replace("title: Talks", "title: Other talks")
    file.write_text(theirs, encoding="utf-8")
    page.locator("#save-text").click()
    page.locator("#clash-box").wait_for()
    shown = page.locator("#clash-box").inner_text()
    assert "-title: Other talks" in shown
    assert "+" in shown and "Moscow" in shown
    assert file.read_text(encoding="utf-8") == theirs
    assert text.input_value() == mine
    page.locator("#keep-beside").click()
    page.locator("#clash-box").wait_for(state="detached")
    assert (file.parent / "geneva.mine-1.yaml").read_text(encoding="utf-8") == mine
    (file.parent / "geneva.mine-1.yaml").unlink()
    assert text.input_value() == theirs


def test_analysis_follows_the_file(serve, file, open_page):
    page = open_page(f"{serve(file.parent)}/analysis")
    assert page.locator("#eq-NASH a.eq").count() == 2
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("- {want: sign_u if guarantee, when", "- {want: not guarantee, when"), encoding="utf-8"
    )
    page.wait_for_function("() => document.querySelectorAll('#eq-NASH a.eq').length !== 2")
    file.write_text(text.replace("want: sign_u if guarantee", "want: sign_u if garantee"), encoding="utf-8")
    page.get_by_text("geneva.yaml has errors").wait_for()
    file.write_text(text, encoding="utf-8")
    page.wait_for_function("() => document.querySelectorAll('#eq-NASH a.eq').length === 2")
