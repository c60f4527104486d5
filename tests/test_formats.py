"""The formats beside YAML and .gmcr: they say the same as the model, and what is read is what was written."""

import csv
import io
import json
import random
import re

import pytest
from click.testing import CliRunner

from detente.analysis import answer
from detente.base import DetenteError
from detente.catalog import names, read
from detente.cli.check import command as check
from detente.cli.convert import command as convert
from detente.conflict import compile, loads
from detente.graph import moves
from detente.interop import drawings, load_model, reachability, xu

SCRIPT = """\
% J(9,9,9) = 1; a remark
n = 2; % decision makers
m = 3;
J = zeros(m,m,n);
J(1,2,1) = 1; J( 2 , 1 , 1 )=1;  J(3,1,1) = 0;
payoff(:,1) = [3, 1.5 -2]';
J(2,3,2) = 1; J(2,3,1) = 1;   % both can do this
payoff(:,2) = [7;7;1]';
Mnash = zeros(n,m);
for i = 1:n
    Jp(:,:,i) = J(:,:,i).*Pp(:,:,i);
end
"""


def listed(graph):
    return {(i, s, t) for i in range(len(graph.decision_makers)) for s in range(graph.size) for t in moves(graph, i, s)}


def test_a_matlab_script_is_read_past_all_that_is_not_the_model(tmp_path):
    path = tmp_path / "script.m"
    path.write_text(SCRIPT)
    graph = compile(load_model(path))
    assert graph.labels == ("1", "2", "3")
    assert graph.rank.tolist() == [[2, 1, 0], [1, 1, 0]]
    assert listed(graph) == {(0, 0, 1), (0, 1, 0), (0, 1, 2), (1, 1, 2)}
    assert CliRunner().invoke(check, [str(path)]).exit_code == 0


@pytest.mark.parametrize("name", [*names("graph"), "cuban", "syria_iraq", "elmira_gmcrplus"])
def test_a_matlab_script_keeps_moves_and_orders(name):
    conflict = read(name).conflict
    graph, again = compile(conflict), compile(xu.loads(xu.dumps(conflict)))
    assert listed(graph) == listed(again)
    assert graph.rank.tolist() == again.rank.tolist()
    planted = compile(xu.loads(xu.dumps(conflict).replace("] = ", "]= ").replace("= 1;", "= 0;", 1)))
    assert listed(graph) != listed(planted)


def test_elmira_is_written_with_the_payoffs_of_the_published_script():
    text = xu.dumps(read("elmira").conflict)
    assert "payoff(:,1) = [4,3,8,7,5,2,9,6,1]';" in text
    assert "payoff(:,2) = [9,2,4,8,6,1,3,7,5]';" in text
    assert "payoff(:,3) = [6,2,8,3,7,4,9,5,1]';" in text
    assert text.count("J(") == 24


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("J(1,2,1)", "J(1,4,1)", "E503", 5),
        ("J(1,2,1)", "J(1,2,3)", "E503", 5),
        ("[3, 1.5 -2]", "[3, high -2]", "E502", 6),
        ("[3, 1.5 -2]", "[3, 1]", "E403", 6),
        ("payoff(:,2) = [7;7;1]';", "", "E403", 1),
        ("n = 2;", "n = 1;", "E503", 8),
        ("payoff", "pay", "E501", 0),
        ("m = 3;", "m = 99999;", "E501", 0),
    ],
)
def test_what_is_wrong_in_a_script_is_named_with_its_line(old, new, code, line):
    found = xu.diagnose(SCRIPT.replace(old, new), "script.m")
    assert (code, line) in [(d.code, d.line) for d in found]
    assert all(d.hint and d.file == "script.m" for d in found)
    with pytest.raises(DetenteError, match=code):
        xu.loads(SCRIPT.replace(old, new))


def test_a_damaged_script_ends_in_findings_and_never_in_a_traceback():
    rng = random.Random(1)
    faulty = 0
    for _ in range(300):
        text = SCRIPT
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(text) + 1)
            text = (
                text[:at]
                + rng.choice(["", "J(", "9", "]", "[", ",", "%", "payoff(:,", "e99", "\x00", "=", "Ж"])
                + text[at + rng.choice([0, 1, 7]) :]
            )
        found = xu.diagnose(text)
        faulty += bool(found)
        if not found:
            once = compile(xu.loads(text))
            assert listed(compile(xu.loads(xu.dumps(xu.loads(text))))) == listed(once)
    assert faulty > 50


OPTIONS = """\
detente: 1
title: "A & B_1: 100% \\\\ {odd}"
decision_makers:
  x: {name: "X & co", options: {a: {name: A_1, one_way: N->Y}, b: B}}
  y: {name: Y, options: {c: '=C "quoted"'}}
infeasible: [{if: a and b and c}]
forbidden_moves: [{by: x, from: b, to: not b}]
status_quo: [b]
preferences: {x: [a, c], y: [not c]}
"""


