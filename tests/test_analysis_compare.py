"""Two models compared by consequence, against brute force; the order is by what changes, not by how much."""

import json
import random
from dataclasses import replace

import pytest
from click.testing import CliRunner

from detente.analysis.compare import compare, compare_document
from detente.brief import bundled, load_record
from detente.catalog import read
from detente.cli.main import program
from detente.conditions import names, parse
from detente.conflict import Infeasible, load, loads
from detente.conflict.values import Guard
from oracles.questions import Judge
from test_analysis_bench import guarded
from test_analysis_readings import plainly

VESSMARK = bundled("vessmark")
KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def judged(conflict, text):
    """Return every verdict of a model by brute force: (concept, state) pairs that hold, and the settlement's two."""
    judge = Judge(plainly(conflict), conflict.default_reading)
    found = {(key, s) for key in KEYS for s in judge.holds(key)}
    holds, reached = judge.settlement(text, "SEQ")
    found |= {("settlement holds", None)} if holds else set()
    return found | ({("settlement is reached", None)} if reached else set())


def said(effects):
    return {(e.concept, None if e.state is None else frozenset(e.state), e.second) for e in effects}


def expected(a, b):
    return {(*v, v in b) for v in a ^ b}


def edits(conflict, r):
    """Yield single changes of a model, each a function; of different elements, so that they go together."""

    def of(i, change):
        def made(c):
            dm = c.decision_makers[i]
            new = replace(dm, statements=change(dm.statements))
            return replace(c, decision_makers=(*c.decision_makers[:i], new, *c.decision_makers[i + 1 :]))

        return made

    for i, dm in enumerate(conflict.decision_makers):
        if len(dm.statements) > 2:
            gone = r.choice(dm.statements[1:])
            yield of(i, lambda s, gone=gone: tuple(x for x in s if x is not gone))
        elif len(dm.statements) == 2:
            yield of(i, lambda s: s[::-1])
    extra = Infeasible(condition=parse("o0 and o1 and not o2"), guard=Guard(assumed="test"))
    yield lambda c: replace(c, infeasible=(*c.infeasible, extra))
    yield lambda c: replace(
        c, contested=tuple(replace(x, believed=not x.believed) if x.id == "c1" else x for x in c.contested)
    )
    yield lambda c: replace(
        c, options=tuple(replace(o, one_way="" if o.one_way else "N->Y") if o.id == "o2" else o for o in c.options)
    )
    yield lambda c: replace(c, status_quo=("o1",))


@pytest.mark.parametrize("seed", range(25))
def test_what_each_difference_changes_agrees_with_brute_force(seed):
    r = random.Random(seed)
    text = r.choice(["o0 and o1", "o0 or o2", "not o1 and o2"])
    first = replace(loads(guarded(seed)), settlement=parse(text))
    some = r.sample(list(edits(first, r)), 3)
    second = first
    for edit in some:
        second = edit(second)
    if not (first.options and Judge(plainly(second), second.default_reading).states):
        pytest.skip("nothing is feasible in the second")
    found = compare(first, second)
    a, b = judged(first, text), judged(second, text)
    assert said(found.effects) == expected(a, b)
    singles = [edit(first) for edit in some]
    back = []
    for skip in some:
        less = first
        for edit in some:
            less = less if edit is skip else edit(less)
        back.append(less)
    assert len(found.differences) == 3
    told = sorted([sorted(map(str, said(d.alone))), sorted(map(str, said(d.needed)))] for d in found.differences)
    brute = sorted(
        [sorted(map(str, expected(a, judged(x, text)))), sorted(map(str, expected(judged(y, text), b)))]
        for x, y in zip(singles, back, strict=True)
    )
    assert told == brute
    weights = [d.weight for d in found.differences]
    assert weights == sorted(weights)


def test_an_order_by_count_would_be_caught():
    differ = 0
    for seed in range(25):
        r = random.Random(seed)
        first = replace(loads(guarded(seed)), settlement=parse("o0 and o1"))
        second = first
        for edit in list(edits(first, r))[:4]:
            second = edit(second)
        found = compare(first, second).differences
        differ += [d.what for d in found] != [d.what for d in sorted(found, key=lambda d: -d.moves)]
    assert differ >= 3


def test_what_bears_on_the_settlement_comes_first_however_little_it_moves():
    first = load(VESSMARK / "vessmark.yaml")
    text = (VESSMARK / "vessmark.yaml").read_text(encoding="utf-8")
    second = loads(text.replace("believed: no, ", "").replace("{want: not raise, assumed", "{want: not fund, assumed"))
    found = compare(first, second)
    assert found.differences[0].what == "keep-report is believed in the second only"
    assert [d.weight for d in found.differences] == [0, 2, 3]
    assert ("settlement holds", None, True) in said(found.differences[0].alone)
    assert compare(first, first).same and not compare(second, first).same
    document = compare_document(found)
    assert document["same"] is False and document["only_second"] and document["only_first"] == []
    assert document["differences"][0]["moves"] == len([e for e in found.differences[0].alone if e.state is not None])


