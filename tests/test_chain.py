"""From the real page to an answer by commands alone: init, add, accept, draft-model, check, analyze; no hand edit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.conditions import If
from detente.conflict import load

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "../shared/documents/geneva.txt"
pytest.importorskip("spacy", reason="the reader's parser is not installed: pip install 'detente[read]'")
pytestmark = pytest.mark.skipif(
    not PAGE.is_file(), reason="the page is not beside this checkout (../shared/documents/geneva.txt)"
)


def detente(*words, code=0):
    call = [sys.executable, "-c", "from detente.cli import main; main()", *map(str, words)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, env=environment())
    assert done.returncode == code, done.stderr
    return done.stdout


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("chain") / "talks"
    detente("init", place)
    detente("add", place, PAGE, "--published", "2026-02-13", "--outlet", "The Moscow Times")
    detente("accept", place, "--all", "--who", "test")
    detente("draft-model", place, "-o", place / "draft.yaml")
    return place


def claims(folder):
    return json.loads(detente("claims", folder, "--json"))["claims"]


def test_every_claim_quotes_the_page_and_no_furniture(folder):
    found = claims(folder)
    text = (folder / "documents" / "geneva.txt").read_text(encoding="utf-8")
    assert found and all(c["status"] == "accepted" and c["quote"] in text for c in found)
    furniture = text.index("Sign up for our free weekly newsletter")
    assert all(text.index(c["quote"]) < furniture for c in found)
    assert {c["published"] for c in found} == {"2026-02-13"}


def test_the_draft_passes_check_without_a_hand_edit(folder):
    assert json.loads(detente("check", folder / "draft.yaml", "--json"))["errors"] == 0


def test_analyze_answers_on_the_draft(folder):
    answer = json.loads(detente("analyze", folder / "draft.yaml", "--json"))
    assert answer["model"]["decision_makers"] and answer["states"]
    assert set(answer["concepts"]) == {"NASH", "GMR", "SMR", "SEQ", "SSEQ"}
    assert answer["concepts"]["GMR"]["equilibria"]


def test_every_claim_is_in_the_draft_or_listed_with_the_reason(folder):
    text = (folder / "draft.yaml").read_text(encoding="utf-8")
    listed = {line.split()[3] for line in text.splitlines() if line.startswith("# Not placed: ")}
    model = load(folder / "draft.yaml")
    guards = [s.guard for dm in model.decision_makers for s in dm.statements] + [o.guard for o in model.options]
    behind = {claim for guard in guards for claim in guard.because}
    assert behind | listed == {claim["id"] for claim in claims(folder)} and not behind & listed


def test_the_draft_holds_the_demand_its_refusal_and_the_condition_of_the_page(folder):
    model = load(folder / "draft.yaml")
    kinds = {claim["id"]: claim["kind"] for claim in claims(folder)}
    behind = [(o.owner, {kinds[c] for c in o.guard.because}) for o in model.options]
    assert any(owner == "ukraine" and {"demand", "refusal"} <= found for owner, found in behind), behind
    assert {dm.id for dm in model.decision_makers} == {"ukraine", "united_states", "vladimir_putin"}
    (signing,) = [o for o in model.options if "sign a peace agreement" in o.name.lower()]
    assert signing.owner == "ukraine"  # "informed Ukraine that it would not … until it signs": who is told signs
    assert {o.owner for o in model.options if "sign" in o.id.split("_")} == {"ukraine"}  # who is told, not who tells
    (states,) = [dm for dm in model.decision_makers if dm.id == "united_states"]
    wanted = [s for s in states.statements if isinstance(s.want, If)]
    assert len(wanted) == 2 and all({kinds[c] for c in s.guard.because} == {"condition"} for s in wanted)
    assert all(s.guard.when for s in wanted)  # told by unnamed officials: it counts only where believed
    text = (folder / "draft.yaml").read_text(encoding="utf-8")
    assert "ORDER OF PRIORITY NOT SET" in text and "# Set the order of priority of Ukraine" in text
