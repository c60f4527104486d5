"""Conflict to graph, against a slow reading of one state at a time."""

import itertools
import random
import re
from dataclasses import replace

import numpy as np
import pytest

from detente.base import DetenteError
from detente.canon import graph_form
from detente.conditions import holds, parse
from detente.conflict import compile, deciding_statement, diagnose, loads
from detente.graph import joint_moves, moves

OPTIONS = ["a", "b", "c", "d", "e"]


def random_condition(rng, depth=2):
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(["", "not "]) + rng.choice(OPTIONS)
    word = rng.choice([" and ", " or ", " if ", " iff "])
    return f"({random_condition(rng, depth - 1)}){word}({random_condition(rng, depth - 1)})"


def random_model(rng):
    lines = ["detente: 1", "decision_makers:", "  x: {options: {a: A, b: B}}", "  y: {options: {c: C, d: D, e: E}}"]
    lines.append("infeasible:")
    rules = [random_condition(rng, 1) for _ in range(2)]
    lines += [f"  - {{if: ({rule}) and c}}" for rule in rules]
    wants = {dm: [random_condition(rng) for _ in range(rng.choice([1, 4, 9, 70]))] for dm in "xy"}
    lines.append("preferences:")
    for dm, list_ in wants.items():
        lines.append(f"  {dm}:")
        lines += [f"    - {{want: {want}, assumed: r}}" for want in list_]
    return "\n".join(lines), [f"({rule}) and c" for rule in rules], wants


def slow(rules, wants):
    """Feasible codes and, for each pair, who is preferred: read word by word."""
    states = []
    for letters in itertools.product([False, True], repeat=len(OPTIONS)):
        taken = {o: bool(v) for o, v in zip(OPTIONS, letters[::-1], strict=True)}
        if not any(holds(parse(rule), taken) for rule in rules):
            states.append((sum(1 << k for k, o in enumerate(OPTIONS) if taken[o]), taken))
    states.sort(key=lambda pair: pair[0])
    keys = {dm: [tuple(holds(parse(w), taken) for w in ws) for _, taken in states] for dm, ws in wants.items()}
    return [code for code, _ in states], keys


def agrees(graph, codes, keys):
    if graph.codes.tolist() != codes:
        return False
    return all(
        (graph.rank[i][s] > graph.rank[i][t]) == (keys[dm][s] > keys[dm][t])
        and (graph.rank[i][s] == graph.rank[i][t]) == (keys[dm][s] == keys[dm][t])
        for i, dm in enumerate("xy")
        for s in range(len(codes))
        for t in range(len(codes))
    )


@pytest.mark.parametrize("seed", range(25))
def test_ranks_are_the_lexicographic_order_of_the_statements(seed):
    text, rules, wants = random_model(random.Random(seed))
    conflict = loads(text)
    graph = compile(conflict)
    codes, keys = slow(rules, wants)
    assert agrees(graph, codes, keys)
    for s, t in itertools.product(range(0, len(codes), 3), range(1, len(codes), 4)):
        statement = deciding_statement(conflict, 0, codes[s], codes[t])
        differ = [w for w, p, q in zip(wants["x"], keys["x"][s], keys["x"][t], strict=True) if p != q]
        assert (statement.want if statement else None) == (parse(differ[0]) if differ else None)


def test_the_slow_reading_notices_a_planted_swap_of_two_statements():
    text = (
        "detente: 1\ndecision_makers:\n  x: {options: {a: A, b: B}}\n  y: {options: {c: C, d: D, e: E}}\n"
        "preferences:\n  x: [{want: a, assumed: r}, {want: b, assumed: r}]\n  y: [{want: c, assumed: r}]\n"
    )
    graph = compile(loads(text))
    assert agrees(graph, *slow([], {"x": ["a", "b"], "y": ["c"]}))
    planted = compile(loads(text.replace("want: a,", "want: Z,").replace("want: b,", "want: a,").replace("Z,", "b,")))
    assert not np.array_equal(planted.rank, graph.rank)
    assert not agrees(planted, *slow([], {"x": ["a", "b"], "y": ["c"]}))


def test_disbelief_leaves_an_element_out_and_never_asserts_the_opposite():
    text = (
        "detente: 1\ndecision_makers: {x: {options: {a: A, b: {name: B, unless: c2}}}}\n"
        "preferences: {x: [{want: a, because: c1, when: c1}, {want: b, assumed: r}]}\ncontested: [c1, c2]\n"
    )
    conflict = loads(text)
    assert compile(conflict, frozenset()).rank.tolist() == [[0, 0, 1, 1]]
    assert compile(conflict, frozenset({"c1"})).rank.tolist() == [[0, 2, 1, 3]]
    assert compile(conflict).codes.tolist() == [0, 1]


