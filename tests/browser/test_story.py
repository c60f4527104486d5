"""The morning story: from a pasted page to a brief, with the keyboard, without a reload, in one sitting."""

import time
from pathlib import Path

import pytest

from detente import dossier
from detente.conflict import load

PAGE = Path(__file__).parents[2] / "../shared/documents/geneva.txt"


@pytest.mark.skipif(not PAGE.is_file(), reason="needs the real page in ../shared/documents")
def test_morning_story(serve_here, tmp_path, open_page, shoot):
    folder = tmp_path / "talks"
    dossier.init(folder)
    page = open_page(f"{serve_here(folder)}/review")
    page.evaluate("window.neverReloaded = true")
    begun = time.monotonic()

    # paste the page
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true})); }""",
        PAGE.read_text(encoding="utf-8"),
    )
    page.locator("#add-published").fill("2026-02-13")
    page.locator("#add-outlet").fill("The Moscow Times")
    page.get_by_role("button", name="Read it").click()
    page.locator(".claim.draft").first.wait_for(timeout=30000)
    total = page.locator(".claim").count()
    assert total >= 10
    assert page.locator("#left").inner_text() == f"{total} claims left"

    # review: one rejected and taken back, the rest accepted, by single keys
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator(".claim.rejected").wait_for()
    page.keyboard.press("u")
    page.locator(".claim.rejected").wait_for(state="detached")
    for left in range(total - 1, -1, -1):
        page.keyboard.press("a")
        words = {0: "All claims decided", 1: "1 claim left"}.get(left, f"{left} claims left")
        page.wait_for_function("words => document.getElementById('left').textContent === words", arg=words)
    assert {e.status for e in dossier.claims(folder)} == {"accepted"}
    shoot(page, "story-1-review")

    # a model from what was accepted
    page.locator("#to-model").click()
    page.get_by_role("button", name="Draft a model").click()
    page.locator("#structure").wait_for()
    shoot(page, "story-2-model")

    # tie two claims: one behind a statement that is there, one as a statement of its own
    page.locator("#to-review").click()
    page.locator("#claims").wait_for()
    linkage = page.locator(".claim", has_text="tie a settlement").first
    ident = linkage.get_attribute("data-id")
    linkage.get_by_role("button", name="Tie", exact=True).click()
    form = page.locator(f"#claim-{ident} form")
    options = {o.id: o.owner for o in load(folder / "model.yaml").options}
    sign, guarantee = (next(o for o in options if o.startswith(w)) for w in ("sign", "finalize"))
    signer = options[sign]  # as drafted
    form.get_by_label("What it says").select_option(f"{signer} new")
    form.get_by_label("If new").fill(f"{sign} if {guarantee}")
    form.get_by_role("button", name="Tie", exact=True).click()
    page.locator("#tie-says h2").wait_for()
    assert "holds" in page.locator("#tie-says").inner_text()
    shoot(page, "story-3-tied")
    refusal = page.locator(".claim", has_text="refusal").first
    second = refusal.get_attribute("data-id")
    refusal.get_by_role("button", name="Tie", exact=True).click()
    form = page.locator(f"#claim-{second} form")
    form.get_by_label("What it says").select_option("vladimir_putin 0")
    form.get_by_role("button", name="Tie", exact=True).click()
    page.locator("#tie-says", has_text="No verdict changed").wait_for()
    behind = {d.id: [s.guard.because for s in d.statements] for d in load(folder / "model.yaml").decision_makers}
    assert any(ident in ids for ids in behind[signer])
    assert second in behind["vladimir_putin"][0]

    # suppose the anonymous report is false
    page.locator("#to-analysis").click()
    report = page.locator("#whatif label", has_text="Politico")
    assert "turns" in report.inner_text()
    report.locator("input").uncheck()
    page.locator("#says-changed").wait_for()
    assert page.locator("#vanished, #appeared").count() > 0
    shoot(page, "story-4-doubted")

    # the brief
    page.locator("#to-brief").click()
    with page.expect_download() as event:
        page.locator("#file-html").click()
    html = event.value.path().read_text(encoding="utf-8")
    assert "Politico" in html and "draft" in html
    assert page.evaluate("window.neverReloaded") is True
    print(f"the morning story took {time.monotonic() - begun:.0f} s")
