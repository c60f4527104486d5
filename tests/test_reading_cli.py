"""detente read: the promised JSON, and nothing else on standard output; every file that cannot be read says why."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import program

PAGES = Path(__file__).resolve().parent / "reading"
CLAIM = {
    "id": str,
    "quote": str,
    "start": int,
    "end": int,
    "kind": str,
    "source": list,
    "cue": (str, type(None)),
    "hedged": bool,
    "negated": bool,
    "actors": list,
    "places": list,
    "dates": list,
    "numbers": list,
    "confidence": float,
}


def run(*args, **kwargs):
    return CliRunner().invoke(program, ["read", *map(str, args)], standalone_mode=False, **kwargs)


def test_json_is_one_document_of_the_promised_shape():
    done = run(PAGES / "gas_transit.txt", "--published", "2031-02-04", "--outlet", "Polar Press", "--json")
    assert done.exit_code == 0
    page = json.loads(done.stdout)
    document = page["document"]
    assert set(document) >= {"title", "outlet", "published", "text", "cut"}
    assert (document["outlet"], document["published"]) == ("Polar Press", "2031-02-04")
    assert document["cut"] and all(set(cut) >= {"text", "reason"} for cut in document["cut"])
    assert len(page["claims"]) > 10
    for number, claim in enumerate(page["claims"], 1):
        assert claim["id"] == f"c{number}"
        for key, kind in CLAIM.items():
            assert isinstance(claim[key], kind), key
        assert document["text"][claim["start"] : claim["end"]] == claim["quote"]
        assert claim["source"][-1] == {"outlet": "Polar Press"}
        assert all(set(hop) >= {"name", "role", "anonymous", "count"} or "outlet" in hop for hop in claim["source"])
        assert all(set(d) >= {"text", "start", "end"} for d in claim["dates"])
        assert all(set(n) >= {"text", "value", "relation", "unit"} for n in claim["numbers"])
        assert 0 <= claim["confidence"] <= 1


def test_a_folder_becomes_one_line_a_page_and_a_bad_file_does_not_stop_the_rest(tmp_path):
    for n in range(3):
        (tmp_path / f"page{n}.txt").write_text("The talks ended on Monday without a deal, the minister said.\n")
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    done = run(tmp_path, "--jsonl")
    assert done.exit_code == 2
    pages = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(pages) == 3 and all(page["claims"] for page in pages)
    assert "broken.txt" in done.stderr and "E904" in done.stderr


def test_without_a_flag_people_can_read_it():
    done = run(PAGES / "border_pillars.html")
    assert done.exit_code == 0
    assert "Kolvar and Meren edge toward a line on the map" in done.stdout and "←" in done.stdout


def test_standard_input_is_a_page_too():
    done = run("-", "--json", input="The talks ended on Monday without a deal, the minister said.\n")
    assert json.loads(done.stdout)["claims"][0]["kind"] == "event"


@pytest.mark.parametrize(
    ("name", "data", "code"), [("empty.txt", b"", "E903"), ("bin.html", b"\x7fELF\x00\x00\x01", "E904")]
)
def test_a_file_that_cannot_be_read_ends_in_2_with_the_reason(tmp_path, name, data, code):
    (tmp_path / name).write_bytes(data)
    done = run(tmp_path / name, "--json")
    assert (done.exit_code, done.stdout) == (2, "") and code in done.stderr


def test_a_date_that_is_none_is_told_before_anything_is_read():
    done = run(PAGES / "gas_transit.txt", "--published", "yesterday")
    assert done.exit_code == 2 and "E907" in done.stderr


def test_help_has_an_example():
    assert "Example: detente read" in " ".join(run("--help").stdout.split())


def test_the_parser_is_loaded_only_to_draft():
    code = (
        "import sys; from detente.reading import draft, load; load('Some words, he said.'); "
        "assert 'spacy' not in sys.modules; draft(load('A.')); print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True"


def test_without_the_parser_plain_rules_draft_and_say_what_is_missing(monkeypatch):
    from detente.reading import parse

    text = "The strike will end on Monday, the minister, Oda Brenn, said.\n\nShe denied that the union had won."
    parse.model.cache_clear()
    monkeypatch.setattr(parse, "MODEL", "no_such_parser")
    try:
        done = run("-", "--json", "--published", "2031-05-06", "--outlet", "Olm Post", input=text)
    finally:
        parse.model.cache_clear()
    assert done.exit_code == 0 and "pip install 'detente[read]'" in done.stderr
    first, second = json.loads(done.stdout)["claims"]
    assert [hop.get("name") or hop["outlet"] for hop in first["source"]] == ["Oda Brenn", "Olm Post"]
    assert first["dates"][0]["start"] == "2031-05-12" and first["kind"] == "plan"
    assert second["negated"] and second["source"][0]["name"] == "Oda Brenn" and second["resolved"]
    assert all(claim["confidence"] <= 0.5 for claim in (first, second))
