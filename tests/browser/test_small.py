"""The screens at 400 % zoom (320 pixels of width) and on a phone."""

import shutil
from datetime import date

import pytest

from browser.eyes import axe_faults
from detente import dossier
from detente.brief import bundled

SCREENS = ["review", "model", "analysis", "timeline", "brief"]


@pytest.fixture(scope="module")
def full(serve, tmp_path_factory):
    """A dossier with a reviewed page, a record and a model."""
    folder = tmp_path_factory.mktemp("small") / "vessmark"
    shutil.copytree(bundled("vessmark"), folder)
    dossier.init(folder)
    dossier.add(folder, [folder / "1-first-round.txt"], date(2031, 3, 4), "Vessmark Courier")
    return serve(folder)


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_runs_off_the_page_at_400_percent(full, open_page, shoot, screen):
    page = open_page(f"{full}/{screen}", width=320, height=640)
    width = page.evaluate("document.documentElement.scrollWidth")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > 321
        && !e.closest(".scroll, pre, textarea, .hidden-words, svg, table")).slice(0, 5).map(e => e.outerHTML)"""
    )
    shoot(page, f"small-{screen}")
    assert width <= 320, wide
    assert axe_faults(page) == []


def test_a_phone_can_decide_toggle_and_reorder(full, open_page):
    page = open_page(f"{full}/review", width=390, height=844)
    page.locator(".claim [data-act=accept]").first.click()
    page.locator(".claim.accepted").first.wait_for()
    page.goto(f"{full}/analysis")
    page.locator("#whatif input[type=checkbox]").first.click()
    page.locator("#says-changed").wait_for()
    page.goto(f"{full}/model")
    page.locator("[data-move='1']").first.click()
    page.locator("#note").wait_for()


def test_every_control_is_reached_by_tab_and_shows_its_focus(full, open_page):
    page = open_page(f"{full}/analysis")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e.matches("input[type=radio]")
            ? e.nextElementSibling : e); const rect = e.querySelector && e.querySelector("rect");
            return [e.id || e.value || e.getAttribute("href") || e.tagName, s.outlineStyle !== "none"
              || (rect && getComputedStyle(rect).strokeWidth === "4px")]; }"""
        )
        assert found[1], f"no focus to be seen on {found[0]}"
        seen.add(found[0])
    assert {"#main", "to-review", "b-1", "against"} <= seen
