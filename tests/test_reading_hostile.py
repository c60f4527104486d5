"""Pages that nobody wrote for us: long, broken, in other scripts. Bounded time, right places, inert text."""

import time

import pytest

from detente.reading import draft, load
from detente.reading.parse import LONGEST

SAID = "The talks between Olm and Ferro ended on Monday without a deal, the trade minister, Ana Roth, said. "

HOSTILE = {
    "no full stop": "word " * 60_000,
    "one endless sentence": "the minister said that " * 10_000 + ".",
    "quotation marks": '"' * 20_000 + " said he.",
    "opened quotations": "“a " * 20_000 + " said he.",
    "capitals": "Ab " * 60_000 + "said.",
    "commas": "a, " * 60_000 + "said the minister.",
    "semicolons": "it is; " * 30_000 + ".",
    "dates": "in March, " * 20_000 + "they met.",
    "digits": "1," * 60_000 + ".",
    "brackets": "Ab (AB) " * 20_000 + ".",
    "nested elements": "<div>" * 30_000 + "<p>" + SAID,
    "unclosed elements": "<p><b><i><a href='x'>" * 10_000 + SAID,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_holds_the_reader_up(name):
    draft(load(SAID))  # the parser is loaded before the clock runs
    start = time.process_time()
    document = load(HOSTILE[name])
    claims = draft(document)
    assert time.process_time() - start < 20
    assert all(claim.quote == document.text[claim.start : claim.end] for claim in claims)


@pytest.mark.long
def test_ten_megabytes_are_read_in_bounded_time_and_what_is_left_undrafted_is_said():
    page = (SAID * 5 + "\n\n") * 20_000
    assert len(page) > 10_000_000
    start = time.process_time()
    document = load(page)
    assert time.process_time() - start < 60
    assert len(document.text) > 9_900_000
    assert any(f"{LONGEST:,}" in note for note in document.notes)


def test_scripts_and_styles_are_never_read():
    page = (
        f"<html><body><script>document.write('<p>{SAID}</p>')</script><style>p {{}}</style><p>{SAID}</p></body></html>"
    )
    document = load(page)
    assert document.text == SAID.strip()


@pytest.mark.parametrize(
    "name", ["Юлія Шевчук", "ليلى حداد", "李明", "Ngọc Ánh", "Zoë Ünal", "D’Arcy O’Shea", "Åsa Öst"], ids=ascii
)
def test_names_of_any_script_and_emoji_leave_places_right(name):
    page = f"👩\u200d⚖️ The envoy, {name}, said on Monday that Olm “would not” sign before Ferro did. 🕊️ So e\u0301.\n"
    document = load(page, published="2030-01-04", outlet="Olm Post")
    claims = draft(document)
    assert claims and name in document.text
    for claim in claims:
        assert claim.quote == document.text[claim.start : claim.end]
        for trigger in claim.triggers:
            assert document.text[trigger.start : trigger.end] == trigger.text