def test_options_and_what_stands_behind_a_statement_are_compared_too():
    text = (VESSMARK / "vessmark.yaml").read_text(encoding="utf-8")
    first = loads(text)
    makers = tuple(
        replace(
            dm,
            options=tuple(o for o in dm.options if o != "strike"),
            statements=tuple(s for s in dm.statements if "strike" not in names(s.want)),
        )
        for dm in first.decision_makers
    )
    options = tuple(o for o in first.options if o.id != "strike")
    no_strike = replace(first, decision_makers=makers, options=options, infeasible=(), status_quo=())
    found = compare(first, no_strike)
    gone = next(d for d in found.differences if d.kind == "option")
    assert gone.alone and all("strike" not in (e.state or ()) for e in gone.alone if e.second)
    other = loads(text.replace("because: [union-pay]", "because: [union-depot]"))
    (d,) = compare(first, other).differences
    assert (d.kind, d.alone, d.needed, d.weight) == ("provenance", (), (), 3)
    assert set(d.because) == {"union-pay", "union-depot"}
    one_way = loads(text.replace("sign_w: Union signs", "sign_w: {name: Union signs, one_way: N->Y}"))
    assert [x.kind for x in compare(first, one_way).differences] == ["one-way"]


def test_a_published_change_of_preference_is_what_brings_the_published_equilibria_back():
    """Jacobi (2017), Sensitivity Analysis, under SEQ and SMR: with both sides at their most belligerent (and invasions
    final) only 5 and 12 hold; that North Korea would rather not be struck than invade brings 0 and 10 back."""
    base = read("us_north_korea").conflict
    numbers = {"us": [8, 9, 0, 10, 13, 12, 5, 4, 1, 2, 14, 6], "nk": [6, 14, 4, 12, 5, 13, 2, 0, 10, 1, 9, 8]}
    careful = [6, 14, 4, 12, 0, 10, 5, 13, 2, 1, 9, 8]

    def with_rankings(us, nk):
        patterns = [tuple(("".join("Y" if n >> k & 1 else "N" for k in range(4)),) for n in row) for row in (us, nk)]
        makers = tuple(replace(dm, ranking=p) for dm, p in zip(base.decision_makers, patterns, strict=True))
        options = tuple(replace(o, one_way="N->Y") if o.id == "invade" else o for o in base.options)
        return replace(base, decision_makers=makers, options=options)

    found = compare(with_rankings(numbers["us"], numbers["nk"]), with_rankings(numbers["us"], careful))
    (only,) = found.differences
    assert only.kind == "ranking" and said(only.alone) == said(only.needed) == said(found.effects)
    status_quo, settled = frozenset(), frozenset({"withdraw", "abandon"})
    for key in ("SEQ", "SMR"):
        assert {s for k, s, second in said(found.effects) if k == key} == {status_quo, settled}
        assert all(second for k, _, second in said(found.effects) if k == key)
    assert only.weight == 1  # the status quo is among them


def run(*args, code=0):
    done = CliRunner().invoke(program, ["diff", *map(str, args)])
    assert done.exit_code == code, done.output
    return done


def test_two_days_of_a_dossier_are_compared_and_the_claims_named():
    done = run(f"{VESSMARK}@2031-03-13", f"{VESSMARK}@2031-03-17", "--json")
    document = json.loads(done.stdout)
    assert {c for d in document["differences"] for c in d["because"]} == {"fund-report"}
    assert {d["weight"] for d in document["differences"]} == {"status quo"}
    assert len(load_record(VESSMARK).claims) == 13 and "9 of 13" in done.stderr
    nothing = run(f"{VESSMARK}@2031-03-13", f"{VESSMARK}@2031-03-14", "--exit-code")
    assert "agree in every" in nothing.stdout
    assert "2031-03-17" in run(f"{VESSMARK}@13 March", VESSMARK, code=2).stderr


def test_the_command_ends_with_one_only_where_asked_and_fits_eighty_columns(tmp_path):
    other = tmp_path / "b.yaml"
    text = (VESSMARK / "vessmark.yaml").read_text(encoding="utf-8")
    other.write_text(
        text.replace("believed: no, ", "").replace("{want: not raise,", "{want: not fund,"), encoding="utf-8"
    )
    run(VESSMARK, VESSMARK, "--exit-code")
    told = run(VESSMARK, other).stdout
    assert max(map(len, told.splitlines())) <= 80 and "verdict on the settlement" in told
    assert json.loads(run(VESSMARK, other, "--exit-code", "--json", code=1).stdout)["same"] is False
    asked = json.loads(run(VESSMARK, other, "--settlement", "strike", "--json").stdout)
    assert asked["settlement"] != json.loads(run(VESSMARK, other, "--json").stdout)["settlement"]
