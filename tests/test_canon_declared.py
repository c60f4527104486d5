"""What a model declares about its preferences, from the file to the answer of ``detente analyze``."""

import json
import random

import pytest
from click.testing import CliRunner

from detente.cli.analyze import command as analyze
from detente.cli.inverse import command as inverse
from detente.cli.robustness import command as robustness
from detente.cli.statusquo import command as status_quo
from detente.conditions import holds, parse
from detente.conflict import compile, kind_of, loads, pairs
from oracles import canon_template as literal
from oracles.canon_models import Plain

STATES = ["1", "2", "3", "4", "5"]
CONCEPTS = ("NASH", "GMR", "SMR", "SEQ")


def wish(r):
    return r.choice(["", "not "]) + r.choice([r.choice(STATES), "({} or {})".format(*r.sample(STATES, 2))])


def drawn(seed, versions, degrees):
    """A random model in graph form: three decision makers, statements with versions or degrees, or both."""
    r = random.Random(seed)
    reach = [{s: set(r.sample(range(5), r.choice([0, 1, 2]))) - {s} for s in range(5)} for _ in range(3)]
    lists = []
    for _ in range(3):
        own = []
        for _ in range(r.randint(2, 4)):
            several = [wish(r) for _ in range(r.choice([2, 3]))] if versions and r.random() < 0.4 else [wish(r)]
            own.append((several, r.choice([1, 2, 3]) if degrees else 1))
        lists.append(own)
    text = "detente: 1\ndecision_makers: {a: {}, b: {}, c: {}}\nstates: [1, 2, 3, 4, 5]\nmoves:\n"
    for name, arcs in zip("abc", reach, strict=True):
        rows = [f"{s + 1}: [{', '.join(str(t + 1) for t in sorted(ends))}]" for s, ends in arcs.items() if ends]
        text += f"  {name}: {{{', '.join(rows)}}}\n"
    text += "preferences:\n"
    for name, own in zip("abc", lists, strict=True):
        text += f"  {name}:\n"
        for several, degree in own:
            said = f"want: {several[0]}" if len(several) == 1 else f"one_of: [{', '.join(several)}]"
            text += f"    - {{{said}, degree: {degree}, assumed: r}}\n"
    return text, Plain(list("abc"), reach, [[0] * 5] * 3), lists


def slow_degree(lists, i, t, s):
    """How i compares t with s: a degree, or None where the lists disagree; list by list, statement by statement."""
    found = set()

    def follow(at):
        if at == len(lists[i]):
            found.add(0)
            return
        several, degree = lists[i][at]
        for one in several:
            there, here = (holds(parse(one), {STATES[x]: True}) for x in (t, s))
            if there == here:
                follow(at + 1)
            else:
                found.add(degree if there else -degree)

    follow(0)
    if len({(d > 0) - (d < 0) for d in found}) > 1:
        return None
    return min(found, key=abs)


def relations(lists):
    def unsure(i, t, s):
        return slow_degree(lists, i, t, s) is None

    def degree(i, t, s):
        return slow_degree(lists, i, t, s) or 0

    return unsure, degree


def answers(text, *more):
    done = CliRunner().invoke(analyze, [text, "--json", *more])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def agree(part, plain, tests, concepts=CONCEPTS):
    return all(
        part["concepts"][key]["stable"][name]
        == [s + 1 for s in plain.states if literal.stable(plain, key, i, s, *tests)]
        for key in concepts
        for i, name in enumerate(plain.names)
    )


@pytest.fixture
def model(tmp_path):
    def write(text):
        (tmp_path / "model.yaml").write_text(text, encoding="utf-8")
        return str(tmp_path / "model.yaml")

    return write