def test_no_feasible_state_and_too_many_options_are_said():
    with pytest.raises(DetenteError, match="no state is feasible"):
        compile(loads("detente: 1\ndecision_makers: {x: {options: {a: A}}}\ninfeasible: [{if: a}, {if: not a}]"))
    many = ", ".join(f"o{k}: O" for k in range(27))
    with pytest.raises(DetenteError, match="27 options"):
        compile(loads(f"detente: 1\ndecision_makers: {{x: {{options: {{{many}}}}}}}"))


def test_rankings_take_ties_and_name_what_they_leave_out():
    text = "detente: 1\ndecision_makers: {x: {options: {a: A, b: B}}}\npreferences: {x: {ranking: [YN, [NN, -Y]]}}"
    assert compile(loads(text)).rank.tolist() == [[0, 1, 0, 0]]
    with pytest.raises(DetenteError, match="leaves out 1 of 4 feasible states, first NN"):
        compile(loads(text.replace("[NN, -Y]", "-Y")))


@pytest.mark.parametrize("seed", range(10))
def test_every_reading_is_the_model_without_its_absent_elements(seed):
    """A guarded element is there or not: compare with the model written by hand for each reading."""
    rng = random.Random(seed)
    wants = [(random_condition(rng), rng.choice(["", "when: c1", "unless: c2", "when: [c1, c2]"])) for _ in range(6)]
    rules = [(f"({random_condition(rng, 1)}) and c", rng.choice(["when: c2", "unless: c1"])) for _ in range(2)]
    head = "detente: 1\ndecision_makers:\n  x: {options: {a: A, b: B, d: D, e: E}}\n"
    head += "  y: {options: {c: {name: C, unless: c2, one_way: {direction: N->Y, when: c1}}}}\n"
    head += "contested: [c1, c2]\n"

    def text(wants, rules):
        body = "infeasible: [" + ", ".join(f"{{if: {c}, {g}}}" if g else f"{{if: {c}}}" for c, g in rules) + "]\n"
        body += "preferences: {x: [" + ", ".join(f"{{want: {c}, {g}}}" if g else f"{{want: {c}}}" for c, g in wants)
        return head + body + "]}\n"

    def there(guard, believed):
        ids = set(re.findall(r"c\d", guard))
        return ids <= believed if "when" in guard else not (ids & believed)

    conflict, differ = loads(text(wants, rules)), set()
    for believed in map(set, ([], ["c1"], ["c2"], ["c1", "c2"])):
        graph = compile(conflict, frozenset(believed))
        kept = [(c, "") for c, g in wants if there(g, believed)]
        kept_rules = [(c, "") for c, g in rules if there(g, believed)] + ([("c", "")] if "c2" in believed else [])
        plain = head.replace("unless: c2, one_way: {direction: N->Y, when: c1}", "one_way: N->Y").replace(
            "[c1, c2]", "[]"
        )
        bare = compile(loads(text(kept, kept_rules).replace(head, plain)))
        assert graph.codes.tolist() == bare.codes.tolist()
        assert graph.rank.tolist() == bare.rank.tolist()
        assert graph.one_way[graph.options.index("c")] == ("c1" in believed)
        differ.add((tuple(graph.codes), tuple(graph.rank[0])))
    assert len(differ) > 1


HEAD = "detente: 1\ndecision_makers: {x: {options: {a: A, b: B}}, y: {options: {c: C}}}\npreferences:\n"


def test_weights_are_added_exactly_and_equal_totals_tie():
    conflict = loads(HEAD + "  x: {weights: {a: 0.1, b: 0.2, c: -3/10}}\n  y: {weights: {c: -1}}\n")
    graph = compile(conflict)
    assert graph.rank.tolist() == [[3, 4, 5, 6, 0, 1, 2, 3], [1, 1, 1, 1, 0, 0, 0, 0]]  # 0.1 + 0.2 - 3/10 is nothing
    assert deciding_statement(conflict, 0, 0, 1) is None
    large = compile(loads(HEAD + f"  x: {{weights: {{a: 1{'0' * 25}, b: 1}}}}\n"))
    assert large.rank[0].tolist() == [0, 2, 1, 3, 0, 2, 1, 3]
    planted = compile(loads(HEAD + "  x: {weights: {a: 0.1, b: 0.2, c: -0.31}}\n"))
    assert planted.rank[0].tolist() != graph.rank[0].tolist()


