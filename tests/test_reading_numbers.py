"""Quantities: value, relation, unit; what only looks like one is left alone."""

import pytest

from detente.reading.numbers import find

TABLE = [
    ("released more than 300 POWs", [("more than 300", 300, "more_than", "POWs")]),
    ("killed at least 11 people", [("at least 11", 11, "at_least", "people")]),
    ("up to $340 million for repairs", [("up to $340 million", 340e6, "at_most", "$")]),
    ("more than $6 million a day", [("more than $6 million", 6e6, "more_than", "$ a day")]),
    ("nearly 9,000 people", [("nearly 9,000", 9000, "nearly", "people")]),
    ("about a quarter of the quota", [("about a quarter", 0.25, "about", "the quota")]),
    ("less than half of the fields", [("less than half", 0.5, "less_than", "the fields")]),
    ("about 400,000 tonnes a year", [("about 400,000", 400000, "about", "tonnes a year")]),
    ("a 41-day strike", [("41", 41, "exact", "days")]),
    ("fell 1.8% on the day", [("1.8%", 1.8, "exact", "%")]),
    ("twenty-one ships", [("twenty-one", 21, "exact", "ships")]),
    ("wages 11 percent over four years", [("11", 11, "exact", "percent"), ("four", 4, "exact", "years")]),
    ("no more than 390,000 tonnes", [("no more than 390,000", 390000, "at_most", "tonnes")]),
    ("a six-season deal", [("six", 6, "exact", "seasons")]),
    ("over a six-season deal", [("six", 6, "exact", "seasons")]),
    ("will hand over 19 sailors", [("19", 19, "exact", "sailors")]),
    ("will not do so for more than a week", [("more than a", 1, "more_than", "week")]),
    ("19 percent over three", [("19", 19, "exact", "percent"), ("three", 3, "exact", "")]),
    ("paid for a week", []),
    ("a two-thirds majority", []),
    ("a 12-year-old", []),
    ("the two governments agreed", []),
    ("Saodat, 63, who grows rice", []),
    ("until 5 p.m. on Friday", []),
    ("the 3rd round", []),
    ("no one said so", []),
    ("members of Local 88, who", []),
]


@pytest.mark.parametrize(("text", "wanted"), TABLE, ids=[row[0] for row in TABLE])
def test_quantities_are_read_with_relation_and_unit(text, wanted):
    found = find(text)
    assert [(q.number.text, q.number.value, q.number.relation, q.number.unit) for q in found] == wanted
    for q in found:
        assert text[q.start : q.end].strip() == q.number.text


def test_what_is_taken_is_not_read_again():
    assert find("within 10 days", taken=((0, 14),)) == ()