def test_unknown_preferences_are_read_in_all_four_ways(model):
    missed = {"swapped": 0, "sure": 0}
    for seed in range(12):
        text, plain, lists = drawn(seed, versions=True, degrees=False)
        unsure, degree = relations(lists)
        found = answers(model(text))
        if kind_of(loads(text)) == "simple":
            assert "unknown" not in found
            continue

        def better(i, t, s, degree=degree):
            return degree(i, t, s) > 0

        for extension in "abcd":
            part = found["unknown"][extension]
            assert agree(part, plain, literal.unknown(better, unsure, extension)), (seed, extension)
            missed["swapped"] += not agree(part, plain, literal.unknown(better, unsure, extension, swapped=True))
            missed["sure"] += not agree(part, plain, literal.unknown(better, unsure, extension, opponents_sure=True))
    assert missed["swapped"] > 3
    assert missed["sure"] > 0


def test_pairs_beside_a_ranking_that_are_not_compared_need_not_carry_over(model):
    ignored = carried = 0
    for seed in range(16):
        r = random.Random(seed)
        head, plain, _ = drawn(seed, versions=False, degrees=False)
        text = head[: head.index("preferences:")] + "preferences:\n"
        orders, gaps, left_out = [], [], []
        for name in "abc":
            order = r.sample(STATES, 5)
            gap = [r.choice([1, 1, 2]) if seed % 2 else 1 for _ in order[1:]]
            apart = {tuple(sorted(r.sample(STATES, 2))) for _ in range(r.randint(1, 3))}
            said = order[0] + "".join(f" {'>' * g} {s}" for g, s in zip(gap, order[1:], strict=True))
            text += f"  {name}: {{ranking: '{said}', unsure: [{', '.join(f'[{x}, {y}]' for x, y in sorted(apart))}]}}\n"
            orders.append(order)
            gaps.append(gap)
            left_out.append(apart)
        if seed % 2 and not any(2 in gap for gap in gaps):
            continue

        def unsure(i, t, s, left_out=left_out):
            return tuple(sorted((STATES[t], STATES[s]))) in left_out[i]

        def ranked(i, t, s, orders=orders, gaps=gaps):
            there, here = orders[i].index(STATES[t]), orders[i].index(STATES[s])
            low, high = sorted((there, here))
            size = max(gaps[i][low:high], default=0)
            return size if there < here else -size

        def degree(i, t, s, unsure=unsure, ranked=ranked):
            return 0 if unsure(i, t, s) else ranked(i, t, s)

        found = answers(model(text))
        kind = "hybrid" if seed % 2 else "unknown"
        assert kind_of(loads(text)) == kind
        for extension in "abcd":
            part = found[kind][extension]
            part = part["general"] if seed % 2 else part
            tests = literal.unknown(lambda i, t, s, d=degree: d(i, t, s) > 0, unsure, extension)
            assert agree(part, plain, tests), (seed, extension)
            known = literal.unknown(lambda i, t, s, d=ranked: d(i, t, s) > 0, lambda i, t, s: False, extension)
            ignored += not agree(part, plain, known)
        carried += any(
            unsure(i, a, b) and unsure(i, b, c) and not unsure(i, a, c)
            for i in range(3)
            for a in range(5)
            for b in range(5)
            for c in range(5)
            if len({a, b, c}) == 3
        )
    assert ignored > 3  # planted: the ranking as if all were known
    assert carried > 3


def test_strength_is_general_strong_and_weak(model):
    missed = 0
    for seed in range(12):
        text, plain, lists = drawn(seed, versions=False, degrees=True)
        _, degree = relations(lists)
        if kind_of(loads(text)) == "simple":
            continue
        found = answers(model(text))["strength"]
        top = max(degree(i, t, s) for i in range(3) for t in plain.states for s in plain.states)
        assert found["degrees"] == top
        assert agree(found["general"], plain, literal.strength(degree, 0))
        strong = literal.strength(degree, top)
        assert agree(found["strong"], plain, strong, CONCEPTS[1:])
        missed += not agree(found["strong"], plain, literal.strength(degree, top, tie_deters=True), CONCEPTS[1:])
        for key in CONCEPTS[1:]:
            general, strongly = (set(found[word]["concepts"][key]["equilibria"]) for word in ("general", "strong"))
            assert set(found["weak"]["concepts"][key]["equilibria"]) == general - strongly
            for i, name in enumerate(plain.names):
                for entry in found["degree"][key][name]:
                    tests = [literal.strength(degree, level) for level in range(1, top + 1)]
                    held = [literal.stable(plain, key, i, entry["id"] - 1, *each) for each in tests]
                    assert entry["degree"] == max([level for level, ok in enumerate(held, 1) if ok], default=0)
    assert missed > 0


