"""Conflict to graph, against a slow reading of one state at a time."""

import itertools
import random
import re

import numpy as np
import pytest

from detente.base import DetenteError
from detente.conditions import holds, parse
from detente.conflict import compile, deciding_statement, loads

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
