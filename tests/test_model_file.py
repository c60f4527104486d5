"""The model file: what is read, what is refused and where, the resolved form."""

import json
import random
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from detente.base import DetenteError
from detente.cli.check import command as check
from detente.cli.resolve import command as resolve
from detente.conflict import compile, diagnose, dump, file, load, loads
from detente.conflict.tree import read_tree
from detente.graph import moves
from effort import cpu_seconds

TALKS = """\
detente: 1
title: Talks in a made-up harbour
as_of: 2026-02-13
decision_makers:
  north: {name: North, options: {no: Say no, sign: Sign the treaty}}
  south: {name: South, options: {cover: {name: Cover the harbour, one_way: N->Y}}}
infeasible:
  - {if: cover and not sign, why: order of signing, because: c1, when: c1}
status_quo: {}
preferences:
  north:
    - {want: not sign, because: [c2]}
    - {want: cover if sign, assumed: a reason}
  south:
    - {want: sign, assumed: a reason}
contested: [c1]
"""


def codes(text):
    return [(d.code, d.line) for d in diagnose(text)]


def test_an_option_called_no_stays_a_word():
    conflict = loads(TALKS)
    assert [o.id for o in conflict.options] == ["no", "sign", "cover"]
    assert conflict.options[2].one_way == "N->Y"
    assert conflict.status_quo == ()
    assert conflict.default_reading == {"c1"}
    assert diagnose(TALKS) == []


def test_a_misspelt_option_is_named_with_its_place_and_the_nearest_one():
    found = diagnose(TALKS.replace("cover if sign", "cover if singn"), "talks.yaml")
    assert [(d.code, d.line, d.column, d.length) for d in found] == [("E203", 13, 23, 5)]
    assert found[0].hint == "did you mean 'sign' (North)?"


def test_all_findings_come_at_once():
    bad = TALKS.replace("want: not sign", "want: not sgin").replace("contested: [c1]", "contested: [c9]")
    bad = bad.replace("detente: 1\n", "detente: 2\n").replace("2026-02-13", "13 February")
    assert codes(bad) == [("E302", 1), ("E305", 3), ("E205", 8), ("E203", 12), ("W303", 16)]


def test_the_resolved_form_reads_back_as_the_same_conflict():
    resolved = dump(loads(TALKS))
    assert dump(loads(resolved)) == resolved
    assert dump(loads(TALKS.replace("not sign", "sign"))) != resolved


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_cannot_be_opened_is_said_in_words(tmp_path, name):
    with pytest.raises(DetenteError) as caught:
        load(tmp_path / name)
    assert [d.code for d in caught.value.diagnostics] == ["E108"]


def test_check_ends_with_the_promised_codes(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(TALKS)
    bad.write_text(TALKS.replace("want: not sign", "want: not sgin"))
    run = CliRunner().invoke
    assert run(check, [str(good)]).exit_code == 0
    assert run(check, [str(good), str(bad)]).exit_code == 1
    assert run(check, [str(tmp_path / "none.yaml")]).exit_code == 2
    assert run(resolve, [str(good)]).output == dump(loads(TALKS))


CORPUS = Path(__file__).parent / "corpus"
VALID = sorted((CORPUS / "valid").glob("*.yaml"))
INVALID = sorted((CORPUS / "invalid").glob("*.yaml"))


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_a_valid_file_is_read_and_its_resolved_form_says_the_same(path):
    text = path.read_text(encoding="utf-8")
    assert [d for d in diagnose(text) if d.severity == "error"] == []
    first, again = loads(text), loads(dump(loads(text)))
    assert dump(again) == dump(first)
    for reading in (None, frozenset(), frozenset(c.id for c in first.contested)):
        one, other = compile(first, reading), compile(again, reading)
        assert one.rank.tolist() == other.rank.tolist()
        assert (one.labels, one.members, one.status_quo) == (other.labels, other.members, other.status_quo)
        for i in range(len(one.decision_makers)):
            assert [moves(one, i, s).tolist() for s in range(one.size)] == [
                moves(other, i, s).tolist() for s in range(other.size)
            ]


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.stem)
def test_an_invalid_file_gives_the_code_and_line_it_names(path):
    text = path.read_text(encoding="utf-8")
    expected = re.match(r"# expect: (\w+) line (\d+)", text)
    found = diagnose(text, path.name)
    assert (expected[1], int(expected[2])) in [(d.code, d.line) for d in found if d.severity == "error"]
    assert all(d.hint for d in found)


def test_the_corpus_has_every_error_of_the_format():
    source = "".join(p.read_text() for p in Path(file.__file__).parent.glob("*.py"))
    known = set(re.findall(r'"(E[1-4]\d\d)"', source))
    shown = {re.match(r"# expect: (\w+)", p.read_text(encoding="utf-8"))[1] for p in INVALID}
    assert known - shown == {"E106", "E108", "E402", "E406"}  # too long, not there, too many: tested elsewhere


