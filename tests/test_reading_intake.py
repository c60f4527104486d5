"""Pages become documents: the article kept with its places, the furniture cut with reasons, nothing invented."""

import datetime
from pathlib import Path

import pytest

from detente.base import DetenteError
from detente.reading import load
from detente.reading.intake import stamp

GENEVA = Path(__file__).resolve().parents[1] / "../shared/documents/geneva.txt"

PLAIN = """Skip to content

Harbour strike enters second week

Talks between the dockers and the city of Olm resumed on Monday, the mayor's office said in a statement.

Sign up for our newsletter
You will get it every Friday.

The dockers said they would not return before the new rota is withdrawn by the harbour board.

Comments (2)
anna: They already went back.
"""

HTML = """<!doctype html><html lang="en"><head><title>Harbour strike | Olm Post</title>
<meta property="og:site_name" content="Olm Post"><meta property="article:published_time" content="2031-05-06T08:00:00Z">
<script>document.write("<p>evil</p>")</script></head><body><nav><a href="/">Home</a></nav>
<h1>Harbour strike</h1><p>Caf&eacute; owners in Olm&nbsp;said on <b>Monday</b> that the strike
had cost them a third of their trade.</p>
<p>The dockers said they would not return before the new rota is withdrawn by the harbour board.
<aside>Most read</aside><footer>About us</footer></body></html>"""


def test_plain_text_keeps_the_article_and_says_why_the_rest_is_cut():
    document = load(PLAIN, published="2031-05-06", outlet="Olm Post")
    assert document.text.split("\n\n") == [PLAIN.splitlines()[4], PLAIN.splitlines()[9]]
    assert document.title == "Harbour strike enters second week"
    reasons = {cut.text: cut.reason for cut in document.cut}
    assert reasons["You will get it every Friday."] == "newsletter box"
    assert reasons["anna: They already went back."] == "comments"
    assert (document.published, document.outlet, document.author) == (datetime.date(2031, 5, 6), "Olm Post", "")


@pytest.mark.parametrize("page", [PLAIN, HTML], ids=["plain", "html"])
def test_every_kept_run_lies_in_the_source(page):
    document = load(page)
    assert document.source == page
    covered = 0
    for at, place, length in document.origin:
        kept, there = document.text[at : at + length], page[place : place + length]
        assert kept.split() == there.split() or there.startswith("&"), (kept, there)
        covered += length
    assert covered == len(document.text.replace("\n\n", ""))
    for cut in document.cut:
        assert "".join(cut.text.split())[:5] in "".join(page[cut.start : cut.end].split())


def test_html_gives_what_its_head_states_and_runs_nothing():
    document = load(HTML)
    assert (document.outlet, document.published) == ("Olm Post", datetime.date(2031, 5, 6))
    assert document.title == "Harbour strike"
    assert "Café owners in Olm\u00a0said on Monday" in document.text
    assert "evil" not in document.text and "Most read" not in document.text


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "E903"),
        (" \n ", "E903"),
        (b"\x00\x01\x02binary\x00", "E904"),
        (b"\x81\x8d\x8f\x90\x9d" * 40, "E904"),
        ("no/such/page.txt", "E901"),
        (Path(), "E902"),
        ("x" * 33_000_000, "E905"),
    ],
    ids=["empty", "blank", "binary", "undecodable", "missing", "folder", "too large"],
)
def test_what_cannot_be_read_says_why_and_what_next(given, code):
    with pytest.raises(DetenteError) as caught:
        load(given)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == code and diagnostic.hint


def test_a_wrong_date_is_refused():
    with pytest.raises(DetenteError, match="E907"):
        load("Some text.", published="13.2.2026")


def test_other_languages_are_kept_whole_and_said_so():
    text = "Переговоры начнутся во вторник, заявил министр.\n\nСтороны не исключают переноса встречи."
    document = load(text)
    assert document.language == "ru" and document.text == text
    assert any("not to be in English" in note for note in document.notes)


def test_a_date_line_is_read_and_an_ambiguous_one_is_not():
    assert stamp("Wednesday 19 March 2025, 7.12pm") == datetime.date(2025, 3, 19)
    assert stamp("1 May 2025, updated 2 May 2025") is None


def test_geneva_leaves_only_the_article():
    if not GENEVA.exists():
        pytest.skip("the Geneva page is not beside the repository")
    document = load(GENEVA, published="2026-02-13", outlet="The Moscow Times")
    assert document.text.startswith("Russian, Ukrainian and American officials")
    assert document.text.endswith("giving up territory.")
    assert len(document.text.split("\n\n")) == 10
    assert document.title.startswith("Next Round of Ukraine Talks")


def test_a_paragraph_that_tells_of_a_video_or_of_people_seen_is_no_caption():
    kept = "A video by the coast guard was released on Monday, and two boats were seen in the bay, the master said."
    document = load(f"The strait was closed on Monday, the port authority of Olm said in a notice.\n\n{kept}\n")
    assert document.text.endswith(kept)


def test_the_headline_is_the_line_that_the_article_takes_up():
    page = (
        "The Olm Post - the voice of the harbour\n\nDockers reject new rota in Olm\n\nWhere to find the best chips\n"
        "By Our Correspondent\n\nThe dockers of Olm rejected a new rota on Monday, the board said.\n\n"
        "They meet again on Friday.\n"
    )
    document = load(page)
    assert document.title == "Dockers reject new rota in Olm"
    assert document.text.endswith("They meet again on Friday.")
