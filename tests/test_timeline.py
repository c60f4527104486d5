"""A dossier played forward by either clock: verdicts, causes, rounds and costs as they stood."""

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from detente.brief import bundled, load_record
from detente.cli.main import program
from detente.conflict import load
from detente.dossier.history import as_it_stood, standing
from detente.dossier.timeline import equilibria, step, timeline

VESSMARK = bundled("vessmark")


def trams():
    record = load_record(VESSMARK)
    return load(VESSMARK / "vessmark.yaml"), record, standing(record.entries())


def asked(*args):
    done = CliRunner().invoke(program, ["timeline", str(VESSMARK), *args])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_dispute_plays_forward_and_names_the_claim_that_turned_a_verdict():
    conflict, record, seen = trams()
    found = timeline(conflict, seen, told_rounds=record.rounds)
    assert [d.date for d in found.days] == [p.published for p in record.pages]
    assert found.days[2].step.turns == ()  # the copy adds nothing
    (gone,) = [t for t in found.days[3].step.turns if t.concept == "NASH" and not t.holds]
    assert (gone.state, gone.because) == (("strike",), ("fund-report",))
    early = timeline(conflict, seen, until=date(2031, 3, 13))
    assert early.days == found.days[:2]
    assert ("fund",) in found.days[0].equilibria["NASH"]  # the city's offer was not known yet


def literal_cause(conflict, every, before, after, turn):
    """Say by trying every set of changed claims which single ones are needed, one at a time left out."""
    changed = {e.claim.id for e in after} ^ {e.claim.id for e in before}

    def so(changes):
        stood = [e for e in every if (e in before) != (e.claim.id in changes)]
        return (turn.state in equilibria(as_it_stood(conflict, every, stood))[turn.concept]) == turn.holds

    assert so(changed) and not so(set())
    return {c for c in changed if not so(changed - {c})}, so


def test_causes_are_what_leaving_out_one_claim_undoes():
    conflict, _, seen = trams()
    before, shared, turns = (), 0, 0
    for day in seen.days:
        after = seen.on(day)
        for turn in step(conflict, seen.every, before, after).turns:
            needed, so = literal_cause(conflict, seen.every, before, after, turn)
            assert set(turn.because) == needed
            for claims in turn.either:
                assert so(set(claims)) and not needed
                assert not any(so(set(claims) - {c}) for c in claims)
            shared += bool(turn.either)
            turns += 1
        before = after
    assert turns > 10
    assert shared  # where each of two claims is enough, neither is named as the one


def test_a_cause_that_is_only_the_last_claim_would_be_caught():
    """Planted: blaming the latest page of the day, whatever it says."""
    conflict, _, seen = trams()
    found = step(conflict, seen.every, (), seen.on(seen.days[-1]))
    last = seen.on(seen.days[-1])[-1].claim.id
    assert any(turn.because and turn.because != (last,) for turn in found.turns)


def test_each_round_has_what_stood_on_its_day():
    conflict, record, seen = trams()
    first, second, third = timeline(conflict, seen, told_rounds=record.rounds).sessions
    assert first.settlement is None  # no page was out on 3 March
    assert second.settlement == (False, False) and third.settlement == (False, False)
    until = timeline(conflict, seen, told_rounds=record.rounds, until=date(2031, 3, 17)).sessions
    assert until[2].settlement is None


def test_costs_are_told_only_where_prices_are_given():
    plain = json.loads(asked("--json"))
    assert {d["least_lever_cost"] for d in plain["days"]} == {None}
    priced = json.loads(asked("--json", "--price", "drop=3", "--price", "commit=1"))
    assert [d["least_lever_cost"] for d in priced["days"]] == [None, None, None, 6.0]
    assert [r["least_lever_cost"] for r in priced["rounds"]] == [None, None, 6.0]
    assert "by your prices" in asked("--price", "drop=3") and "prices" not in asked()
    # the same words mean the same changes on every day: the union's last statement is not there at first
    last = json.loads(asked("--json", "--price", "drop:operator:1=1", "--price", "drop:operator:6=1"))
    assert len(last["days"]) == 4
    wrong = CliRunner().invoke(program, ["timeline", str(VESSMARK), "--price", "drop:operator:9=1"])
    assert wrong.exit_code == 2 and "E730" in wrong.stderr


