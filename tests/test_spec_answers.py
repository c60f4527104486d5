"""The shapes in spec/answers.md are those that the commands print, key by key."""

import copy
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.brief import bundled
from detente.cli.main import program

SPEC = Path(__file__).resolve().parents[1] / "spec" / "answers.md"
VESSMARK, GENEVA = str(bundled("vessmark")), str(bundled("geneva"))
WAIT = """
detente: 1
decision_makers:
  a: {name: A, options: {x: X}}
  b: {name: B, options: {y: Y}}
status_quo: {}
preferences:
  a: [{want: y if x, because: [c1]}, {want: x and y, assumed: test}]
  b: [{want: x if y, because: [c2]}, {want: x and y, assumed: test}]
"""
HINGE = """
detente: 1
decision_makers:
  a: {name: A, options: {x: X}}
status_quo: {}
preferences:
  a: [{want: not x, assumed: test, when: c}, {want: x, assumed: test}]
contested: [{id: c, weight: 0.25}]
settlement: x
"""
SEEN = WAIT.replace("want: x if y", "want: not x").replace("want: y if x", "want: x")
CALLS = {
    "readings": [[VESSMARK], [GENEVA], ["HINGE"]],
    "settle": [[VESSMARK], ["WAIT", "--settlement", "x and y", "--coalition", "a,b"]],
    "paths": [["WAIT", "--settlement", "x and y", "--coalition", "a,b"], [GENEVA]],
    "levers": [[GENEVA, "--settlement", "sign_u and guarantee", "--price", "drop=1"], [GENEVA]],
    "diff": [[f"{VESSMARK}@2031-03-13", VESSMARK], [GENEVA, "WAIT", "--settlement", "sign_u"], ["OTHER", VESSMARK]],
    "timeline": [[VESSMARK, "--since", "2031-03-13"], [GENEVA, "--price", "drop=1"]],
    "status-quo": [["WAIT", "--from", "NN", "--concept", "SEQ,GMR"], ["SEEN"]],
    "inverse": [
        ["WAIT", "--state", "YY", "--decision-maker", "a"],
        ["WAIT", "--state", "YN", "--decision-maker", "a"],
        ["WAIT", "--state", "YY", "--not-state", "YN", "--decision-maker", "a", "--concept", "SEQ"],
    ],
    "robustness": [["WAIT", "--state", "YY"]],
    "hypergame": [["WAIT", "--perceived", "a=SEEN"]],
    "concepts": [[]],
}


def spelled(name):
    part = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", SPEC.read_text(encoding="utf-8"), re.M | re.S).group(1)
    return json.loads(re.search(r"```json\n(.*?)```", part, re.S).group(1))


def fields(value, spec, at=""):
    """Yield (place, keys) for every object of a document; ``…`` in the spec is any key, lists are seen through."""
    if isinstance(value, dict):
        free = isinstance(spec, dict) and set(spec) == {"…"}
        if not free:
            yield at, frozenset(value)
        for key, inner in value.items():
            below = spec.get("…" if free else key) if isinstance(spec, dict) else None
            yield from fields(inner, below, f"{at}.{'…' if free else key}")
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner, spec[0] if isinstance(spec, list) and spec else None, f"{at}[]")


def gathered(documents, spec):
    """Return place → all keys seen there."""
    seen = {}
    for document in documents:
        for place, names in fields(document, spec):
            seen[place] = seen.get(place, frozenset()) | names
    return seen


def differing(documents, spec):
    """Return the keys that only the documents or only the spec have, at places that both have."""
    seen, told = gathered(documents, spec), gathered([spec], spec)
    both = {f"{place}.{key}" for place in seen.keys() & told.keys() for key in seen[place] ^ told[place]}
    return both | (seen.keys() - told.keys())


def printed(name, folder):
    texts = {
        "WAIT": WAIT,
        "HINGE": HINGE,
        "SEEN": SEEN,
        "OTHER": (Path(VESSMARK) / "vessmark.yaml").read_text(encoding="utf-8").replace("believed: no, ", ""),
    }
    for args in CALLS[name]:
        real = []
        for arg in args:
            before, mark, last = arg.rpartition("=")
            if last in texts:
                (folder / f"{last}.yaml").write_text(texts[last], encoding="utf-8")
                arg = f"{before}{mark}{folder / last}.yaml"
            real.append(arg)
        done = CliRunner().invoke(program, [name, *real, "--json"])
        if name == "diff" and "OTHER" not in args and done.exit_code:
            continue  # models that share nothing name another settlement
        assert done.exit_code == 0, (name, args, done.output)
        yield json.loads(done.stdout)


@pytest.mark.parametrize("name", CALLS)
def test_what_is_printed_is_what_is_specified(name, tmp_path):
    spec = spelled(name)
    documents = list(printed(name, tmp_path))
    for document in documents:
        for also in ("as_of", "one_report"):
            document.pop(also, None)
    assert differing(documents, spec) == set()
    never = gathered([spec], spec).keys() - gathered(documents, spec).keys()
    assert never <= {".days[].withdrawn[]", ".since.withdrawn[]"}  # nothing is withdrawn in a bundled dossier


def test_a_key_too_many_or_too_few_would_be_caught(tmp_path):
    spec = spelled("paths")
    document = next(printed("paths", tmp_path))
    assert differing([document], spec) == set()
    more = copy.deepcopy(document)
    more["paths"][0][0]["why"] = "planted"
    assert differing([more], spec) == {".paths[][].why"}
    less = copy.deepcopy(spec)
    del less["length"]
    assert differing([document], less) == {".length"}
