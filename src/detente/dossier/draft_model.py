"""A model file drafted from the accepted claims of a dossier, for the analyst to confirm line by line."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import detente
from detente.dossier.ledger import Entry
from detente.dossier.placing import MOST_OPTIONS, Placed, Wish, place
from detente.dossier.tasks import open_ledger
from detente.dossier.words import slug

CONFIRM = "# drafted, confirm"
NAME_LENGTH = 100


def draft_model(
    folder: str | Path, same: Mapping[str, str] | None = None, most: int = MOST_OPTIONS
) -> tuple[str, tuple[str, ...]]:
    """Write a model file from the accepted claims.

    A demand by X that Y do Z becomes the option Z of Y and the statement ``Z`` of X; a refusal ``not Z`` of the
    refuser; a condition ``A if B`` and ``not A if not B``; a possibility a statement that counts only where the claim
    is believed. Claims that are marked uncertain, or told by somebody unnamed, count only where believed, too.

    Parameters
    ----------
    folder : the dossier
    same : actor → decision maker, where two names stand for one
    most : how many options are drafted at most

    Returns
    -------
    text : a model file that loads and compiles; what is open stands in its comments
    notes : what the analyst has to set, and every claim that found no place with the reason

    Raises
    ------
    DetenteError
        E801 there is no dossier.
    """
    with open_ledger(folder) as ledger:
        entries = ledger.claims("accepted")
        texts = [kept.document.text for kept in ledger.documents()]
    placed = place(entries, texts, same, most)
    return written(Path(folder).resolve().name, entries, placed)


def written(name: str, entries: Sequence[Entry], placed: Placed) -> tuple[str, tuple[str, ...]]:
    """Write the model file of what was placed, and the notes."""
    people: dict[str, str] = {}
    for party in placed.deciders:
        people[party] = slug(party, people.values(), "party")
    if not people:
        people["a decision maker to be named"] = "party"
    names: dict[str, str] = {}
    for party in people:
        shown, number = _quoted(party), 2
        while shown in names.values():
            shown, number = f'{_quoted(party)[:-1]} ({number})"', number + 1
        names[party] = shown
    notes = _notes(entries, placed, people)
    dates = [entry.published for entry in entries if entry.published]
    lines = [
        f"# Drafted by detente {detente.__version__} from the {len(entries)} accepted claims of a dossier.",
        "# Every line marked “drafted, confirm” is a proposal; the analyst decides.",
        "#",
        *(f"# {_plain(note)}" for note in notes),
        "",
        "detente: 1",
        f"title: {_quoted(f'Draft from the dossier {name}')}",
        *([f"as_of: {max(dates).isoformat()}"] if dates else []),
        "decision_makers:",
    ]
    for party, ident in people.items():
        together = [f"{n} ({placed.parties.why[n]})" for n, p in placed.parties.of.items() if p == party]
        lines.append(f"  {_key(ident)}:  {CONFIRM}{_plain('; stands for: ' + ', '.join(together)) if together else ''}")
        lines.append(f"    name: {names[party]}")
        own = [option for option in placed.options if option.owner == party]
        lines.append("    options:" if own else "    options: {}")
        for option in own:
            named = _quoted(option.phrase[:1].upper() + option.phrase[1:])
            lines.append(f"      {_key(option.id)}: {{name: {named}, because: {_ids(option.because)}}}  {CONFIRM}")
    lines.append(f"status_quo: {{}}  {CONFIRM}: no option is taken")
    lines += _preferences(placed, people)
    kinds = {entry.claim.id: entry.claim.quote for entry in entries}
    lines.append("contested:" if placed.contested else "contested: []")
    for ident, doubt in placed.contested.items():
        lines.append(f"  - {{id: {ident}, name: {_quoted(kinds[ident])}}}  {CONFIRM}: {doubt}")
    return "\n".join(lines) + "\n", notes


def _preferences(placed: Placed, people: Mapping[str, str]) -> list[str]:
    lines = ["preferences:" if placed.wishes else "preferences: {}"]
    for party, ident in people.items():
        wishes = _merged(wish for wish in placed.wishes if wish.dm == party)
        if not wishes:
            continue
        lines.append("  # ORDER OF PRIORITY NOT SET: as the claims came in; put the most important statement first")
        lines.append(f"  {_key(ident)}:")
        for wish, claims in wishes:
            links = f"because: {_ids(claims)}" + (f", when: {_ids([wish.claim])}" if wish.guarded else "")
            remark = f": {_plain(wish.kind + ('; ' + wish.remark if wish.remark else ''))}"
            lines.append(f"    - {{want: {_quoted(wish.want)}, {links}}}  {CONFIRM}{remark}")
    return lines


def _merged(wishes: Iterable[Wish]) -> list[tuple[Wish, list[str]]]:
    """Bring statements of the same wish together where neither is guarded."""
    result: list[tuple[Wish, list[str]]] = []
    for wish in wishes:
        twin = next((c for w, c in result if w.want == wish.want and not (w.guarded or wish.guarded)), None)
        if twin is None:
            result.append((wish, [wish.claim]))
        elif wish.claim not in twin:
            twin.append(wish.claim)
    return result


def _notes(entries: Sequence[Entry], placed: Placed, people: Mapping[str, str]) -> tuple[str, ...]:
    notes = []
    if not entries:
        notes.append("No claim is accepted yet: accept some with detente accept, then draft again.")
    for party in people:
        wants = list(dict.fromkeys(wish.want for wish in placed.wishes if wish.dm == party))
        if len(wants) > 1:
            notes.append(f"Set the order of priority of {party}: {'; '.join(wants)}.")
        notes += [
            f"{party}: '{want}' and 'not {want}' pull in opposite directions; whichever stands first decides."
            for want in wants
            if f"not {want}" in wants
        ]
    notes.append("Set what cannot be (infeasible), the status quo, and what counts as a settlement.")
    for name, party in placed.parties.of.items():
        notes.append(f"{name} is drafted as {party}: {placed.parties.why[name]}.")
    if len(people) > 1:
        listed = ", ".join(people)
        notes.append(f"Decision makers: {listed}. Two names for one: draft again with --same 'NAME=DECISION MAKER'.")
    kinds = {entry.claim.id: entry.claim.kind for entry in entries}
    notes += [f"Not placed: {ident} ({kinds[ident]}): {reason}." for ident, reason in placed.unplaced.items()]
    return tuple(notes)


def _plain(text: str) -> str:
    """Keep a comment on its line."""
    return "".join(c if c.isprintable() else " " for c in text)


def _quoted(text: str) -> str:
    text = " ".join(_plain(text).split())
    return json.dumps(text if len(text) <= NAME_LENGTH else f"{text[: NAME_LENGTH - 1]}…", ensure_ascii=False)


def _key(ident: str) -> str:
    return ident if ident.isidentifier() else json.dumps(ident, ensure_ascii=False)


def _ids(ids: Iterable[str]) -> str:
    return f"[{', '.join(ids)}]"
