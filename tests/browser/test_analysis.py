"""The analysis screen in a real browser."""

import pytest

from browser.eyes import axe_faults


@pytest.fixture
def geneva(serve):
    return serve()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screen_is_clean_in_both_colour_schemes(geneva, open_page, shoot, scheme):
    page = open_page(f"{geneva}/analysis", scheme=scheme)
    page.locator("#w-NASH\\.NNNNNN").click()
    page.locator("#why .sentence").first.wait_for()
    shoot(page, f"analysis-{scheme}")
    assert axe_faults(page) == []


def test_axe_would_see_a_fault(geneva, open_page):
    page = open_page(f"{geneva}/analysis")
    page.evaluate(
        "() => { const bare = document.createElement('input');"
        " document.querySelector('#whatif label').replaceWith(bare); }"
    )
    assert any(fault.startswith("label") for fault in axe_faults(page))


def test_a_toggle_changes_the_answer_and_keeps_the_focus(geneva, open_page, shoot):
    page = open_page(f"{geneva}/analysis")
    assert page.locator("#eq-NASH a.eq").count() == 2
    box = page.get_by_label("no final guarantees before Ukraine signs")
    box.focus()
    page.keyboard.press("Space")
    page.locator("#vanished").wait_for()
    assert "No option taken" in page.locator("#vanished").inner_text()
    assert page.locator("#eq-NASH a.eq").count() == 1
    assert page.evaluate("document.activeElement.id") == box.get_attribute("id")
    assert "--doubt guarantees-report" in page.locator("#same-shell").text_content()
    shoot(page, "analysis-toggled")
    page.reload()  # the address carries the reading
    assert not box.is_checked()
    assert page.locator("#vanished").is_visible()


def test_why_names_who_leaves_and_for_what(geneva, open_page):
    page = open_page(f"{geneva}/analysis")
    cell = page.locator("#w-NASH\\.NNYYNY")
    cell.focus()
    page.keyboard.press("Enter")
    page.locator("#why h3").first.wait_for()
    told = page.locator("#why").inner_text()
    assert "Ukraine" in told and "not referendum if not cede" in told
    assert page.evaluate("document.activeElement.id") == cell.get_attribute("id")
