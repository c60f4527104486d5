"""The timeline and brief screens in a real browser."""

import shutil

import pytest

from browser.eyes import axe_faults
from detente.brief import bundled


@pytest.fixture(scope="module")
def vessmark(serve, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dossier") / "vessmark"
    shutil.copytree(bundled("vessmark"), folder)
    return serve(folder)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["timeline", "brief"])
def test_screens_are_clean_in_both_colour_schemes(vessmark, open_page, shoot, scheme, screen):
    page = open_page(f"{vessmark}/{screen}", scheme=scheme)
    if screen == "brief":
        page.frame_locator(".preview").locator("h1").wait_for()
    shoot(page, f"{screen}-{scheme}")
    assert axe_faults(page) == []


def test_the_slider_goes_back_to_an_earlier_day_by_keyboard(vessmark, open_page):
    page = open_page(f"{vessmark}/timeline")
    days = page.locator(".days > li").count()
    assert days == 4
    events = page.locator(".events li").count()
    assert "second round" in page.locator(".events").inner_text()
    page.locator("#at").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelectorAll('.days > li').length === 3")
    assert page.evaluate("document.activeElement.id") == "at"
    assert page.locator("#at-words").inner_text() == page.locator(".days h3 time").first.inner_text()
    assert page.locator(".strip .later").count() == 1
    assert page.locator(".events li").count() < events
    assert "at=2" in page.url


def test_the_difference_since_a_day_names_claims_and_verdicts(vessmark, open_page):
    page = open_page(f"{vessmark}/timeline")
    first = page.locator("#since option").nth(1).inner_text()
    page.locator("#since").select_option(first)
    page.locator("#diff").wait_for()
    told = page.locator("#diff").inner_text()
    assert first in told and "because of" in told


def test_the_brief_is_shown_works_in_its_frame_and_is_downloaded(vessmark, open_page):
    page = open_page(f"{vessmark}/brief")
    frame = page.frame_locator(".preview")
    frame.locator("#what-if input").first.click()
    frame.locator("#what-if-says").get_by_text("equilibri").wait_for()
    for form in ("html", "md"):
        with page.expect_download() as event:
            page.locator(f"#file-{form}").click()
        assert event.value.suggested_filename == f"vessmark.{form}"
        text = event.value.path().read_text(encoding="utf-8")
        assert "The night trams of Vessmark" in text
    assert "detente brief" in page.locator("#same-shell").text_content()


def test_the_frame_of_the_brief_cannot_reach_the_workbench(vessmark, open_page):
    page = open_page(f"{vessmark}/brief")
    page.frame_locator(".preview").locator("h1").wait_for()
    frame = page.frames[1]
    assert frame.evaluate("() => window.origin") == "null"
    assert (
        frame.evaluate("async () => { try { await fetch('/analysis'); return 'sent'; } catch { return 'refused'; } }")
        == "refused"
    )
    page.watched.faults = [
        f for f in page.watched.faults if "Content Security Policy" not in f and "/analysis" not in f
    ]
