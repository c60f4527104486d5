"""Every witness is checked by something that knows only the model; a tampered one is refused."""

import copy
import json
import random
import re

import numpy as np
import pytest
from click.testing import CliRunner

import checker
from detente.analysis import explain, witness_document
from detente.brief import bundled
from detente.catalog import names, read
from detente.cli.main import program
from detente.conditions import show
from detente.conflict import compile, load, loads
from detente.graph import Arcs, GraphModel
from detente.stability import analyze

KEYS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
GENEVA = bundled("geneva") / "geneva.yaml"


def random_text(seed):
    """Write a model file: 2 to 4 decision makers, statements of one to three words, gaps, one-way options."""
    r = random.Random(seed)
    n, k = r.randint(2, 4), r.randint(3, 5)
    options = [f"o{x}" for x in range(k)]
    owner = [x % n if x < n else r.randrange(n) for x in range(k)]

    def condition():
        a, b, c = r.sample(options, 3)
        form = r.choice(
            ["{a}", "not {a}", "{a} if {b}", "{a} and not {b}", "{a} or {b}", "{a} iff {b}", "not ({a} or {b}) if {c}"]
        )
        return form.format(a=a, b=b, c=c)

    lines = ["detente: 1", "decision_makers:"]
    for i in range(n):
        mine = [o for o, w in zip(options, owner, strict=True) if w == i]
        one_way = lambda: r.choice([": X", ": X", ": X", ": {name: X, one_way: N->Y}"])  # noqa: E731
        lines += (
            [f"  d{i}:", f"    name: DM {i}", "    options:", *(f"      {o}{one_way()}" for o in mine)]
            if mine
            else [f"  d{i}: {{name: DM {i}}}"]
        )
    if r.random() < 0.5:
        lines += ["infeasible:", f"  - {{if: {r.choice(options)} and {r.choice(options)}, why: test}}"]
    lines += ["status_quo: {}", "preferences:"]
    for i in range(n):
        wants = list(dict.fromkeys(condition() for _ in range(r.randint(2, 5))))
        lines += [f"  d{i}:", *(f'    - {{want: "{w}", assumed: test}}' for w in wants)]
    return "\n".join(lines) + "\n"


def plain(conflict):
    """Write a conflict as the checker reads it."""
    return checker.Model(
        {
            "options": [o.id for o in conflict.options],
            "one_way": {o.id: {"N->Y": 1, "Y->N": -1}[o.one_way] for o in conflict.options if o.one_way},
            "infeasible": [show(rule.condition) for rule in conflict.infeasible],
            "decision_makers": [
                {
                    "name": dm.name,
                    "options": list(dm.options),
                    "statements": [show(s.want) for s in dm.statements if s.guard.present(conflict.default_reading)],
                }
                for dm in conflict.decision_makers
            ],
        }
    )


def witnesses(conflict):
    graph = compile(conflict)
    for i in range(len(graph.decision_makers)):
        for s in range(graph.size):
            for key in KEYS:
                yield i, s, key, witness_document(explain(graph, i, s, key, conflict), conflict)


@pytest.mark.parametrize("seed", range(30))
def test_every_witness_of_a_random_model_is_checked(seed):
    conflict = loads(random_text(seed))
    verdicts, model = analyze(compile(conflict)), plain(conflict)
    for i, s, key, document in witnesses(conflict):
        assert document["stable"] == verdicts.stable[key][i, s], (seed, i, s, key)
        assert checker.problems(model, document) == [], (seed, i, s, key)


def test_every_witness_of_geneva_is_checked():
    conflict = load(GENEVA)
    model = plain(conflict)
    for i, s, key, document in witnesses(conflict):
        if (s + i) % 5 == 0:
            assert checker.problems(model, document) == [], (i, s, key)


def tampered(document, size):
    """Yield copies of a witness, each with one lie in it."""
    for name, lie in LIES.items():
        copy_ = copy.deepcopy(document)
        if lie(copy_, size):
            assert copy_ != document
            yield name, copy_


def _first(document, test):
    return next((step for step in document["improvements"] if test(step)), None)


def _drop(d, size):
    return d["improvements"] and d["improvements"].pop()


def _flip(d, size):
    d["stable"] = not d["stable"]
    return True


def _claim_safe(d, size):
    step = _first(d, lambda s: s["sanctioned"])
    if step is None:
        return False
    step.update(sanctioned=False, sanction=[], lands_on=None, deterred_by=None)
    d["stable"] = False
    return True


def _lands_elsewhere(d, size):
    step = _first(d, lambda s: s["sanctioned"])
    if step is None:
        return False
    step["lands_on"] = step["lands_on"] % size + 1
    return True