JUNK = ["", "\n", " ", ":", "- ", "{", "}", "[", "]", "'", '"', "#", "&a ", "*a", "!!x ", "|", ">", "? ", "%", "\t"]
JUNK += [
    "---\n",
    "...\n",
    "\0",
    "\ufeff",
    "\u2028",
    "null",
    "not ",
    "(",
    "if",
    "iff",
    "<<: ",
    "@",
    "`",
    ",",
    "\r",
    "YN",
]


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_a_mutated_file_ends_in_diagnostics_and_never_in_a_traceback(path):
    rng = random.Random(path.stem)
    text = path.read_text(encoding="utf-8")
    faulty = 0
    for _ in range(150):
        broken = text
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(broken) + 1)
            broken = broken[:at] + rng.choice(JUNK) + broken[at + rng.choice([0, 0, 1, 5]) :]
        found = diagnose(broken)
        if any(d.severity == "error" for d in found):
            faulty += 1
        else:
            assert dump(loads(dump(loads(broken)))) == dump(loads(broken))
    assert faulty > 30


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 2_000_001, "E106"),
        ("[" * 500_000, "E104"),
        ("? " * 300_000, "E104"),
        (TALKS.replace("[c1]", "[c1, \ufffe]"), "E105"),
        (TALKS.replace("[c1]", '[c1, "\\ud800"]'), "E105"),
        (TALKS + "option_order: [" + "no," * 20_000 + "]", "E201"),
        (TALKS.replace("infeasible:", "infeasible:\n  - {at_most_one: [" + "no," * 3_000 + "]}"), "E304"),
        (TALKS.replace("{no: Say no", "{" + "".join(f"o{i}: x, " for i in range(27)) + "no: no"), "W308"),
    ],
    ids=["long", "nested", "questions", "not-a-character", "half-a-character", "repeated", "pairs", "many-options"],
)
def test_hostile_text_is_refused_in_bounded_time(text, code):
    with cpu_seconds(20):
        assert code in [d.code for d in diagnose(text)]


def test_a_status_quo_that_cannot_be_is_a_warning():
    found = diagnose(TALKS.replace("status_quo: {}", "status_quo: [cover]"))
    assert [(d.code, d.severity, d.line) for d in found] == [("W306", "warning", 9)]


def test_the_program_itself_ends_with_the_promised_codes(tmp_path):
    (tmp_path / "bad.yaml").write_text(TALKS.replace("want: not sign", "want: not sgin"))
    for arguments, code in [
        (["check", "bad.yaml"], 1),
        (["check", "none.yaml"], 2),
        (["resolve", "bad.yaml"], 1),
        (["convert", "bad.yaml", "out.gmcr"], 1),
        (["convert", "bad.yaml", "out.pdf"], 2),
    ]:
        command = [sys.executable, "-c", "from detente.cli import main; main()", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (arguments, done.returncode) == (arguments, code)
        assert "Traceback" not in done.stderr


SPEC = Path(__file__).parents[1] / "spec"


def plain(node):
    """A tree as the schema sees it: mappings, lists and strings."""
    if node.kind == "mapping":
        return {key.text: plain(value) for key, value in node.pairs}
    return [plain(item) for item in node.items] if node.kind == "list" else node.text


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_the_schema_takes_the_valid_files_and_their_resolved_forms(path):
    schema = jsonschema.Draft202012Validator(json.loads((SPEC / "model.schema.json").read_text()))
    text = path.read_text(encoding="utf-8")
    for form in (text, dump(loads(text))):
        assert [e.message for e in schema.iter_errors(plain(read_tree(form)[0]))] == []


SHAPE = [p for p in INVALID if p.read_text().startswith(("# expect: E301", "# expect: E302", "# expect: E303"))]


@pytest.mark.parametrize("path", SHAPE, ids=lambda p: p.stem)
def test_the_schema_refuses_what_is_wrong_in_shape(path):
    schema = jsonschema.Draft202012Validator(json.loads((SPEC / "model.schema.json").read_text()))
    text = path.read_text(encoding="utf-8")
    assert list(schema.iter_errors(plain(read_tree(text)[0])))


def test_the_example_in_the_specification_is_a_valid_file():
    talks, winter = re.findall(r"```yaml\n(.*?)```", (SPEC / "model-file.md").read_text(), re.DOTALL)
    assert compile(loads(talks)).size == 4
    assert compile(loads(winter)).labels == ("1", "2", "3")
    assert diagnose(talks) == []
    assert [d.code for d in diagnose(winter)] == ["W302"]


def test_the_specification_lists_exactly_the_codes_that_can_appear():
    source = "".join(p.read_text() for p in Path(file.__file__).parent.glob("*.py"))
    listed = set(re.findall(r"^\| ([EW]\d{3}) \|", (SPEC / "model-file.md").read_text(), re.MULTILINE))
    assert listed == set(re.findall(r'"([EW][1-4]\d\d)"', source))