def test_the_nodes_say_what_each_state_is_and_where_it_leads(tmp_path):
    conflict = loads(OPTIONS)
    document = json.loads(reachability.dumps(conflict))
    graph = compile(conflict)
    assert [(n["id"], n["decimal"], n["ordered"], n["state"]) for n in document["nodes"]][5:] == [
        (5, "5", "6", "YNY"),
        (6, "6", "7", "NYY"),
    ]
    found = {(int(r["dm"][2:]), n["id"], r["target"]) for n in document["nodes"] for r in n["reachable"]}
    assert found == listed(graph)
    assert found != listed(compile(loads(OPTIONS.replace("forbidden_moves: [{by: x, from: b, to: not b}]\n", ""))))
    for node in document["nodes"]:
        for r in node["reachable"]:
            i = int(r["dm"][2:])
            assert r["payoffChange"] == graph.rank[i, r["target"]] - graph.rank[i, node["id"]]
    (tmp_path / "model.json").write_text(json.dumps(document))
    again = compile(load_model(tmp_path / "model.json"))
    assert again.rank.tolist() == graph.rank.tolist()
    assert again.one_way == graph.one_way


@pytest.mark.parametrize("name", ["garrison", "cuban", "elmira"])
def test_the_table_of_stability_says_what_analyze_says(name):
    conflict = read(name).conflict
    rows = list(csv.DictReader(io.StringIO(drawings.stability_csv(conflict))))
    document = answer(conflict)
    assert [row["state"] for row in rows] == [str(s["id"]) for s in document["states"]]
    for key, found in document["concepts"].items():
        assert [row["state"] for row in rows if row[key] == "1"] == [str(s) for s in found["equilibria"]]
        for who, stable in found["stable"].items():
            assert [row["state"] for row in rows if row[f"{key}: {who}"] == "1"] == [str(s) for s in stable]
    best = {
        who: [row["state"] for row in rows if row[f"rank: {who}"] == "1"]
        for who in document["concepts"]["NASH"]["stable"]
    }
    graph = compile(conflict)
    for i, who in enumerate(graph.decision_makers):
        top = graph.rank[i].max()
        assert len(best[who]) == (graph.rank[i] == top).sum()


def test_no_cell_is_taken_for_a_formula():
    merged = OPTIONS.replace("forbidden_moves: [{by: x, from: b, to: not b}]", "coalesced: [{if: b}]")
    conflict = loads(merged.replace("x: [a, c], y: [not c]", "x: [b], y: [b]").replace("name: Y,", "name: '=Y()',"))
    cells = [cell for row in csv.reader(io.StringIO(drawings.stability_csv(conflict))) for cell in row]
    assert "'-Y-" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_the_drawing_has_a_node_a_state_and_an_arc_a_move():
    conflict = loads(OPTIONS)
    graph, text = compile(conflict), drawings.dot(conflict)
    arcs = {
        (graph.decision_makers.index(who), int(s) - 1, int(t) - 1, style)
        for s, t, who, style in re.findall(r's(\d+) -> s(\d+) \[label="([^"]*)", color="[^"]*", style=(\w+)\]', text)
    }
    assert arcs == {
        (i, s, t, "solid" if graph.rank[i, t] > graph.rank[i, s] else "dashed") for i, s, t in listed(graph)
    }
    assert re.findall(r"s(\d+) \[label=\"[^\"]*\", penwidth=3\]", text) == ["3"]
    assert '\\\\ {odd}"' in text


def test_the_option_form_is_a_table_for_latex():
    text = drawings.option_form(loads(OPTIONS))
    assert r"\textbf{X \& co}" in text
    rows = re.findall(r"\\quad (.*?) & ((?:[YN] & )*[YN]) \\\\", text)
    graph = compile(loads(OPTIONS))
    letters = ["".join(column) for column in zip(*(row.split(" & ") for _, row in rows), strict=True)]
    assert letters == [graph.pattern(s) for s in range(graph.size)]
    assert r"\quad A\_1 & N & Y" in text
    assert r"\par Y: $1 \sim 2 \sim 3 \sim 4 \succ 5 \sim 6 \sim 7$" in text


def test_what_does_not_fit_a_format_is_refused_and_what_is_lost_is_said(tmp_path):
    graph, merged, large = tmp_path / "graph.yaml", tmp_path / "merged.yaml", tmp_path / "large.yaml"
    graph.write_text(read("elmira").text)
    merged.write_text(
        OPTIONS.replace("forbidden_moves: [{by: x, from: b, to: not b}]", "coalesced: [{if: a}]").replace(
            "[a, c], y: [not c]", "[a], y: [a]"
        )
    )
    many = ", ".join(f"o{k}: O" for k in range(13))
    large.write_text(f"detente: 1\ndecision_makers: {{x: {{options: {{{many}}}}}}}\n")
    for source, target, says in [
        (graph, "out.json", "E507"),
        (graph, "out.tex", "E507"),
        (merged, "out.json", "E507"),
        (large, "out.m", "E508"),
        (large, "out.json", "E508"),
        (large, "out.dot", "E508"),
        (large, "out.tex", "E508"),
    ]:
        done = CliRunner().invoke(convert, [str(source), str(tmp_path / target)])
        assert (done.exit_code, (tmp_path / target).exists()) == (1, False), (target, done.output)
        assert says in str(done.exception) + done.stderr
    done = CliRunner().invoke(convert, [str(merged), str(tmp_path / "out.dot"), "--json"])
    assert "cannot be read back" in json.loads(done.stdout)["lost"][0]
    assert "1 [label" in (tmp_path / "out.dot").read_text()
