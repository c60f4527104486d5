"""The drafted model: one element a position, each confirmed by nobody yet; it always loads and compiles."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from detente.claims import KINDS, Claim, Hop
from detente.conditions import show
from detente.conflict import compile, diagnose, loads
from detente.dossier import Entry
from detente.dossier.draft_model import written
from detente.dossier.parties import parties
from detente.dossier.placing import place
from detente.dossier.words import alike
from effort import cpu_seconds

GOLD = Path(__file__).resolve().parents[1] / "../shared/reading/dev"
EXAMPLES = Path(__file__).resolve().parents[1] / "src/detente/examples"


def entry(n, kind, quote, *actors, **more):
    start = more.pop("start", n * 1000)
    document = more.pop("document", "page.txt")
    claim = Claim(id=f"c{n}", quote=quote, start=start, end=start + len(quote), kind=kind, actors=actors, **more)
    return Entry(
        claim=claim,
        document=document,
        status="accepted",
        draft=1,
        local=f"c{n}",
        said=None,
        published=date(2031, 3, n % 28 + 1),
        entered="2031-03-01T00:00:00.000000Z",
    )


DEMAND = entry(1, "demand", "Ada Quill demanded that Tarn withdraw its boats from the bay", "Quay", "Tarn")
REFUSAL = entry(2, "refusal", "Tarn has rejected the idea outright", "Tarn")
CONDITION = entry(3, "condition", "Quay would not lift the ban until Tarn signs the treaty", "Quay", "Tarn")
POSSIBILITY = entry(4, "possibility", "Tarn might be ready to share the pier", "Tarn", hedged=True)
PLAN = entry(5, "plan", "They will meet on Monday", "Quay", "Tarn")


def drafted(*entries, texts=(), same=None, most=12):
    placed = place(entries, texts, same, most)
    text, notes = written("talks", entries, placed)
    conflict = loads(text)
    graph = compile(conflict)
    assert len(conflict.decision_makers) >= 1 and len(graph.codes) >= 1
    return conflict, text, notes


def wants(conflict, dm):
    (found,) = [d for d in conflict.decision_makers if d.name == dm]
    return [(show(s.want), s.guard.because, s.guard.when) for s in found.statements]


def test_a_demand_is_an_option_of_the_addressee_and_a_statement_of_the_demander():
    conflict, text, _ = drafted(DEMAND)
    (option,) = conflict.options
    assert (option.owner, option.guard.because) == ("tarn", ("c1",))
    assert option.name == "Withdraw its boats from the bay"
    assert wants(conflict, "Quay") == [(option.id, ("c1",), ())]
    assert wants(conflict, "Tarn") == []
    assert text.count("# drafted, confirm") >= 4
    assert (conflict.title, str(conflict.as_of)) == ("Draft from the dossier talks", "2031-03-02")


def test_a_refusal_of_the_idea_shares_the_option_of_the_demand_before_it():
    conflict, text, _ = drafted(DEMAND, REFUSAL)
    (option,) = conflict.options
    assert option.guard.because == ("c1", "c2")
    assert wants(conflict, "Tarn") == [(f"not {option.id}", ("c2",), ())]
    assert "“the idea outright” is taken for what c1 demands" in text


def test_a_refusal_of_the_same_thing_in_other_words_shares_the_option():
    other = entry(2, "refusal", "Tarn would not withdraw any boats from the bay", "Tarn")
    assert len(drafted(DEMAND, other)[0].options) == 1


def test_a_refusal_of_something_else_has_an_option_of_its_own():
    other = entry(2, "refusal", "Tarn would not withdraw its boats from Sund", "Tarn")
    demand = entry(1, "demand", "Quay demanded that Tarn withdraw its boats from Hallands Bay", "Quay", "Tarn")
    assert len(drafted(demand, other)[0].options) == 2  # the scope differs


def test_a_refusal_that_points_at_nothing_is_not_placed():
    conflict, text, notes = drafted(replace(REFUSAL, document="other.txt"), DEMAND)
    assert len(conflict.options) == 1 and wants(conflict, "Tarn") == []
    assert any(note.startswith("Not placed: c2 (refusal): it refuses “the idea outright”") for note in notes)
    assert "# Not placed: c2" in text


def test_a_condition_is_two_statements_over_two_options():
    conflict, _, _ = drafted(CONDITION)
    lift, sign = conflict.options
    assert (lift.owner, lift.name, sign.owner, sign.name) == ("quay", "Lift the ban", "tarn", "Sign the treaty")
    expected = [(f"{lift.id} if {sign.id}", ("c3",), ()), (f"not {lift.id} if not {sign.id}", ("c3",), ())]
    assert wants(conflict, "Quay") == expected


def test_the_halves_given_stand_above_the_words_of_the_passage():
    halves = ("lift the embargo", "Tarn opens the port")
    conflict, _, _ = drafted(replace(CONDITION, claim=replace(CONDITION.claim, halves=halves)))
    assert [o.name for o in conflict.options] == ["Lift the embargo", "Open the port"]


def test_who_meets_a_condition_is_not_whom_it_names_as_its_object():
    words = "Sund had told Tarn that it would not lift the ban until it signs a deal with Quay"
    told = entry(3, "condition", words, "Sund", "Quay")
    conflict, text, _ = drafted(told, DEMAND)
    sign = next(o for o in conflict.options if o.name.startswith("Sign a deal"))
    assert sign.owner == "tarn" and "that Tarn meets the condition is read from the sentence" in text
    assert any("who meets the condition is not given" in note for note in drafted(told)[2])


def test_who_says_it_takes_the_position_where_no_actor_is_named_but_not_for_a_possibility():
    spoken = (Hop(name="Bo Lind"), Hop(outlet="Post"))
    no = entry(2, "refusal", "“We will not sell the pier,” Bo Lind said", source=spoken)
    maybe = entry(4, "possibility", "the pier might close", source=spoken)
    unsaid = entry(6, "refusal", "The pier would not be sold", source=(Hop(outlet="Post"),))
    conflict, text, notes = drafted(no, maybe, unsaid)
    assert [(d.name, len(d.statements)) for d in conflict.decision_makers] == [("Bo Lind", 1)]
    assert "it names no actor, so Bo Lind, who says it, is taken" in text
    assert sum("it names no actor: add one" in note for note in notes) == 2


def test_what_a_party_would_do_itself_is_no_demand_on_another():
    tie = entry(1, "demand", "Quay has sought to tie the deal to Western guarantees", "Quay", "Western")
    conflict, _, notes = drafted(tie)
    assert not conflict.options and any("what Quay itself would do" in note for note in notes)


def test_a_possibility_counts_only_where_it_is_believed():
    conflict, _, _ = drafted(POSSIBILITY, DEMAND)
    option = next(o for o in conflict.options if o.guard.because == ("c4",))
    assert wants(conflict, "Tarn") == [(option.id, ("c4",), ("c4",))]
    assert [c.id for c in conflict.contested] == ["c4"]
    believed, doubted = compile(conflict), compile(conflict, frozenset())
    tarn = believed.decision_makers.index("Tarn")
    assert len(set(believed.rank[tarn].tolist())) == 2 and len(set(doubted.rank[tarn].tolist())) == 1


def test_a_claim_of_unnamed_origin_is_contested_too():
    unnamed = replace(DEMAND, claim=replace(DEMAND.claim, source=(Hop(anonymous=True), Hop(outlet="Post"))))
    conflict, text, _ = drafted(unnamed)
    assert wants(conflict, "Quay")[0][2] == ("c1",) and "somebody unnamed stands in its chain" in text


def test_a_denial_and_a_plan_are_listed_with_the_reason():
    denial = replace(DEMAND, claim=replace(DEMAND.claim, negated=True))
    conflict, text, notes = drafted(denial, PLAN)
    assert not conflict.options
    assert [n for n in notes if n.startswith("Not placed")] == [
        "Not placed: c1 (demand): it denies a demand: see which claim it answers.",
        "Not placed: c5 (plan): a plan is a step, not a position.",
    ]
    assert all(f"# {note}" in text for note in notes)


def test_the_order_of_priority_is_left_to_the_analyst_and_said_so():
    _, text, notes = drafted(DEMAND, REFUSAL, CONDITION, POSSIBILITY)
    quay = next(n for n in notes if n.startswith("Set the order of priority of Quay"))
    assert "withdraw_boats_bay" in quay and "lift_ban if sign_treaty" in quay
    assert text.count("ORDER OF PRIORITY NOT SET") == 2


def test_two_statements_against_each_other_are_pointed_out():
    hope = entry(4, "possibility", "Tarn might withdraw its boats from the bay", "Tarn")
    _, _, notes = drafted(DEMAND, REFUSAL, hope)
    assert any("pull in opposite directions" in note for note in notes)


def test_the_same_wish_from_two_claims_is_one_statement_with_both():
    again = entry(6, "demand", "Quay urged Tarn to withdraw its boats from the bay", "Quay", "Tarn")
    conflict, _, _ = drafted(DEMAND, again)
    assert [because for _, because, _ in wants(conflict, "Quay")] == [("c1", "c6")]


def test_a_demand_without_addressee_is_not_placed():
    alone = replace(DEMAND, claim=replace(DEMAND.claim, actors=("Quay",), quote="Quay demanded more boats"))
    conflict, _, notes = drafted(alone)
    assert not conflict.options and any("whom the demand is addressed to" in note for note in notes)


def test_a_person_speaks_for_whom_a_page_or_the_analyst_says():
    person = replace(REFUSAL, claim=replace(REFUSAL.claim, actors=("Bo Lind",)))
    conflict, _, notes = drafted(DEMAND, person)
    assert any("no accepted demand on Bo Lind" in note for note in notes)
    for more in ({"texts": ["In the end Tarn’s Bo Lind has said no."]}, {"same": {"Bo Lind": "Tarn"}}):
        conflict, _, notes = drafted(DEMAND, person, **more)
        assert [d.name for d in conflict.decision_makers] == ["Quay", "Tarn"]
        assert len(conflict.options) == 1 and any(n.startswith("Bo Lind is drafted as Tarn") for n in notes)


@pytest.mark.parametrize(
    "text", ["Quay's Tarn policy failed.", "Quay and Tarn’s Quay problem", "Tarn’s boats, Quay said"]
)
def test_a_party_is_not_put_under_another_by_a_compound(text):
    assert not parties(["Quay", "Tarn"], [text], {}).of


def test_a_name_without_letters_joins_nothing():
    assert parties(["", "“”", "Tarn"], ["Tarn’s “” has said no."], {}).of == {}


def test_short_names_join_long_ones_only_where_one_fits():
    joined = parties(["Lind", "Bo Lind", "Quay"], [], {})
    assert joined("Lind") == "Bo Lind"
    assert parties(["Lind", "Bo Lind", "Eva Lind"], [], {})("Lind") == "Lind"


def test_at_most_so_many_options_are_drafted():
    many = [entry(n, "demand", f"Quay demanded that Tarn do task{n} and job{n}", "Quay", "Tarn") for n in range(1, 20)]
    conflict, _, notes = drafted(*many, most=5)
    assert len(conflict.options) == 5 and sum("options at most" in note for note in notes) == 14


def test_nothing_accepted_still_gives_a_file_that_loads():
    conflict, _, notes = drafted()
    assert len(conflict.decision_makers) == 1 and "No claim is accepted yet" in notes[0]


def test_names_that_differ_only_in_what_a_line_cannot_show_stay_apart():
    long = "The Joint Commission " * 6
    entries = [
        entry(1, "demand", "A demanded that B leave", "A  x", f"{long}one"),
        entry(2, "demand", "A demanded that B leave", "A x", f"{long}two"),
    ]
    assert len({d.name for d in drafted(*entries)[0].decision_makers}) == 4


def test_words_in_any_script_become_ids():
    ask = entry(1, "demand", "Київ вимагає вивести війська з області", "Київ", "Москва")
    no = entry(2, "refusal", "رفضت الحكومة الخطة", "الحكومة")
    conflict, _, _ = drafted(ask, no)
    assert [o.id for o in conflict.options] == ["київ_вимагає_вивести_війська", "رفضت_الحكومة_الخطة"]
    assert [d.id for d in conflict.decision_makers] == ["київ", "москва", "الحكومة"]


def test_scope_is_never_flattened():
    assert not alike("withdraw from the whole Donbas", "withdraw from the Donetsk region")
    assert not alike("raise wages 11 percent", "raise wages 19 percent")
    assert alike("withdraw all troops", "the withdrawal of troops")


WORDS = st.text(max_size=40) | st.sampled_from(
    ["Quay demanded that Tarn not sign if null", "would not: until #", "might {a: b}", '"', "\u2028\x85\ud800", "- [x]"]
)


@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), WORDS, st.lists(WORDS, max_size=3), st.booleans(), st.booleans()), max_size=12
    ),
    st.booleans(),
)
def test_whatever_the_claims_say_the_file_loads_and_compiles(drawn, halved):
    entries = [
        entry(n, kind, quote, *actors, hedged=hedged, halves=(quote, quote[::-1]) if halved and negated else None)
        for n, (kind, quote, actors, hedged, negated) in enumerate(drawn, 1)
    ]
    conflict, text, _ = drafted(*entries)
    assert [d.code for d in diagnose(text) if d.severity == "error"] == []
    mentioned = {c for dm in conflict.decision_makers for s in dm.statements for c in s.guard.because}
    listed = {line.split()[3] for line in text.splitlines() if line.startswith("# Not placed: ")}
    assert mentioned | listed == {e.claim.id for e in entries} and not mentioned & listed


@pytest.mark.parametrize(
    "text", [" " * 50_000 + "x", "a, " * 20_000, "would not if that said " * 3000, "be ready to " * 5000]
)
@pytest.mark.parametrize("kind", ["demand", "refusal", "condition", "possibility"])
def test_a_hostile_passage_takes_no_time(text, kind):
    with cpu_seconds(10):
        drafted(entry(1, kind, text, "Tarn", "Quay", halves=(text, text)), entry(2, kind, text, "Quay", "Tarn"))


def bundled_claims(name):
    data = YAML(typ="safe", pure=True).load((EXAMPLES / name / "record.yaml").read_text(encoding="utf-8"))
    return [
        entry(n, c["kind"], c["quote"], *c.get("actors", ()), hedged="hedged" in c.get("detail", ""))
        for n, c in enumerate(data["claims"].values(), 1)
    ]


def test_the_bundled_tram_dispute_drafts_what_its_authors_modelled():
    entries = bundled_claims("vessmark")
    conflict, _, _ = drafted(*entries)
    by = {e.claim.id: e.claim.kind for e in entries}
    assert {o.owner for o in conflict.options} == {"drivers_union", "northloop", "vessmark"}
    keep = next(o for o in conflict.options if o.name == "Keep the Eastgate depot")
    assert {by[c] for c in keep.guard.because} == {"refusal", "possibility"} and keep.owner == "northloop"
    raise_pay = next(o for o in conflict.options if o.name == "Raise night pay")
    fund = next(o for o in conflict.options if o.name == "Fund the night service")
    assert (raise_pay.owner, fund.owner) == ("northloop", "vessmark")
    assert f"{raise_pay.id} if {fund.id}" in [want for want, _, _ in wants(conflict, "Northloop")]


@pytest.mark.skipif(
    not GOLD.is_dir(), reason="the annotated pages are not beside this checkout (../shared/reading/dev)"
)
def test_every_annotated_dispute_gives_a_model():
    pages = sorted(GOLD.glob("*.gold.json"))
    assert pages
    for page in pages:
        claims = json.loads(page.read_text(encoding="utf-8"))["claims"]
        entries = [
            entry(n, c["kind"], c["quote"], *c["actors"], negated=c["negated"], hedged=c["hedged"])
            for n, c in enumerate(claims, 1)
        ]
        conflict, _, _ = drafted(*entries)
        assert len(conflict.options) >= 3 and len(conflict.decision_makers) >= 2, page.name