def test_both_at_once_are_hybrid_and_what_could_not_be_read_is_refused(model):
    seen = 0
    for seed in range(30, 44):
        text, plain, lists = drawn(seed, versions=True, degrees=True)
        if kind_of(loads(text)) != "hybrid":
            continue
        seen += 1
        unsure, degree = relations(lists)
        found = answers(model(text))["hybrid"]
        top = max(1, *(degree(i, t, s) for i in range(3) for t in plain.states for s in plain.states))
        for extension in "abcd":
            part = found[extension]
            assert agree(part["general"], plain, literal.hybrid(degree, unsure, extension, False, top))
            if extension in "ab":
                strong = literal.hybrid(degree, unsure, extension, True, top)
                assert agree(part["strong"], plain, strong, CONCEPTS[1:])
            else:
                assert "could not be verified" in part["strong"]["refused"]
    assert seen > 3


GAPS = """\
detente: 1
decision_makers: {x: {options: {a: A}}, y: {options: {b: B}}}
infeasible: [{if: a and b}]
preferences: {x: {ranking: YN > YY >> NN > NY}, y: {ranking: "YN >> NY = YY > NN"}}
"""


def test_the_largest_gap_between_two_places_counts_even_across_an_infeasible_one():
    conflict = loads(GAPS)
    found = pairs(conflict, compile(conflict)).degree.tolist()  # states NN YN NY
    assert found == [[[0, 2, -1], [-2, 0, -2], [1, 2, 0]], [[0, 2, 1], [-2, 0, -2], [-1, 2, 0]]]
    milder = loads(GAPS.replace("YY >> NN", "YY > NN"))
    assert pairs(milder, compile(milder)).degree.tolist()[0] == [[0, 1, -1], [-1, 0, -1], [1, 1, 0]]


def test_simple_preferences_add_nothing_and_the_five_keep_their_meaning(model):
    plain = GAPS.replace(">>", ">")
    short = answers(model(plain))
    assert not {"unknown", "strength", "hybrid"} & set(short)
    full = answers(model(GAPS))
    assert full["concepts"] == short["concepts"]
    assert set(full) - set(short) == {"strength"}


def test_only_the_concepts_asked_for_are_answered_and_the_missing_ones_have_a_reason(model):
    found = answers(model(GAPS), "--concept", "SEQ,SSEQ")["strength"]
    assert list(found["general"]["concepts"]) == list(found["strong"]["concepts"]) == ["SEQ"]
    assert "SSEQ" in found["general"]["missing"]
    short = answers(model(GAPS), "--equilibria-only")["strength"]
    assert "stable" not in json.dumps(short)
    assert short["general"]["concepts"]["SEQ"] == {"equilibria": full_equilibria(answers(model(GAPS)), "SEQ")}


def full_equilibria(document, key):
    return document["strength"]["general"]["concepts"][key]["equilibria"]


GRAPH = """\
detente: 1
decision_makers: {e: {name: East}, w: {name: West}}
states: {7: Quiet, 3: Crisis, z: Winter}
moves: {e: {3: z}, w: {7: 3}}
preferences: {e: {ranking: z > 3 > 7}, w: {ranking: 3 > 7 > z}}
"""


