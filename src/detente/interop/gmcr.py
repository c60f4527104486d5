"""The ``.gmcr`` JSON of GMCR+ and gmcr-py, in both dialects.

Round trip: options in file order, one-way options, infeasible conditions, statements or rankings, coalitions and
misperceptions (kept as they are, not analysed) survive reading and writing. Writing drops what the format has no place
for (see ``losses``): links to claims, guards (one reading is written), ids, reasons, the status quo, the settlement,
forbidden moves, merged states, degrees, versions. A model in graph form is refused.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from detente.base import DetenteError, Diagnostic
from detente.conditions import KEYWORDS, And, Condition, If, Iff, Not, Or, Var
from detente.conflict import Conflict, DecisionMaker, Guard, Infeasible, Option, PreferenceStatement, compile
from detente.conflict.compile import MAX_OPTIONS, feasible_codes, statements_present

DIRECTIONS = {"both": "", "fwd": "N->Y", "back": "Y->N"}
MAX_CHARACTERS = 20_000_000
MAX_TERMS = 256
MAX_DEPTH = 50


def loads(text: str, file: str = "") -> Conflict:
    """Read a ``.gmcr`` document.

    Raises
    ------
    DetenteError
        Once, with one diagnostic for every wrong type, index or number (code E5xx; the place is a path in the JSON).
    """
    conflict, found = _examine(text, file)
    errors = [d for d in found if d.severity == "error"]
    if errors or conflict is None:
        raise DetenteError(errors)
    return conflict


def diagnose(text: str, file: str = "") -> list[Diagnostic]:
    """List every error and warning in a ``.gmcr`` document."""
    return _examine(text, file)[1]


def _examine(text: str, file: str) -> tuple[Conflict | None, list[Diagnostic]]:
    reader = _Reader(file)
    if len(text) > MAX_CHARACTERS:
        message = f"the file has {len(text)} characters; {MAX_CHARACTERS} are read at most"
        return None, [reader.make("E501", "", message, "leave out derived parts such as payoffs")]
    try:
        data = json.loads(text)
    except RecursionError:
        return None, [reader.make("E501", "", "the JSON is nested too deeply", "check the file")]
    except ValueError as error:
        message = f"this is not JSON: {getattr(error, 'msg', 'a number is too long')}"
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        hint = "export the model again from its program"
        return None, [Diagnostic(code="E501", message=message, file=file, line=line, column=column, hint=hint)]
    return reader.conflict(data), reader.found


class _Reader:
    """Checks types as it goes; a faulty part is noted once and left out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        self.ids: list[str] = []

    def make(self, code: str, path: str, message: str, hint: str) -> Diagnostic:
        """Build a finding at a path in the JSON."""
        where = f"{path}: " if path else ""
        return Diagnostic(code=code, message=f"{where}{message}", file=self.file, hint=hint)

    def wrong(self, path: str, expected: str, value: Any) -> None:
        """Note a value of the wrong kind."""
        self.found.append(self.make("E502", path, f"{expected} was expected, not {_name(value)}", "correct the file"))

    def items(self, value: Any, path: str, *, missing: bool = False) -> list[Any]:
        """Return a list, noting another kind."""
        if isinstance(value, list):
            return value
        if not (missing and value is None):
            self.wrong(path, "a list", value)
        return []

    def index(self, value: Any, path: str, size: int, what: str) -> int | None:
        """Return an index from 0, noting another kind or one out of range."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(path, f"the index of {what}", value)
            return None
        if not 0 <= value < size:
            self.found.append(
                self.make("E503", path, f"there is no {what} number {value}", f"count from 0 to {size - 1}")
            )
            return None
        return value

    def name(self, entry: Any, path: str, what: str) -> str:
        """Return an entry's name."""
        if not isinstance(entry, dict):
            self.wrong(path, f"{what} as an object", entry)
            return ""
        value = entry.get("name")
        if not isinstance(value, str):
            self.wrong(f"{path}.name", "text", value)
            return ""
        return value

    def condition(self, value: Any, path: str, depth: int = 0) -> Condition | None:
        """Read a conjunction ``[[0, "Y"], …]`` or ``{"compound": true, "members": […]}``."""
        if depth > MAX_DEPTH:
            self.found.append(self.make("E502", path, f"nested deeper than {MAX_DEPTH}", "simplify the condition"))
            return None
        if isinstance(value, dict):
            members = self.items(value.get("members"), f"{path}.members")
            parts = [self.condition(m, f"{path}.members[{i}]", depth + 1) for i, m in enumerate(members)]
            return self.joined(parts, path, Or)
        if not isinstance(value, list):
            self.wrong(path, "a condition", value)
            return None
        return self.joined([self.literal(item, f"{path}[{i}]") for i, item in enumerate(value)], path, And)

    def joined(self, parts: Sequence[Condition | None], path: str, kind: type[And] | type[Or]) -> Condition | None:
        """Join parts, noting an empty condition."""
        if not parts:
            self.found.append(self.make("E502", path, "the condition is empty", "name an option in it"))
        good = tuple(p for p in parts if p is not None)
        if not good or len(good) < len(parts):
            return None
        return good[0] if len(good) == 1 else kind(good)

    def literal(self, value: Any, path: str) -> Condition | None:
        """Read ``[option index, "Y" or "N"]``."""
        if not isinstance(value, list) or len(value) != 2:
            self.wrong(path, 'a pair such as [0, "Y"]', value)
            return None
        index = self.index(value[0], f"{path}[0]", len(self.ids), "option")
        if value[1] not in ("Y", "N"):
            self.wrong(f"{path}[1]", '"Y" or "N"', value[1])
            return None
        if index is None:
            return None
        return Var(self.ids[index]) if value[1] == "Y" else Not(Var(self.ids[index]))

    def conditions(self, value: Any, path: str) -> list[Condition]:
        """Read a list of conditions."""
        read = [self.condition(v, f"{path}[{i}]") for i, v in enumerate(self.items(value, path, missing=True))]
        return [c for c in read if c is not None]

    def conflict(self, data: Any) -> Conflict | None:
        """Read the whole document."""
        if not isinstance(data, dict):
            self.wrong("", "an object with options and decisionMakers", data)
            return None
        entries = self.items(data.get("options"), "options")
        labels = [self.name(entry, f"options[{i}]", "an option") for i, entry in enumerate(entries)]
        self.ids = identifiers(labels, "option")
        people = self.items(data.get("decisionMakers"), "decisionMakers")
        people_names = distinct(
            [self.name(p, f"decisionMakers[{i}]", "a decision maker") for i, p in enumerate(people)]
        )
        people_ids = identifiers(people_names, "dm")
        owners = self.owners(people, people_ids)
        options = [
            Option(id=ident, name=label or ident, owner=owners.get(k, ""), one_way=self.direction(entries[k], k))
            for k, (ident, label) in enumerate(zip(self.ids, labels, strict=True))
        ]
        infeasible = tuple(
            Infeasible(condition=c, terms=(c,)) for c in self.conditions(data.get("infeasibles"), "infeasibles")
        )
        extra = self.kept(data, people)
        conflict = Conflict(
            title=Path(self.file).stem if self.file else "",
            options=tuple(options),
            infeasible=infeasible,
            file=self.file,
            extra=extra,
        )
        if self.faulty:
            codes = np.zeros(0, dtype=np.int64)
        elif len(options) > MAX_OPTIONS:
            codes = np.zeros(0, dtype=np.int64)
            if any(isinstance(p, dict) and (p.get("preferenceRanking") or p.get("preferenceVector")) for p in people):
                message = f"states of {len(options)} options cannot be numbered for the rankings"
                self.found.append(self.make("E402", "options", message, f"at most {MAX_OPTIONS} options"))
        else:
            codes = feasible_codes(conflict, frozenset())
        manual = data.get("useManualPreferenceRanking", data.get("useManualPreferenceVectors", None))
        if manual is not None and not isinstance(manual, bool):
            self.wrong("useManualPreferenceRanking", "true or false", manual)
        members = tuple(
            self.person(p, f"decisionMakers[{i}]", people_ids[i], people_names[i], manual, codes, len(options))
            for i, p in enumerate(people)
            if isinstance(p, dict)
        )
        owned = {dm: tuple(o.id for o in options if o.owner == dm) for dm in people_ids}
        return Conflict(
            title=conflict.title,
            decision_makers=tuple(
                DecisionMaker(id=m.id, name=m.name, options=owned[m.id], statements=m.statements, ranking=m.ranking)
                for m in members
            ),
            options=tuple(options),
            infeasible=infeasible,
            file=self.file,
            extra=extra,
        )

    def kept(self, data: dict[str, Any], people: Sequence[Any]) -> tuple[tuple[str, str], ...]:
        """Keep coalitions and misperceptions for the way back; say that misperceptions are not analysed."""
        result: list[tuple[str, str]] = []
        coalitions = self.items(data.get("coalitions"), "coalitions", missing=True)
        for i, group in enumerate(coalitions):
            for j, value in enumerate(group if isinstance(group, list) else [group]):
                self.index(value, f"coalitions[{i}][{j}]", len(people), "decision maker")
        if coalitions:
            result.append(("x-gmcr-coalitions", json.dumps(coalitions)))
        blind = [p.get("misperceptions") or [] if isinstance(p, dict) else [] for p in people]
        for i, listed in enumerate(blind):
            self.conditions(listed, f"decisionMakers[{i}].misperceptions")
        if any(blind):
            result.append(("x-gmcr-misperceptions", json.dumps(blind)))
            note = self.make("W501", "misperceptions", "they are kept but not analysed", "results are as if none")
            self.found.append(replace(note, severity="warning"))
        return tuple(result)

    @property
    def faulty(self) -> bool:
        """Say whether an error was noted."""
        return any(d.severity == "error" for d in self.found)

    def owners(self, people: Sequence[Any], ids: Sequence[str]) -> dict[int, str]:
        """Read which decision maker owns which option; every option has exactly one owner."""
        owners: dict[int, str] = {}
        for i, person in enumerate(people):
            if not isinstance(person, dict):
                continue
            path = f"decisionMakers[{i}].options"
            for j, value in enumerate(self.items(person.get("options"), path)):
                index = self.index(value, f"{path}[{j}]", len(self.ids), "option")
                if index is None:
                    continue
                if index in owners:
                    self.found.append(
                        self.make("E504", f"{path}[{j}]", f"option {index} has a second owner", "give it one owner")
                    )
                owners.setdefault(index, ids[i])
        for k in range(len(self.ids)):
            if k not in owners:
                self.found.append(
                    self.make("E504", f"options[{k}]", "the option has no owner", "list it under a decision maker")
                )
        return owners

    def direction(self, entry: Any, k: int) -> Any:
        """Read an option's permitted direction."""
        value = entry.get("permittedDirection", "both") if isinstance(entry, dict) else "both"
        if not isinstance(value, str) or value not in DIRECTIONS:
            self.wrong(f"options[{k}].permittedDirection", '"both", "fwd" or "back"', value)
            return ""
        return DIRECTIONS[value]

    def person(
        self, entry: dict[str, Any], path: str, ident: str, name: str, manual: bool | None, codes: Any, n: int
    ) -> DecisionMaker:
        """Read one decision maker's preferences."""
        key = "preferenceRanking" if "preferenceRanking" in entry else "preferenceVector"
        statements = self.conditions(entry.get("preferences"), f"{path}.preferences")
        listed = self.items(entry.get(key), f"{path}.{key}", missing=True)
        by_hand = not statements if manual is None else manual
        if not listed or not by_hand:
            assumed = f"taken over from {Path(self.file).name or 'a .gmcr file'}"
            return DecisionMaker(
                id=ident,
                name=name,
                statements=tuple(PreferenceStatement(want=c, guard=Guard(assumed=assumed)) for c in statements),
            )
        return DecisionMaker(id=ident, name=name, ranking=self.ranking(listed, f"{path}.{key}", codes, n))

    def ranking(self, listed: Sequence[Any], path: str, codes: Any, n: int) -> tuple[tuple[str, ...], ...]:
        """Read state numbers (from 1), most preferred first, ties in inner lists."""
        groups: list[tuple[str, ...]] = []
        seen: set[int] = set()
        for i, group in enumerate(listed):
            patterns = []
            for value in group if isinstance(group, list) else [group]:
                if isinstance(value, bool) or not isinstance(value, int):
                    self.wrong(f"{path}[{i}]", "a state number", value)
                elif self.faulty and not len(codes):
                    continue
                elif not 1 <= value <= len(codes):
                    message = f"there is no state {value}"
                    self.found.append(
                        self.make("E503", f"{path}[{i}]", message, f"the feasible states are 1 to {len(codes)}")
                    )
                elif value in seen:
                    self.found.append(
                        self.make("E503", f"{path}[{i}]", f"state {value} is ranked twice", "keep one of them")
                    )
                else:
                    seen.add(value)
                    code = int(codes[value - 1])
                    patterns.append("".join("Y" if code >> k & 1 else "N" for k in range(n)))
            if patterns:
                groups.append(tuple(patterns))
        if len(codes) and len(seen) < len(codes) and not self.faulty:
            first = min(set(range(1, len(codes) + 1)) - seen)
            self.found.append(self.make("E403", path, f"the ranking leaves out state {first}", "rank every state"))
        return tuple(groups)


