"""What was cut can be put back: it stays back, and what was decided stays where its passage stands."""

import json

import pytest

from detente import dossier
from detente.base import DetenteError
from detente.reading import load
from program import call

CUT = "Join our channel: the rota was signed in secret on Friday, our sources say."
PAGE = f"""Skip to content

Harbour strike in Olm

The dockers of Olm refused a new rota on Monday, their secretary, Ilka Dorn, said.

{CUT}

The harbour board said the rota would start in June. The dockers said they would not return before it is withdrawn.
"""


def test_a_piece_is_put_back_at_its_place_and_said_so():
    plain = load(PAGE, published="2031-05-06")
    assert CUT in [cut.text for cut in plain.cut]
    back = load(PAGE, published="2031-05-06", restore=["signed in secret"])
    assert back.text.split("\n\n")[1] == CUT and back.source == PAGE
    assert [cut.text for cut in back.cut] == [cut.text for cut in plain.cut if cut.text != CUT]
    assert any(note.startswith("put back by hand") for note in back.notes)
    assert load(PAGE, restore=["all"]).cut == ()
    for at, place, length in back.origin:
        assert back.text[at : at + length] == PAGE[place : place + length]


def test_words_that_were_not_cut_cannot_be_put_back():
    with pytest.raises(DetenteError, match="E916"):
        load(PAGE, restore=["the moon"])


def test_in_a_dossier_claims_keep_their_ids_and_decisions_and_their_places_are_right(tmp_path):
    file, talks = tmp_path / "page.txt", tmp_path / "talks"
    file.write_text(PAGE, encoding="utf-8")
    call("init", talks)
    call("add", talks, file, "--published", "2031-05-06")
    before = {c["id"]: c for c in json.loads(call("claims", talks, "--json")[1])["claims"]}
    last = list(before)[-1]
    call("accept", talks, last)
    done, _, err = call("add", talks, file, "--restore", "signed in secret")
    assert done == 0, err
    after = {c["id"]: c for c in json.loads(call("claims", talks, "--json")[1])["claims"]}
    with dossier.open_ledger(talks) as ledger:
        text = ledger.document("page.txt").document.text
        triggers = [t for entry in ledger.claims() for t in entry.claim.triggers]
    assert triggers and all(text[t.start : t.end] == t.text for t in triggers)
    assert CUT in text and set(before) <= set(after)
    for ident, claim in after.items():
        assert text[claim["start"] : claim["end"]] == claim["quote"], ident
    assert after[last]["status"] == "accepted" and after[last]["start"] > before[last]["start"]
    assert {after[i]["status"] for i in before if i != last} == {"draft"}
    # a later date drafts again, and the piece stays back
    call("add", talks, file, "--published", "2031-05-07")
    with dossier.open_ledger(talks) as ledger:
        assert CUT in ledger.document("page.txt").document.text
    assert call("add", talks, file)[2].count("nothing changed") == 1
    assert "E916" in call("add", talks, file, "--restore", "the moon")[2]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        (
            "Jednání začnou v úterý, řekl ministr zahraničí. Obě strany se zatím nedohodly na podmínkách stažení.",
            {"und", "pt"},
        ),
        ("Förhandlingarna återupptas på tisdag, sade ministern. Parterna har ännu inte enats om villkoren.", {"und"}),
        ("Переговоры начнутся во вторник, заявил министр. Подпишитесь на рассылку.", {"ru"}),
    ],
    ids=["Czech", "Swedish", "Russian"],
)
def test_a_page_in_another_language_is_kept_whole_furniture_and_all(text, languages):
    page = f"<html><body><nav>Menu</nav><main><p>{text}</p></main><footer>© 2031</footer></body></html>"
    document = load(page, name="page.html")
    assert document.language in languages and document.cut == ()
    assert "Menu" in document.text and text in document.text and "kept whole" in document.notes[0]