def test_what_changed_since_a_day_is_told_together():
    document = json.loads(asked("--since", "2031-03-14", "--json"))
    assert [d["date"] for d in document["days"]] == ["2031-03-17"]
    assert [c["id"] for c in document["since"]["claims"]] == ["keep-denial", "round-3", "fund-report"]
    assert {t["because"][0] for t in document["since"]["vanished"]} == {"fund-report"}
    assert {t["because"][0] for t in document["since"]["appeared"]} == {"fund-report"}
    assert [(p["claim"], p["before"]) for p in document["since"]["positions"]] == [
        ("keep-denial", ["operator-refuses", "keep-report"]),
        ("fund-report", []),
    ]
    assert json.loads(asked("--json"))["since"] is None


def test_events_stand_in_order_of_their_day():
    document = json.loads(asked("--json"))
    assert [e["id"] for e in document["events"]] == ["round-1", "strike", "round-2", "round-3"]
    assert "What happened or is planned" in asked()


def test_a_claim_that_no_longer_stands_is_told_as_gone():
    conflict, _, seen = trams()
    after = seen.on(seen.days[-1])
    less = [e for e in after if e.claim.id != "fund-report"]
    found = step(conflict, seen.every, after, less)
    assert [e.claim.id for e in found.went] == ["fund-report"] and found.came == ()
    assert ("strike",) in [t.state for t in found.turns if t.holds]
    assert {t.because for t in found.turns} == {("fund-report",)}


def test_a_claim_without_a_day_is_named_apart_and_has_always_stood():
    conflict, record, _ = trams()
    entries = [replace(e, published=None) if e.claim.id == "city-offer" else e for e in record.entries()]
    found = timeline(conflict, standing(entries))
    assert [e.claim.id for e in found.undated] == ["city-offer"]
    assert ("fund",) not in found.days[0].equilibria["NASH"]


def test_the_document_keeps_the_shape_others_read():
    document = json.loads(asked("--json"))
    day = document["days"][2]
    assert {"date", "claims", "equilibria", "appeared", "vanished"} <= set(day)
    (copy,) = day["claims"]
    assert copy["copy_of"] == "keep-report" and copy["source"][-1] == "Evening Lantern"
    assert document["days"][3]["claims"][0]["denies"] == "keep-report"
    assert [r["date"] for r in document["rounds"]] == ["2031-03-03", "2031-03-12", "2031-03-24"]
    assert document["positions"]["Northloop"] == ["operator-refuses", "operator-funds", "keep-report", "keep-denial"]
    (apart,) = document["disagreements"]
    assert [p["claim"] for p in apart["positions"]] == ["operator-refuses", "keep-report", "keep-denial"]
    assert apart["positions"][1]["hedged"] and apart["positions"][1]["denied_by"] == ["keep-denial"]
    assert document["copies"][0]["copies"] == ["keep-copy"] and document["denials"][0]["claim"] == "keep-denial"


@pytest.mark.parametrize("more", [(), ("--as-of", "2031-03-14"), ("--since", "2031-03-05", "--price", "drop=1")])
def test_lines_for_people_fit_and_say_what_is_fictional(more):
    told = asked(*more)
    assert told.startswith("Fictional.")
    assert all(len(line) <= 80 for line in told.splitlines())
    assert "counted once" in told
    if "--as-of" in more:
        assert "(planned)" in told and "keep-denial" not in told
    else:
        assert "disagrees" in told and "denied by keep-denial" in told


def test_a_folder_without_a_record_is_one_clear_message(tmp_path):
    (tmp_path / "m.yaml").write_text((VESSMARK / "vessmark.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    done = CliRunner().invoke(program, ["timeline", str(tmp_path)])
    assert done.exit_code == 2 and "detente init" in done.stderr
