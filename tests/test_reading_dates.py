"""Time expressions by rule: tense, coordination, publication date; unresolved where nothing tells."""

from datetime import date

import pytest

from detente.reading.dates import Found, find

FRIDAY = date(2026, 2, 13)

TABLE = [
    # text, published, tense, [(text, first, last)]
    ("They will meet on Friday", FRIDAY, "future", [("Friday", "2026-02-13", "2026-02-13")]),
    ("They met on Friday", FRIDAY, "past", [("Friday", "2026-02-13", "2026-02-13")]),
    ("They met on Saturday", FRIDAY, "past", [("Saturday", "2026-02-07", "2026-02-07")]),
    ("They meet on Saturday", FRIDAY, "future", [("Saturday", "2026-02-14", "2026-02-14")]),
    ("Saturday", FRIDAY, "", [("Saturday", None, None)]),
    (
        "They will meet next Tuesday and Wednesday",
        FRIDAY,
        "future",
        [("next Tuesday", "2026-02-17", "2026-02-17"), ("Wednesday", "2026-02-18", "2026-02-18")],
    ),
    ("a vote this spring", FRIDAY, "future", [("this spring", "2026-03-01", "2026-05-31")]),
    ("last winter", date(2026, 4, 1), "past", [("last winter", "2025-12-01", "2026-02-28")]),
    ("took place earlier this year", FRIDAY, "past", [("earlier this year", "2026-01-01", "2026-02-13")]),
    ("by the end of June", FRIDAY, "future", [("by the end of June", "2026-06-30", "2026-06-30")]),
    ("by the end of the month", FRIDAY, "future", [("by the end of the month", "2026-02-28", "2026-02-28")]),
    ("held since November", FRIDAY, "past", [("since November", "2025-11-01", "2026-02-13")]),
    ("war since 2022", FRIDAY, "past", [("since 2022", "2022-01-01", "2026-02-13")]),
    ("a 1974 treaty", FRIDAY, "", [("1974", "1974-01-01", "1974-12-31")]),
    ("signed in May 2019", FRIDAY, "past", [("May 2019", "2019-05-01", "2019-05-31")]),
    ("They may sign", FRIDAY, "future", []),
    ("expired June 30", FRIDAY, "past", [("June 30", "2025-06-30", "2025-06-30")]),
    ("is due on 8 January", FRIDAY, "future", [("8 January", "2027-01-08", "2027-01-08")]),
    ("on 3 March 2024", None, "", [("3 March 2024", "2024-03-03", "2024-03-03")]),
    ("next Tuesday", None, "future", [("next Tuesday", None, None)]),
    ("from 3 to 5 March", FRIDAY, "future", [("from 3 to 5 March", "2026-03-03", "2026-03-05")]),
    ("March 3-5", FRIDAY, "future", [("March 3-5", "2026-03-03", "2026-03-05")]),
    ("the week of Nov. 16", FRIDAY, "future", [("the week of Nov. 16", "2026-11-16", "2026-11-22")]),
    ("ten days ago", FRIDAY, "past", [("ten days ago", "2026-02-03", "2026-02-03")]),
    ("within ten days", FRIDAY, "future", [("within ten days", "2026-02-13", "2026-02-23")]),
    ("next month", FRIDAY, "future", [("next month", "2026-03-01", "2026-03-31")]),
    ("next week", FRIDAY, "future", [("next week", "2026-02-16", "2026-02-22")]),
    ("last month", date(2026, 1, 5), "past", [("last month", "2025-12-01", "2025-12-31")]),
    ("yesterday", FRIDAY, "past", [("yesterday", "2026-02-12", "2026-02-12")]),
    ("before the planting season", FRIDAY, "future", [("before the planting season", None, None)]),
    ("lasted 14 months before he sacked him", FRIDAY, "past", []),
    ("sold 2019 tonnes", FRIDAY, "past", []),
    ("cost $2,019 each", FRIDAY, "past", []),
]


@pytest.mark.parametrize(("text", "published", "tense", "wanted"), TABLE, ids=[row[0] for row in TABLE])
def test_expressions_mean_what_the_rules_say(text, published, tense, wanted):
    found = find(text, published, tense)
    show = lambda day: day.isoformat() if day else None  # noqa: E731
    assert [(f.text, show(f.first), show(f.last)) for f in found] == wanted
    for one in found:
        assert text[one.start : one.end].strip() == one.text and one.rule


def test_two_days_later_counts_from_what_was_dated_last():
    (tuesday,) = find("They meet on Tuesday", FRIDAY, "future")
    (later,) = find("Two days later they sign", FRIDAY, "future", tuesday)
    assert later.first == date(2026, 2, 19) and "Tuesday" in later.rule
    (unknown,) = find("Two days later they sign", FRIDAY, "future")
    assert unknown.first is None


def test_then_is_what_was_dated_last():
    anchor = Found(start=0, end=1, text="16 February", first=date(2026, 2, 16), last=date(2026, 2, 16))
    (then,) = find("unless a buyer has signed by then", FRIDAY, "future", anchor)
    assert (then.first, then.text) == (date(2026, 2, 16), "by then")