def test_graph_form_has_the_ids_of_the_file_everywhere(model):
    path = model(GRAPH)
    found = answers(
        path, "--coalition", "e", "--partition", "e,w", "--all-coalitions", "--each", "e=NASH", "--each", "w=SEQ"
    )
    assert found["states"][1] == {"id": 3, "options": None, "label": "3", "name": "Crisis"}
    assert found["concepts"]["NASH"] == {"stable": {"East": [7, "z"], "West": [3, "z"]}, "equilibria": ["z"]}
    assert found["concepts"]["SEQ"]["stable"]["West"] == [7, 3, "z"]  # East would answer by going on to winter
    assert found["coalitions"][0]["CNASH"] == [7, "z"]
    assert found["partitions"] == [
        {"partition": [["East", "West"]], **{key: [3, "z"] for key in ("CNASH", "CGMR", "CSMR", "CSEQ")}}
    ]
    assert found["all_coalitions"]["CNASH"] == ["z"]
    assert found["mixed"] == {"concepts": {"East": "NASH", "West": "SEQ"}, "equilibria": [7, "z"]}
    told = CliRunner().invoke(analyze, [path, "--each", "e=NASH", "--each", "w=SEQ", "--partition", "e"]).output
    assert "    7  Quiet " in told
    assert "Equilibria with East by NASH, West by SEQ: 7, z" in told
    assert "Stable for each of East; West:\n  CNASH  z\n" in told


def test_partitions_and_mixed_concepts_name_everybody_once(model):
    path = model(GRAPH)
    for wrong, says in [
        (["--partition", "e;e,w"], "East is in two coalitions"),
        (["--each", "e=NASH"], "no concept is given for West"),
        (["--each", "e=NASH", "--each", "e=SEQ", "--each", "w=SEQ"], "East is given two concepts"),
        (["--each", "e=NASHH", "--each", "w=SEQ"], "no concept is called"),
    ]:
        done = CliRunner().invoke(analyze, [path, *wrong, "--json"])
        assert (done.exit_code != 0, done.stdout) == (True, "")
        assert says in done.stderr + str(done.exception)


def test_the_table_of_what_a_model_declares_is_for_people(model):
    told = CliRunner().invoke(analyze, [model(GAPS)]).output
    assert "Equilibria by strength of preference:\n    general NASH   2, 3\n" in told
    text, _, _ = drawn(31, versions=True, degrees=True)
    told = CliRunner().invoke(analyze, [model(text)]).output
    assert "  a: moves where it may gain; only a known loss deters\n    general NASH " in told
    assert max(map(len, told.splitlines())) <= 80


LONG = """\
detente: 1
decision_makers: {e: {name: East}, w: {name: West}}
states: {7: Quiet, 3: Crisis, z: Winter}
moves: {e: {3: z}, w: {7: 3, z: 7}}
status_quo: 7
preferences: {e: [z, 3], w: [not 7, 3]}
"""


def test_the_questions_after_stability_take_graph_form_and_its_ids(model):
    path, run = model(LONG), CliRunner().invoke
    found = json.loads(run(status_quo, [path, "--concept", "NASH", "--json"]).stdout)
    assert found["from"] == {"id": 7, "options": None, "label": "7"}
    assert found["steps"]["improvements"] == {"7": 0, "3": 1, "z": 2}
    (end,) = found["equilibria"]
    assert end["improvements"]["paths"] == [[{"by": ["West"], "to": 3}, {"by": ["East"], "to": "z"}]]
    found = json.loads(run(inverse, [path, "--state", "3", "--decision-maker", "e", "--json"]).stdout)
    assert found["concepts"]["GMR"]["condition"] == [{"if_preferred": "z", "then_none_preferred_of_one": [[7]]}]
    assert found["concepts"]["NASH"]["rankings"] == 3
    asked = [path, "--state", "3", "--not-state", "z", "--decision-maker", "e", "--concept", "NASH", "--json"]
    found = json.loads(run(inverse, asked).stdout)
    assert (found["states"], found["not_states"]) == ([3], ["z"])
    assert found["concepts"]["NASH"]["rankings"] == 0  # East has no move from winter, and West none that pays
    found = json.loads(run(robustness, [path, "--state", "z", "--concept", "NASH", "--json"]).stdout)
    east, west = found["margins"]
    assert east["ranking"]["final"] is True
    assert west["ranking"] == {"changes": 1, "at_least": 1, "at_most": 1, "final": True, "order": [[3], [7], ["z"]]}
    assert west["statements"]["changes"] is None  # 3 stays above 7, and 7 below the rest, in either order
