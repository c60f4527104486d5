"""Conditions: what is shown reads back, and the table equals the slow reading."""

import hypothesis.strategies as st
from hypothesis import given

from detente.conditions import And, If, Iff, Not, Or, Var, holds, parse, show, truth

OPTIONS = ["a", "b", "c", "d", "e", "f", "g"]
conditions = st.recursive(
    st.sampled_from(OPTIONS).map(Var),
    lambda inner: (
        inner.map(Not)
        | st.lists(inner, min_size=2, max_size=3).map(lambda p: And(tuple(p)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda p: Or(tuple(p)))
        | st.tuples(inner, inner).map(lambda p: If(*p))
        | st.tuples(inner, inner).map(lambda p: Iff(*p))
    ),
    max_leaves=12,
)


@given(conditions)
def test_what_is_shown_reads_back(condition):
    assert parse(show(condition)) == condition


@given(conditions)
def test_the_table_equals_the_reading_of_each_state(condition):
    table = truth(condition, OPTIONS)
    for code in range(2 ** len(OPTIONS)):
        taken = {name: bool(code >> k & 1) for k, name in enumerate(OPTIONS)}
        assert table[code] == holds(condition, taken)