def test_a_ranking_is_the_same_as_text_and_as_a_list():
    text = loads(HEAD + "  x: {ranking: YN- > NN- = -YN >> NYY>YYY}\n").decision_makers[0]
    listed = loads(HEAD + '  x: {ranking: [YN-, [NN-, -YN], ">>", NYY, YYY]}\n').decision_makers[0]
    assert text.ranking == listed.ranking == (("YN-",), ("NN-", "-YN"), ("NYY",), ("YYY",))
    assert text.gaps == listed.gaps == (1, 2, 1)


def test_of_several_versions_the_first_gives_the_rank():
    several = loads(HEAD + "  x: [{one_of: [a, c], assumed: r}, b]\n  y: {one_of: [--Y > --N, --N > --Y]}\n")
    first = loads(HEAD + "  x: [a, b]\n  y: {ranking: --Y > --N}\n")
    assert compile(several).rank.tolist() == compile(first).rank.tolist()
    assert [str(v) for v in several.decision_makers[0].statements[0].versions] == ["Var(name='a')", "Var(name='c')"]


FORMS = """\
detente: 1
decision_makers:
  x: {options: {a: A, b: {name: B, one_way: N->Y}}}
  y: {options: {c: C, d: D}}
infeasible: [{if: a and d}]
forbidden_moves:
  - {by: x, from: RULE1, to: RULE2, when: c1}
  - {from: YNNN, to: NNNN}
  - {by: y, from: NN-N, to: not c if b}
preferences: {x: [a], y: [c]}
contested: [c1]
"""


def slow_moves(believed, rule1, rule2):
    """Every move of x and y, read state by state: own options only, none backwards, nothing forbidden."""
    options = ["a", "b", "c", "d"]
    states = [dict(zip(options, letters, strict=True)) for letters in itertools.product([False, True], repeat=4)]
    states = [s for s in states if not (s["a"] and s["d"])]
    states.sort(key=lambda s: sum(1 << k for k, o in enumerate(options) if s[o]))
    found = set()
    for i, own in enumerate(["ab", "cd"]):
        for p, q in itertools.permutations(range(len(states)), 2):
            s, t = states[p], states[q]
            if any(s[o] != t[o] for o in options if o not in own) or (s["b"] and not t["b"]):
                continue
            if i == 0 and "c1" in believed and holds(parse(rule1), s) and holds(parse(rule2), t):
                continue
            if [s[o] for o in options] == [True, False, False, False] and not any(t.values()):
                continue
            if i == 1 and not s["a"] and not s["b"] and not s["d"] and (not t["c"] or not t["b"]):
                continue
            found.add((i, p, q))
    return found


def listed(graph):
    return {(i, s, t) for i in range(len(graph.decision_makers)) for s in range(graph.size) for t in moves(graph, i, s)}


@pytest.mark.parametrize("seed", range(12))
def test_forbidden_moves_are_gone_and_no_others(seed):
    rng = random.Random(seed)
    rules = [
        rng.choice(["", "not "]) + rng.choice("abcd") + rng.choice([" or ", " and "]) + rng.choice("abcd") for _ in "12"
    ]
    conflict = loads(FORMS.replace("RULE1", rules[0]).replace("RULE2", rules[1]))
    for believed in (frozenset(), frozenset({"c1"})):
        graph = compile(conflict, believed)
        assert listed(graph) == slow_moves(believed, *rules)
        assert not graph.transitive
    planted = compile(
        loads(FORMS.replace("RULE1", rules[0]).replace("RULE2", rules[1]).replace("{by: y, ", "{by: x, "))
    )
    assert listed(planted) != slow_moves(frozenset({"c1"}), *rules)


MERGED = """\
detente: 1
decision_makers:
  x: {options: {a: A, stop: Stop}}
  y: {options: {c: C}}
infeasible: [{if: stop and c and a}]
coalesced: [{if: stop}]
status_quo: [stop, c]
preferences: {x: [not stop, a and not stop], y: [stop]}
"""