def _stays_put(d, size):
    step = _first(d, lambda s: s["sanctioned"])
    if step is None:
        return False
    step["sanction"][-1]["to"] = step["lands_on"] = step["to"]
    return True


def _other_statement(d, size):
    step = _first(d, lambda s: s["gains_by"])
    if step is None:
        return False
    step["gains_by"]["statement"] = "not (" + step["gains_by"]["statement"] + ")"
    return True


def _self_answer(d, size):
    step = _first(d, lambda s: s["sanctioned"])
    if step is None:
        return False
    step["sanction"][0]["by"] = d["decision_maker"]
    return True


LIES = {
    "an improvement left out": _drop,
    "the verdict turned": _flip,
    "a sanction denied": _claim_safe,
    "a wrong landing": _lands_elsewhere,
    "a sanction that does not hurt": _stays_put,
    "another statement": _other_statement,
    "answering oneself": _self_answer,
}


def test_a_tampered_witness_is_refused():
    caught = dict.fromkeys(LIES, 0)
    for seed in range(8):
        conflict = loads(random_text(seed))
        model = plain(conflict)
        for _, _, _, document in witnesses(conflict):
            for name, lie in tampered(document, compile(conflict).size):
                assert checker.problems(model, lie), (seed, name, document)
                caught[name] += 1
    assert min(caught.values()) >= 5, caught


def test_sanctions_in_graph_form_are_legal_and_agree_with_the_engine():
    twice = 0
    for seed in range(60):
        r = random.Random(seed)
        n, m = r.randint(2, 4), r.randint(3, 7)
        reach = [{s: sorted(t for t in range(m) if t != s and r.random() < 0.3) for s in range(m)} for _ in range(n)]
        graph = GraphModel(
            decision_makers=tuple(f"D{i}" for i in range(n)),
            codes=np.arange(m, dtype=np.int64),
            rank=np.array([[r.randrange(m) for _ in range(m)] for _ in range(n)], dtype=np.int32),
            arcs=tuple(
                Arcs(
                    start=np.cumsum([0] + [len(row[s]) for s in range(m)]).astype(np.int64),
                    to=np.array([t for s in range(m) for t in row[s]], dtype=np.int32),
                )
                for row in reach
            ),
            transitive=False,
        )
        verdicts = analyze(graph)
        for key in KEYS:
            for i in range(n):
                for s in range(m):
                    witness = explain(graph, i, s, key)
                    assert witness.stable == verdicts.stable[key][i, s], (seed, key, i, s)
                    for step in witness.improvements:
                        at, last = step.to, i
                        for move in step.sanction:
                            assert move.by not in (last, i)
                            assert move.to in reach[move.by][at]
                            at, last = move.to, move.by
                        twice += len(step.sanction) > 1
    assert twice > 10


def test_the_text_names_options_and_no_state_numbers():
    conflict = load(GENEVA)
    told = 0
    for _, _, _, document in witnesses(conflict):
        text = document["text"]
        assert not re.search(r"\bstate \d|\b[a-z]+_[a-z]\b", text), text  # neither a number nor an option's id
        told += any(option.name in document["text"] for option in conflict.options)
    assert told > 100


def test_the_published_cases_have_checked_witnesses():
    done = 0
    for name in names():
        conflict = read(name).conflict
        if any(dm.ranking is not None for dm in conflict.decision_makers) or len(conflict.options) > 6:
            continue
        model = plain(conflict)
        for _, _, _, document in witnesses(conflict):
            assert checker.problems(model, document) == [], name
            done += 1
    assert done or all(any(dm.ranking is not None for dm in read(n).conflict.decision_makers) for n in names())


def test_the_command_explains_and_refuses_with_the_next_step():
    run = CliRunner().invoke
    args = ["explain", str(GENEVA), "--decision-maker", "russia", "--concept", "seq"]
    done = run(program, [*args, "--state", "1", "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert checker.problems(plain(load(GENEVA)), document) == []
    by_pattern = run(program, [*args, "--state", "NNNNNN", "--json"])
    assert json.loads(by_pattern.stdout) == document
    prose = run(program, [*args, "--state", "1"])
    assert max(map(len, prose.stdout.splitlines())) <= 80
    missing = run(program, [*args, "--state", "999"])
    assert missing.exit_code == 2 and "ids run from 1" in missing.stderr
    doubt = run(program, [*args, "--state", "1", "--doubt", "nosuch"])
    assert doubt.exit_code == 2 and "contested" in doubt.stderr