def identifiers(labels: Sequence[str], fallback: str) -> list[str]:
    """Make ids out of display names: words joined by ``_``, every id once."""
    taken: dict[str, int] = {}
    for k, label in enumerate(labels):
        word = "_".join("".join(c if c.isalnum() else " " for c in label).split()).casefold()
        base = word if word and word not in KEYWORDS else f"{fallback}_{word or k + 1}"
        taken[_free(base, taken, "{}_{}")] = 1
    return list(taken)


def distinct(labels: Sequence[str]) -> list[str]:
    """Return the names with the second of two equal ones marked " (2)"."""
    taken: dict[str, int] = {}
    for label in labels:
        taken[_free(label, taken, "{} ({})")] = 1
    return list(taken)


def _free(base: str, taken: dict[str, int], form: str) -> str:
    """Return ``base``, or its first numbered form that is not taken (``taken`` remembers where to go on)."""
    if base not in taken:
        return base
    number = taken[base] + 1
    while form.format(base, number) in taken:
        number += 1
    taken[base] = number
    return form.format(base, number)


_KINDS: dict[type, str] = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}


def _name(value: Any) -> str:
    return _KINDS.get(type(value), f"the number {value}" if isinstance(value, (int, float)) else "this")


# -- writing --------


def dumps(conflict: Conflict, believed: frozenset[str] | None = None) -> str:
    """Write one reading of a conflict in the newer dialect.

    Raises
    ------
    DetenteError
        As ``compile``; E507: the model is in graph form.
    """
    reading = conflict.default_reading if believed is None else believed
    if conflict.states:
        message = "this format describes models by options, and this one is given as states and moves"
        hint = "keep it as a detente model file"
        raise DetenteError(Diagnostic(code="E507", message=message, file=conflict.file, hint=hint))
    graph = compile(replace(conflict, forbidden_moves=(), coalesced=()), reading)
    place = {option.id: k for k, option in enumerate(conflict.options)}
    options = [
        {"name": o.name, "permittedDirection": {0: "both", 1: "fwd", -1: "back"}[way]}
        for o, way in zip(conflict.options, graph.one_way, strict=True)
    ]
    rules = [r.condition for r in conflict.infeasible if r.guard.present(reading)]
    rules += [Var(o.id) for o in conflict.options if not o.guard.present(reading)]
    people: list[dict[str, Any]] = []
    manual = False
    blind = _kept(conflict, "x-gmcr-misperceptions")
    for i, dm in enumerate(conflict.decision_makers):
        wants = [_written(s.want, place) for s in statements_present(dm, reading)]
        manual = manual or dm.ranking is not None or any(w is None for w in wants)
        people.append(
            {
                "name": dm.name,
                "options": [place[name] for name in dm.options],
                "preferences": [w for w in wants if w],
                "preferenceRanking": _groups(graph.rank[i]),
                "payoffs": [int(r) for r in graph.rank[i]],
                "misperceptions": blind[i] if i < len(blind) else [],
            }
        )
    written_rules = [_written(rule, place) for rule in rules]
    if any(rule is None for rule in written_rules):
        raise DetenteError(
            Diagnostic(
                code="E505",
                message=f"an infeasible condition needs more than {MAX_TERMS} alternatives in this format",
                file=conflict.file,
                hint="split the condition into several entries",
            )
        )
    document = {
        "program": "detente",
        "version": "1",
        "options": options,
        "decisionMakers": people,
        "infeasibles": [rule for rule in written_rules if rule],
        "useManualPreferenceRanking": manual,
        "coalitions": _kept(conflict, "x-gmcr-coalitions"),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _kept(conflict: Conflict, key: str) -> list[Any]:
    """Return what an import kept under ``key``."""
    try:
        value = json.loads(dict(conflict.extra).get(key, "[]"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        message = f"'{key}' does not hold the JSON list that an import wrote"
        raise DetenteError(Diagnostic(code="E506", message=message, file=conflict.file, hint="remove the line"))
    return value


def losses(conflict: Conflict) -> list[str]:
    """Say, one line each, what of this conflict the format has no place for."""
    guards = [s.guard for dm in conflict.decision_makers for s in dm.statements]
    guards += [r.guard for r in conflict.infeasible] + [o.guard for o in conflict.options]
    said = []
    if any(g.because for g in guards):
        said.append("links to claims (because) are left out")
    if any(g.assumed for g in guards):
        said.append("reasons (assumed) are left out")
    if conflict.contested:
        said.append("one reading is written: the contested claims believed in the model itself")
    if conflict.status_quo is not None:
        said.append("the status quo is left out")
    if conflict.settlement is not None:
        said.append("the settlement is left out")
    if conflict.forbidden_moves:
        said.append("forbidden moves are left out: these moves are allowed in the file")
    if conflict.coalesced:
        said.append("states that count as one are left apart")
    if any(dm.gaps or any(s.degree > 1 for s in dm.statements) for dm in conflict.decision_makers):
        said.append("how strongly something is preferred is left out")
    if any(dm.rankings or dm.unsure or any(s.versions for s in dm.statements) for dm in conflict.decision_makers):
        said.append("what is not known is left out: the first version of each preference is written")
    if any(dm.weights is not None for dm in conflict.decision_makers):
        said.append("option weights are written as the ranking they give")
    return said


def _groups(rank: Any) -> list[Any]:
    groups: list[Any] = []
    for value in sorted(set(rank.tolist()), reverse=True):
        ids = [int(s) + 1 for s in np.flatnonzero(rank == value)]
        groups.append(ids[0] if len(ids) == 1 else ids)
    return groups


def _written(condition: Condition, place: dict[str, int]) -> Any:
    """Write a condition as alternatives of conjunctions; [] if it is constant, None if there are too many."""
    terms = _alternatives(condition, True)
    if terms is None:
        return None
    if not terms or frozenset() in terms:
        return []
    rows = [[[place[n], "Y" if yes else "N"] for n, yes in sorted(t, key=lambda p: place[p[0]])] for t in terms]
    return rows[0] if len(rows) == 1 else {"compound": True, "members": rows}


_Terms = list[frozenset[tuple[str, bool]]]


def _alternatives(condition: Condition, want: bool) -> _Terms | None:
    """Return the disjunctive form of the condition (or of its negation)."""
    match condition:
        case Var(name):
            return [frozenset({(name, want)})]
        case Not(part):
            return _alternatives(part, not want)
        case And(parts) | Or(parts):
            every = isinstance(condition, And) == want
            return _combine([_alternatives(part, want) for part in parts], every)
        case If(then, given):
            return _combine([_alternatives(then, want), _alternatives(given, not want)], not want)
        case Iff(left, right):
            same = _combine([_alternatives(left, True), _alternatives(right, want)], True)
            other = _combine([_alternatives(left, False), _alternatives(right, not want)], True)
            return _combine([same, other], False)


def _combine(parts: Sequence[_Terms | None], every: bool) -> _Terms | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if not every:
        result = list(dict.fromkeys(term for part in known for term in part))
        return result if len(result) <= MAX_TERMS else None
    result = [frozenset()]
    for part in known:
        joined = (a | b for a in result for b in part)
        result = list(dict.fromkeys(t for t in joined if not any((n, not yes) in t for n, yes in t)))
        if len(result) > MAX_TERMS:
            return None
    return result