def test_states_that_count_as_one_take_the_place_of_the_smallest():
    graph = compile(loads(MERGED))
    # NNN YNN (NYN YYN NYY) NNY YNY: by the first option as the lowest digit, the class where NYN stood
    assert graph.labels == ("NNN", "YNN", "-Y-", "NNY", "YNY")
    assert graph.members == (("NNN",), ("YNN",), ("NYN", "YYN", "NYY"), ("NNY",), ("YNY",))
    assert graph.rank.tolist() == [[1, 2, 0, 1, 2], [0, 0, 1, 0, 0]]
    assert (graph.status_quo, graph.transitive) == (2, False)
    ends = {(0, 0, 1), (0, 0, 2), (0, 1, 0), (0, 1, 2), (0, 2, 0), (0, 2, 1), (0, 2, 3), (0, 2, 4)}
    ends |= {(0, 3, 2), (0, 3, 4), (0, 4, 2), (0, 4, 3), (1, 0, 3), (1, 3, 0), (1, 1, 4), (1, 4, 1)}
    assert listed(graph) == ends
    plain = compile(loads(MERGED.replace("coalesced: [{if: stop}]\n", "")))
    assert (plain.size, plain.transitive, plain.arcs) == (7, True, None)


def test_a_move_that_merging_creates_is_warned_of():
    found = [d for d in diagnose(MERGED) if d.code == "W310"]
    assert [d.line for d in found] == [6] * 4
    assert "lets x go to NNN, which not all of its members allow" in found[0].message
    harmless = MERGED.replace("coalesced: [{if: stop}]", "coalesced: [{if: a and stop and not c}]")
    assert [d for d in diagnose(harmless) if d.code == "W310"] == []


def test_a_forbidden_move_that_nobody_has_is_warned_of():
    text = (
        "detente: 1\ndecision_makers: {x: {options: {a: A}}}\nforbidden_moves:\n  - {from: a, to: a}\n  - {from: a}\n"
    )
    assert [(d.code, d.line) for d in diagnose(text) if d.code == "W309"] == [("W309", 4)]


def test_where_moves_do_not_compose_nobody_moves_twice_in_succession():
    """x may go 1-2 and 2-3 but not 1-3: alone it gets no further than 2, with y in between it does."""
    text = """\
detente: 1
decision_makers: {x: {name: X}, y: {name: Y}}
states: [1, 2, 3, 4]
moves: {x: {1: 2, 2: 3, 4: 3}, y: {2: 4}}
preferences: {x: {ranking: 3 > 4 > 2 > 1}, y: {ranking: 4 > 3 > 2 > 1}}
"""
    graph = compile(loads(text))
    assert not graph.transitive
    assert joint_moves(graph, [0], 0).tolist() == [1]
    assert joint_moves(graph, [0, 1], 0).tolist() == [1, 2, 3]
    assert joint_moves(replace(graph, transitive=True), [0], 0).tolist() == [1, 2]  # what the flag guards against


def test_graph_form_is_what_the_canon_builds_from_the_same_lists():
    text = """\
detente: 1
decision_makers: {e: {name: East}, w: {name: West}}
states: {7: Quiet, 3: Crisis, z: Winter}
moves: {e: {3: z}, w: {3: [z, 7]}}
status_quo: 3
preferences: {e: {ranking: 7 > 3 > z}, w: [{one_of: [not z, 7], assumed: r}, 3]}
"""
    graph = compile(loads(text))
    arcs = {"East": [("3", "z")], "West": [("3", "z"), ("3", "7")]}
    same = graph_form(
        states=["7", "3", "z"],
        moves=arcs,
        rankings={"East": [["7"], ["3"], ["z"]], "West": [["3"], ["7"], ["z"]]},
        status_quo="3",
    )
    assert (graph.labels, graph.decision_makers, graph.options) == (same.labels, same.decision_makers, ())
    assert graph.rank.tolist() == same.rank.tolist()
    assert (graph.status_quo, graph.transitive) == (same.status_quo, False)
    assert listed(graph) == listed(same)
    assert listed(compile(loads(text.replace("[z, 7]", "[z]")))) != listed(same)
    statement = deciding_statement(loads(text), 1, 1, 0)
    assert statement is not None
    assert statement.want == parse("3")


def test_too_many_moves_to_list_are_refused_with_their_number():
    options = ", ".join(f"o{k}: O" for k in range(13))
    text = f"detente: 1\ndecision_makers: {{x: {{options: {{{options}}}}}}}\nforbidden_moves: [{{from: o1, to: o2}}]\n"
    with pytest.raises(DetenteError, match="67,108,864"):
        compile(loads(text))
