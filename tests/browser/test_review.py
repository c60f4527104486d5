"""The review screen in a real browser, on an invented page."""

import shutil
from datetime import date

import pytest

from browser.eyes import axe_faults
from detente import dossier
from detente.brief import bundled
from detente.conflict import load


@pytest.fixture(scope="module")
def dossier_of_all(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review") / "talks"
    dossier.init(folder)
    shutil.copy(bundled("vessmark") / "vessmark.yaml", folder)
    return folder


class Page:
    """One invented page in the dossier, its claims drafted by the reader."""

    count = 0

    def __init__(self, folder):
        Page.count += 1
        text = (bundled("vessmark") / "1-first-round.txt").read_text(encoding="utf-8")
        path = folder.parent / f"page-{Page.count}.txt"
        path.write_text(f"{text}\n\nEdition {Page.count}.\n", encoding="utf-8")
        added = dossier.add(folder, [path], date(2031, 3, 10), "Vessmark Courier")
        assert added[0].state == "added", added[0].problem
        assert len(added[0].claims) >= 3
        self.folder, self.name = folder, path.name
        with dossier.open_ledger(folder) as ledger:
            self.key = ledger.document(path.name).number

    def entries(self):
        return [e for e in dossier.claims(self.folder) if e.document == self.name]


@pytest.fixture
def talks(dossier_of_all):
    return Page(dossier_of_all)


@pytest.fixture
def address(serve, talks):
    return f"{serve(talks.folder)}/review?doc={talks.key}"


@pytest.fixture
def review(address, open_page):
    return open_page(address)


def statuses(talks):
    return {e.claim.id: e.status for e in talks.entries()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screen_is_clean_in_both_colour_schemes(address, open_page, shoot, scheme):
    page = open_page(address, scheme=scheme)
    page.keyboard.press("j")
    shoot(page, f"review-{scheme}")
    assert axe_faults(page) == []
    page.keyboard.press("e")
    page.locator(".claim.editing").wait_for()
    shoot(page, f"review-edit-{scheme}")
    assert axe_faults(page) == []


def test_single_keys_accept_reject_and_undo(review, talks):
    ids = review.locator(".claim").evaluate_all("list => list.map(c => c.dataset.id)")
    review.keyboard.press("j")
    review.keyboard.press("a")
    review.keyboard.press("x")
    review.locator(f"#claim-{ids[1]}.rejected").wait_for()
    review.locator(f"#claim-{ids[0]}.accepted").wait_for()
    assert review.locator("#left").inner_text() == f"{len(ids) - 2} claims left"
    assert review.evaluate("document.activeElement.dataset.id") == ids[2]
    review.keyboard.press("u")
    review.locator(f"#claim-{ids[1]}.draft").wait_for()
    assert review.evaluate("document.activeElement.dataset.id") == ids[1]
    assert review.locator("#left").inner_text() == f"{len(ids) - 1} claims left"
    review.locator("#recent li").nth(2).wait_for()
    assert "accepted by Tester" in review.locator("#recent").inner_text()
    assert statuses(talks)[ids[0]] == "accepted"
    assert statuses(talks)[ids[1]] == "draft"


def test_marks_follow_the_status_of_their_claims(review):
    first = review.locator(".claim").first
    ident = first.get_attribute("data-id")
    mark = review.locator(f'#article mark[data-claims~="{ident}"]').first
    mark.click()
    assert "current" in mark.get_attribute("class")
    review.keyboard.press("x")
    review.locator(f"#claim-{ident}.rejected").wait_for()
    assert mark.get_attribute("class").startswith(("rejected", "draft"))


def test_selected_words_become_a_claim(review, talks):
    before = len(statuses(talks))
    place = review.locator("#article p").nth(1)
    box = place.bounding_box()
    review.mouse.move(box["x"] + 2, box["y"] + 12)
    review.mouse.down()
    review.mouse.move(box["x"] + 240, box["y"] + 12, steps=5)
    review.mouse.up()
    review.wait_for_function("() => document.getElementById('adder-quote').value.length > 5")
    quote = review.locator("#adder-quote").input_value()
    review.locator("#adder-kind").select_option("demand")
    review.get_by_role("button", name="Add", exact=True).click()
    review.locator(".claim.editing").wait_for()
    entries = talks.entries()
    assert len(entries) == before + 1
    made = entries[-1]
    assert (made.claim.quote, made.claim.kind, made.status) == (quote, "demand", "draft")
    with dossier.open_ledger(talks.folder) as ledger:
        text = ledger.document(made.document).document.text
    assert text[made.claim.start : made.claim.end] == quote


def test_fields_are_edited_and_kept(review, talks):
    ident = review.locator(".claim").first.get_attribute("data-id")
    review.keyboard.press("j")
    review.keyboard.press("e")
    form = review.locator(".claim.editing")
    form.get_by_label("Kind").select_option("threat")
    form.get_by_label("hedged").check()
    form.get_by_label("Source chain").fill("Rae Holm, negotiator\noutlet: Vessmark Courier")
    form.get_by_label("Said on").fill("2031-03-09")
    form.get_by_role("button", name="Save").click()
    review.locator(f"#claim-{ident}:not(.editing)").wait_for()
    entry = next(e for e in talks.entries() if e.claim.id == ident)
    assert (entry.claim.kind, entry.claim.hedged, entry.said) == ("threat", True, date(2031, 3, 9))
    assert [h.name or h.outlet for h in entry.claim.source] == ["Rae Holm", "Vessmark Courier"]
    assert review.evaluate("document.activeElement.dataset.id") == ident


def test_two_tabs_never_lose_an_edit(address, talks, open_page):
    one, two = open_page(address), open_page(address)
    two.watched.allowed = {"409"}
    ident = one.locator(".claim").first.get_attribute("data-id")
    for page in (one, two):
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.locator(".claim.editing").wait_for()
    one.locator(".editing").get_by_label("Kind").select_option("threat")
    one.locator(".editing").get_by_role("button", name="Save").click()
    one.locator(f"#claim-{ident}:not(.editing)").wait_for()
    two.locator(".editing").get_by_label("Kind").select_option("offer")
    two.locator(".editing").get_by_role("button", name="Save").click()
    two.locator(".editing [role=alert]").wait_for()
    assert "threat" in two.locator(".editing [role=alert]").inner_text()
    assert two.locator(".editing").get_by_label("Kind").input_value() == "offer"
    kinds = {e.claim.id: e.claim.kind for e in talks.entries()}
    assert kinds[ident] == "threat"
    two.locator(".editing").get_by_role("button", name="Save").click()  # now knowingly
    two.locator(f"#claim-{ident}:not(.editing)").wait_for()
    assert {e.claim.id: e.claim.kind for e in talks.entries()}[ident] == "offer"


def test_a_decision_made_elsewhere_is_shown_not_overwritten(review, talks):
    review.watched.allowed = {"409"}
    ident = review.locator(".claim").first.get_attribute("data-id")
    dossier.accept(talks.folder, [ident], "Somebody else")
    review.keyboard.press("j")
    review.keyboard.press("x")
    review.locator(f"#claim-{ident} .finding").wait_for()
    assert "Somebody else" in review.locator(f"#claim-{ident}").inner_text()
    assert statuses(talks)[ident] == "accepted"


def test_pasted_text_is_read_and_reviewed_without_a_reload(review, talks):
    review.evaluate("window.kept = 1")
    text = (bundled("vessmark") / "2-second-round.txt").read_text(encoding="utf-8")
    review.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true})); }""",
        text,
    )
    review.locator("#add-published").fill("2031-03-12")
    review.locator("#add-outlet").fill("Vessmark Courier")
    review.get_by_role("button", name="Read it").click()
    review.wait_for_url(lambda url: not url.endswith(f"doc={talks.key}"), timeout=20000)
    review.locator(".claim.draft").first.wait_for()
    assert review.evaluate("window.kept") == 1
    assert review.locator("#page-head").inner_text() not in ("", talks.name)


def test_a_dropped_saved_page_is_read_and_a_file_that_cannot_be_is_named(review, talks):
    paragraphs = "".join(f"<p>{p}</p>" for p in (bundled("vessmark") / "1-first-round.txt").read_text().splitlines())
    saved = f"<html><head><title>Saved talks</title></head><body><nav>Home</nav><main>{paragraphs}</main></body></html>"
    review.evaluate(
        """saved => { const data = new DataTransfer();
        data.items.add(new File([saved], "saved.html", {type: "text/html"}));
        data.items.add(new File([""], "empty.txt"));
        document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); }""",
        saved,
    )
    review.locator("#add-published").fill("2031-03-04")
    review.get_by_role("button", name="Read it").click()
    review.wait_for_url(lambda url: not url.endswith(f"doc={talks.key}"), timeout=20000)
    review.locator(".claim.draft").first.wait_for()
    assert any(e.document == "saved.html" for e in dossier.claims(talks.folder))
    review.locator("#notice", has_text="empty.txt").wait_for()


def test_the_finished_example_shows_its_decided_claims_and_can_be_read_again(serve, serve_here, open_page, shoot):
    page = open_page(f"{serve()}/review")
    shoot(page, "review-example")
    assert page.locator(".claim").count() == 18
    assert axe_faults(page) == []
    assert page.locator(".claim [data-act]").count() == 0
    assert "Ukraine: not withdraw" in page.locator("#claim-zelensky-rejects").inner_text()
    page = open_page(f"{serve_here()}/review")  # of its own: it is changed
    page.get_by_role("button", name="Draft its claims again").click()
    page.locator(".claim.draft").first.wait_for(timeout=20000)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.locator(".claim.accepted").wait_for()


def test_a_claim_is_tied_to_a_statement_and_the_verdicts_that_turned_are_named(review, talks):
    ident = review.locator(".claim").nth(2).get_attribute("data-id")
    review.locator(".claim").nth(2).click()
    review.keyboard.press("a")
    card = review.locator(f"#claim-{ident}")
    review.locator(f"#claim-{ident}.accepted").wait_for()
    review.locator(f"#claim-{ident}").click()
    review.keyboard.press("t")
    card.get_by_label("What it says").wait_for()
    assert axe_faults(review) == []
    card.get_by_label("What it says").select_option("union 1")
    card.get_by_label("dropped if the claim is believed").check()
    card.get_by_role("button", name="Tie", exact=True).click()
    review.locator("#tie-says .card").wait_for()
    assert axe_faults(review) == []
    inside = "() => { const r = document.querySelector('#tie-says .card').getBoundingClientRect(); return r.top >= 0; }"
    review.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert review.evaluate(inside), "what a tie turned is seen from wherever the claim stands"
    conflict = load(talks.folder / "vessmark.yaml")
    assert conflict.decision_makers[0].statements[1].guard.unless == (ident,)
    assert conflict.contested[-1].id == ident
    assert "not if believed" in card.inner_text()
    review.get_by_role("button", name="Close this notice").click()
    assert review.locator("#tie-says").inner_text() == ""
