"""Changes to a model file as text: what is meant happens, everything else stays byte for byte."""

import itertools
import random
import re

import pytest

from detente.base import DetenteError
from detente.brief import bundled
from detente.conflict import dump, loads
from detente.workbench import edits

STYLES = {
    "lines": """detente: 1
decision_makers:
  a: {options: {go: Go, stay: Stay}}
  b: {options: {wait: Wait}}
preferences:
  a:
    # first of all
    - {want: go, because: [c1]}   # why first
    - want: stay if go
      assumed: >-
        a long reason
        over two lines
      because:
        - c1
        - c2

    # two lines
    # above the last
    - not go if stay
  b:
  - wait
# the end
contested:
  - c9
x-note: kept
""",
    "brackets": """detente: 1
decision_makers: {a: {options: {go: Go, stay: Stay}}, b: {options: {wait: Wait}}}
preferences:
  a: [go, {want: stay if go, because: c1}, "not go if stay"]   # in brackets
  b: [wait]
contested: [c9]
""",
}
STYLES["windows"] = STYLES["lines"].replace("\n", "\r\n")
STYLES["no newline at the end"] = (
    STYLES["lines"][: STYLES["lines"].index("  b:\n  - wait")]
    .replace("  b: {options: {wait: Wait}}\n", "")
    .rstrip("\n")
)
GENEVA = (bundled("geneva") / "geneva.yaml").read_text(encoding="utf-8")


def comments(text):
    return sorted(re.findall(r"#[^\r\n]*", text))


def wants(text, dm):
    from detente.conditions import show

    return [show(s.want) for d in loads(text).decision_makers if d.id == dm for s in d.statements]


@pytest.mark.parametrize("style", STYLES)
def test_every_order_can_be_reached_and_comments_stay(style):
    text = STYLES[style]
    before = wants(text, "a")
    for order in itertools.permutations(range(3)):
        changed = edits.reorder(text, "a", order)
        assert wants(changed, "a") == [before[k] for k in order]
        assert comments(changed) == comments(text)
        assert sorted(changed.split()) == sorted(text.split()) or style == "brackets"
        back = edits.reorder(changed, "a", [order.index(k) for k in range(3)])
        assert back == text


def test_a_comment_goes_with_the_statement_below_it():
    changed = edits.reorder(STYLES["lines"], "a", [2, 0, 1])
    at = changed.index("# above the last")
    assert changed[at:].splitlines()[1].strip() == "- not go if stay"


@pytest.mark.parametrize("order", [[0, 1], [0, 1, 1], [0, 1, 2, 3]])
def test_what_is_no_order_is_refused(order):
    with pytest.raises(DetenteError, match="E810"):
        edits.reorder(STYLES["lines"], "a", order)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("key", ["because", "when", "unless"])
def test_a_claim_is_tied_to_any_statement(style, place, key):
    text = STYLES[style]
    changed = edits.tie(text, "a", place, key, "c9")
    if "contested" not in changed:
        changed = edits.contest(changed, "c9")
    before, after = loads(text), loads(changed)
    for k, (old, new) in enumerate(
        zip(before.decision_makers[0].statements, after.decision_makers[0].statements, strict=True)
    ):
        ids = getattr(old.guard, key)
        assert getattr(new.guard, key) == ((*ids, "c9") if k == place else ids)
        assert (new.want, new.guard.assumed) == (old.want, old.guard.assumed)
    assert comments(changed) == comments(text)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("place", [None, 0, 1])
def test_a_statement_is_added(style, place):
    text = STYLES[style]
    before = wants(text, "a")
    changed = edits.insert(text, "a", "{want: not stay, because: [c9]}", place)
    at = len(before) if place is None else place
    assert wants(changed, "a") == [*before[:at], "not stay", *before[at:]]
    assert comments(changed) == comments(text)


@pytest.mark.parametrize("style", STYLES)
def test_a_statement_is_removed_until_none_is_left(style):
    text = STYLES[style]
    for left in (2, 1, 0):
        text = edits.remove(text, "a", left)
        assert len(wants(text, "a")) == left
    text = edits.insert(text, "a", "stay")
    assert wants(text, "a") == ["stay"]


@pytest.mark.parametrize(
    "tail", ["", "preferences:\n  a:\n  b: []\n", "preferences:\n  b:\n    - wait\ntitle: T\n", "preferences: {}\n"]
)
def test_a_first_statement_is_added_where_none_was(tail):
    text = "detente: 1\ndecision_makers:\n  a: {options: {go: Go}}\n  b: {options: {wait: Wait}}\n" + tail
    if "{}" in tail:
        with pytest.raises(DetenteError, match="E810"):
            edits.insert(text, "a", "go")
        return
    assert wants(edits.insert(text, "a", "go"), "a") == ["go"]
    assert wants(edits.insert(edits.insert(text, "a", "go"), "b", "not wait"), "b")[-1] == "not wait"


@pytest.mark.parametrize("head", ["", "contested: []\n", "contested: [c1]\n", "contested:\n- c1\n"])
def test_a_claim_is_listed_as_contested_once(head):
    text = "detente: 1\ndecision_makers: {a: {options: {go: Go}}}\n" + head
    changed = edits.contest(text, "c7", 'he said: "perhaps" # not sure')
    found = loads(changed.replace("go: Go", "go: {name: Go, when: [c7]}")).contested[-1]
    assert (found.id, found.name) == ("c7", 'he said: "perhaps" # not sure')
    assert edits.contest(changed, "c7") == changed


def test_random_changes_to_the_finished_model_do_only_what_they_say():
    rng = random.Random(5)
    text = GENEVA
    for _ in range(60):
        before = loads(text)
        dm = rng.choice([d for d in before.decision_makers if d.statements])
        n = len(dm.statements)
        order = rng.sample(range(n), n)
        changed = edits.reorder(text, dm.id, order)
        after = loads(changed)
        assert comments(changed) == comments(text)
        new = next(d for d in after.decision_makers if d.id == dm.id)
        assert [s.want for s in new.statements] == [dm.statements[k].want for k in order]
        place = rng.randrange(n)
        changed = edits.tie(changed, dm.id, place, "because", f"c{rng.randrange(99)}")
        rest = {d.id: d for d in loads(changed).decision_makers if d.id != dm.id}
        assert dump(loads(changed)) != "" and set(rest) == {d.id for d in before.decision_makers} - {dm.id}
        text = changed
    assert comments(text) == comments(GENEVA)


@pytest.mark.parametrize("style", ["lines", "brackets", "windows"])
@pytest.mark.parametrize("key", ["because", "when"])
def test_a_claim_is_tied_to_an_option(style, key):
    text = STYLES[style]
    changed = edits.tie_option(text, "a", "stay", key, "c9")
    before, after = {o.id: o for o in loads(text).options}, {o.id: o for o in loads(changed).options}
    assert getattr(after["stay"].guard, key) == ("c9",)
    assert after["stay"].name == "Stay" and after["go"].guard.because == before["go"].guard.because
    assert edits.tie_option(changed, "a", "stay", key, "c9") == changed
    with pytest.raises(DetenteError, match="E810"):
        edits.tie_option(text, "a", "wait", key, "c9")
