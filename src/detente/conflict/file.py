"""The model file: text → Conflict, with every finding at once; Conflict → the resolved text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Literal

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.conditions import KEYWORDS, And, Condition, ConditionError, Not, Or, names, parse
from detente.conflict.compile import check_size, compile
from detente.conflict.tree import Node, TreeError, read_tree
from detente.conflict.values import (
    Conflict,
    ContestedClaim,
    DecisionMaker,
    Guard,
    Infeasible,
    Option,
    PreferenceStatement,
)

MAX_CHECKED = 18
MAX_TERMS = 100
MAX_GUESSES = 100
GUARD_KEYS = ("because", "assumed", "when", "unless")
TOP_KEYS = [
    "detente",
    "title",
    "as_of",
    "decision_makers",
    "option_order",
    "infeasible",
    "status_quo",
    "preferences",
    "contested",
    "settlement",
    "fictional",
    "note",
]
FORMS: tuple[Literal["if", "at_most_one", "at_least_one", "only_if"], ...] = (
    "if",
    "at_most_one",
    "at_least_one",
    "only_if",
)


def load(path: str | Path) -> Conflict:
    """Read a model file.

    Raises
    ------
    DetenteError
        Once, carrying every error found (E1xx the YAML, E2xx names, E3xx structure).
    """
    text, unreadable = read_text(path)
    if unreadable:
        raise DetenteError(unreadable)
    return loads(text, str(path))


def loads(text: str, file: str = "") -> Conflict:
    """Read a model from its text; ``file`` is only how the diagnostics call it."""
    conflict, found = _examine(text, file)
    errors = [d for d in found if d.severity == "error"]
    if errors or conflict is None:
        raise DetenteError(errors)
    return conflict


def diagnose(text: str, file: str = "") -> list[Diagnostic]:
    """List every error and warning in a model's text, in the order of its lines."""
    return _examine(text, file)[1]


def read_text(path: str | Path) -> tuple[str, list[Diagnostic]]:
    """Return a file's text, or the diagnostic that says why it cannot be read."""
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        problem, hint = "there is no such file", "check the path"
    except IsADirectoryError:
        problem, hint = "this is a folder", "name a model file in it"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem, hint = f"the file cannot be opened: {reason}", "check its name and permissions"
    else:
        try:
            return data.decode("utf-8-sig"), []
        except UnicodeDecodeError as error:
            return "", [
                Diagnostic(
                    code="E105",
                    message=f"the file is not text in UTF-8 (byte {error.start})",
                    file=name,
                    line=data.count(b"\n", 0, error.start) + 1,
                    column=1,
                    hint="save it as UTF-8",
                )
            ]
    return "", [Diagnostic(code="E108", message=problem, file=name, hint=hint)]


def _examine(text: str, file: str) -> tuple[Conflict | None, list[Diagnostic]]:
    text = text.removeprefix("\ufeff")
    lines = re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)

    def placed(d: Diagnostic) -> Diagnostic:
        source = lines[d.line - 1] if 0 < d.line <= len(lines) else ""
        return replace(d, file=file, source=source[:500])

    try:
        root, found = read_tree(text)
    except TreeError as fault:
        return None, [placed(fault.diagnostic)]
    reader = _Reader(lines)
    reader.found = found
    conflict = reader.conflict(root, file)
    if conflict is not None and all(d.severity == "warning" for d in reader.found):
        reader.found += _meaning(conflict, reader)
    return conflict, [placed(d) for d in sorted(reader.found, key=lambda d: (d.line, d.column))]


def _meaning(conflict: Conflict, reader: "_Reader") -> list[Diagnostic]:
    """Find what is wrong only when the parts are taken together, in the default reading."""
    try:
        check_size(conflict)
    except DetenteError as error:  # still a model, and other tools may take it: a warning here, refused by compile
        return [replace(d, code="W308", severity="warning") for d in error.diagnostics]
    if len(conflict.options) > MAX_CHECKED:
        return []
    try:
        without = tuple(replace(dm, statements=()) for dm in conflict.decision_makers)
        graph = compile(replace(conflict, decision_makers=without))
    except DetenteError as error:
        return list(error.diagnostics)
    line = reader.status_quo_line
    hint = "check it against the entries under infeasible"
    return [Diagnostic(code="W306", message=n, severity="warning", line=line, column=1, hint=hint) for n in graph.notes]


class _Reader:
    """Walks the tree once, noting what is wrong and going on."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.found: list[Diagnostic] = []
        self.options: dict[str, Option] = {}
        self.contested: dict[str, Node] = {}
        self.guarding: list[tuple[str, Node]] = []
        self.status_quo_line = 0

    # -- noting --------------------------------------------------------------------------------------------------

    def note(self, code: str, node: Node, message: str, hint: str, word: str = "", offset: int = -1) -> None:
        """Add a finding at ``node``, or at ``word`` inside it (``offset`` code points into its text)."""
        line, column, length = node.line, node.column, 1
        if node.kind == "scalar":
            length = max(1, node.end_column - node.column) if node.end_line == node.line else max(1, len(word))
        if word:
            line, column, length = *self._place(node, word, offset), len(word)
        self.found.append(
            Diagnostic(
                code=code,
                message=message,
                severity="warning" if code.startswith("W") else "error",
                line=line,
                column=column,
                length=length,
                hint=hint,
            )
        )

    def near(self, word: str, known: Iterable[str]) -> str:
        """Return the known word nearest to ``word``; after many findings, no longer guess (guessing is slow)."""
        return did_you_mean(word, known) if len(word) < 100 and len(self.found) < MAX_GUESSES else ""

    def _place(self, node: Node, word: str, offset: int) -> tuple[int, int]:
        source = self.lines[node.line - 1] if node.line <= len(self.lines) else ""
        for skip in (0, 1):
            start = node.column - 1 + skip
            if offset >= 0 and source[start : start + len(node.text)] == node.text:
                return node.line, start + offset + 1
        for number in range(node.line, min(node.end_line, len(self.lines)) + 1):
            start = node.column - 1 if number == node.line else 0
            at = self.lines[number - 1].find(word, start)
            if at >= 0:
                return number, at + 1
        return node.line, node.column

    # -- shapes --------------------------------------------------------------------------------------------------

    def mapping(
        self, node: Node, what: str, allowed: Iterable[str] | None = None, *, free: bool = False
    ) -> dict[str, tuple[Node, Node]]:
        """Return key → (key node, value node), noting wrong kinds, duplicates and unknown keys."""
        if node.blank:
            return {}
        if node.kind != "mapping":
            self.note("E303", node, f"{what} is a mapping, not a {_kind(node)}", "write 'key: value' lines here")
            return {}
        known = list(allowed) if allowed is not None else None
        result: dict[str, tuple[Node, Node]] = {}
        for key, value in node.pairs:
            if key.kind != "scalar":
                self.note("E303", key, f"a key of {what} is a word, not a {_kind(key)}", "write a single word")
            elif key.text in result:
                first = result[key.text][0].line
                self.note("E102", key, f"'{key.text}' stands twice (first on line {first})", "remove one of them")
            elif known is not None and key.text not in known and not (free and key.text.startswith("x-")):
                near = self.near(key.text, known)
                hint = f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"
                self.note("E301", key, f"{what} has no key '{key.text}'", hint)
            else:
                result[key.text] = (key, value)
        return result

    def sequence(self, node: Node, what: str) -> list[Node]:
        """Return the items of a list, noting another kind."""
        if node.blank:
            return []
        if node.kind != "list":
            self.note("E303", node, f"{what} is a list, not a {_kind(node)}", "start each entry with '- '")
            return []
        return node.items

    def scalar(self, node: Node, what: str) -> str:
        """Return the text of a scalar, noting another kind."""
        if node.kind != "scalar":
            self.note("E303", node, f"{what} is text, not a {_kind(node)}", "write it as one piece of text")
            return ""
        return "" if node.blank else node.text

    def field(self, entry: dict[str, tuple[Node, Node]], key: str, what: str) -> str:
        """Return the text under ``key``, or nothing where it is missing."""
        return self.scalar(entry[key][1], what) if key in entry else ""

    def ids(self, node: Node, what: str) -> tuple[str, ...]:
        """Read one id or a list of ids."""
        items = [node] if node.kind == "scalar" and not node.blank else self.sequence(node, what)
        read = [self.scalar(item, "an id") for item in items]
        return tuple(dict.fromkeys(text for text in read if text))

    def identifier(self, node: Node, what: str) -> str:
        """Read an id: no spaces, parentheses or reserved words."""
        text = node.text
        if not text or re.search(r"[\s()]", text) or text in KEYWORDS or not text.isprintable():
            reserved = " is a reserved word" if text in KEYWORDS else " has spaces, parentheses or nothing in it"
            self.note(
                "E202", node, f"'{text}' cannot be the id of {what}: it{reserved}", "use one word, such as sign_u"
            )
            return ""
        return text

    def guard(self, entry: dict[str, tuple[Node, Node]], line: int) -> Guard:
        """Read because, assumed, when and unless."""
        ids: dict[str, tuple[str, ...]] = {}
        for key in ("because", "when", "unless"):
            ids[key] = self.ids(entry[key][1], f"'{key}'") if key in entry else ()
            if key != "because":
                self.guarding += [(name, entry[key][1]) for name in ids[key]]
        assumed = self.field(entry, "assumed", "'assumed'")
        return Guard(because=ids["because"], assumed=assumed, when=ids["when"], unless=ids["unless"], line=line)

    def condition(self, node: Node) -> Condition | None:
        """Read a condition and check every option it names."""
        text = self.scalar(node, "a condition")
        if node.kind != "scalar":
            return None
        try:
            result = parse(text)
        except ConditionError as error:
            self.note("E306", node, error.message, error.hint, text[error.start : error.end].strip(), error.start)
            return None
        good = True
        for name in dict.fromkeys(names(result)):
            if name not in self.options:
                match = re.search(rf"(?<![^\s()]){re.escape(name)}(?![^\s()])", text)
                self.unknown_option(node, name, match.start() if match else 0)
                good = False
        return result if good else None

    def unknown_option(self, node: Node, name: str, offset: int = 0) -> None:
        """Note a name that is no option, with the nearest one."""
        near = self.near(name, self.options)
        owner = f" ({self.owner_names.get(self.options[near].owner, '')})" if near else ""
        known = ", ".join(list(self.options)[:12])
        hint = f"did you mean '{near}'{owner}?" if near else f"the options are: {known or 'none yet'}"
        self.note("E203", node, f"no option is called '{name}'", hint, name, offset)

    # -- the model -----------------------------------------------------------------------------------------------

    owner_names: dict[str, str]

    def conflict(self, root: Node, file: str) -> Conflict | None:
        """Read the whole tree."""
        if root.kind != "mapping":
            self.note("E303", root, f"a model file is a mapping, not a {_kind(root)}", "start with 'detente: 1'")
            return None
        top = self.mapping(root, "a model file", TOP_KEYS, free=True)
        self.version(top, root)
        people = self.decision_makers(top, root)
        self.order(top)
        contested = self.contested_claims(top)
        infeasible = self.infeasible(top)
        status_quo = self.status_quo(top)
        people = self.preferences(top, people)
        settlement = self.condition(top["settlement"][1]) if "settlement" in top else None
        self.check_guards()
        extra = tuple((k, self.scalar(v, f"'{k}'")) for k, (_, v) in top.items() if k.startswith("x-"))
        return Conflict(
            title=self.field(top, "title", "the title"),
            as_of=self.day(top),
            decision_makers=tuple(people),
            options=tuple(self.options.values()),
            infeasible=tuple(infeasible),
            status_quo=status_quo,
            contested=contested,
            settlement=settlement,
            fictional=self.field(top, "fictional", "'fictional'"),
            note=self.field(top, "note", "the note"),
            file=file,
            extra=extra,
        )

    def version(self, top: dict[str, tuple[Node, Node]], root: Node) -> None:
        """Check the version of the format."""
        if "detente" not in top:
            self.note("W301", root, "the version of the format is not given", "start the file with 'detente: 1'")
        elif self.scalar(top["detente"][1], "the version") != "1":
            self.note("E302", top["detente"][1], "only version 1 of the format is known", "write 'detente: 1'")

    def day(self, top: dict[str, tuple[Node, Node]]) -> date | None:
        """Read the date the model stands for."""
        text = self.field(top, "as_of", "the date")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.note("E305", top["as_of"][1], f"'{text}' is not a date", "write it as 2026-02-13")
            return None

    def decision_makers(self, top: dict[str, tuple[Node, Node]], root: Node) -> list[DecisionMaker]:
        """Read who decides and what each may do."""
        self.owner_names = {}
        if "decision_makers" not in top:
            self.note("E304", root, "'decision_makers' is missing", "list who decides and what each may do")
            return []
        people: list[DecisionMaker] = []
        called: set[str] = set()
        entries = self.mapping(top["decision_makers"][1], "'decision_makers'")
        if not entries and top["decision_makers"][1].kind in ("mapping", "scalar"):
            self.note("E304", top["decision_makers"][0], "no decision maker is listed", "name at least one")
        for key, value in entries.values():
            ident = self.identifier(key, "a decision maker")
            entry = self.mapping(value, f"'{key.text}'", ("name", "options"))
            name = self.field(entry, "name", "a name") or ident
            if name in called:
                at = entry["name"][1] if "name" in entry else key
                self.note("E206", at, f"two decision makers are called '{name}'", "give one another name")
            called.add(name)
            self.owner_names[ident] = name
            own = self.own_options(entry, ident) if "options" in entry else []
            if not own:
                self.note("W307", key, f"{name} has no options", "leave it so only if it never acts")
            people.append(DecisionMaker(id=ident, name=name, options=tuple(own)))
        return people

    def own_options(self, entry: dict[str, tuple[Node, Node]], owner: str) -> list[str]:
        """Read one decision maker's options, in order."""
        own: list[str] = []
        for key, value in self.mapping(entry["options"][1], "'options'").values():
            ident = self.identifier(key, "an option")
            if not ident:
                continue
            if ident in self.options:
                self.note("E201", key, f"the option '{ident}' is listed twice", "give one of them another id")
                continue
            self.options[ident] = self.option(ident, key, value, owner)
            own.append(ident)
        return own

    def option(self, ident: str, key: Node, value: Node, owner: str) -> Option:
        """Read one option: a name, or a mapping with its details."""
        if value.kind == "scalar":
            return Option(id=ident, name=self.scalar(value, "a name") or ident, owner=owner, guard=Guard(line=key.line))
        entry = self.mapping(value, f"the option '{ident}'", ("name", "one_way", "why", *GUARD_KEYS))
        direction, one_way_guard = "", Guard()
        if "one_way" in entry:
            node = entry["one_way"][1]
            if node.kind == "mapping":
                inner = self.mapping(node, "'one_way'", ("direction", *GUARD_KEYS))
                one_way_guard = self.guard(inner, node.line)
                if "direction" in inner:
                    node = inner["direction"][1]
                else:
                    self.note("E304", node, "'direction' is missing", "write direction: N->Y")
            direction = self.scalar(node, "a direction") if node.kind == "scalar" else ""
            if direction not in ("", "N->Y", "Y->N") and node.kind != "mapping":
                self.note("E305", node, f"'{direction}' is not a direction", "write N->Y or Y->N")
                direction = ""
        return Option(
            id=ident,
            name=self.field(entry, "name", "a name") or ident,
            owner=owner,
            guard=self.guard(entry, key.line),
            one_way="N->Y" if direction == "N->Y" else "Y->N" if direction == "Y->N" else "",
            one_way_guard=one_way_guard,
            why=self.field(entry, "why", "'why'"),
        )

    def order(self, top: dict[str, tuple[Node, Node]]) -> None:
        """Put the options in the order the file asks for."""
        if "option_order" not in top:
            return
        listed = self.sequence(top["option_order"][1], "'option_order'")
        order: dict[str, None] = {}
        for node in listed:
            name = self.scalar(node, "an option's id")
            if name in order:
                self.note("E201", node, f"the option '{name}' is listed twice", "remove one of them")
            elif name in self.options:
                order[name] = None
            elif name:
                self.unknown_option(node, name)
        missing = [name for name in self.options if name not in order]
        if missing:
            self.note("E304", top["option_order"][0], f"'option_order' leaves out '{missing[0]}'", "list every option")
        self.options = {name: self.options[name] for name in (*order, *missing)}

    def contested_claims(self, top: dict[str, tuple[Node, Node]]) -> tuple[ContestedClaim, ...]:
        """Read which claims may or may not be believed."""
        result: list[ContestedClaim] = []
        for node in self.sequence(top["contested"][1], "'contested'") if "contested" in top else ():
            claim = self.contested_claim(node)
            if claim is None:
                continue
            if claim.id in self.contested:
                self.note("E201", node, f"the claim '{claim.id}' is listed twice", "remove one of them")
                continue
            self.contested[claim.id] = node
            result.append(claim)
        return tuple(result)

    def contested_claim(self, node: Node) -> ContestedClaim | None:
        """Read one contested claim: its id, or a mapping with id, believed, name, weight."""
        if node.kind == "scalar" and not node.blank:
            return ContestedClaim(id=node.text)
        entry = self.mapping(node, "a contested claim", ("id", "believed", "name", "weight"))
        ident = self.field(entry, "id", "an id")
        if not ident:
            self.note("E304", node, "a contested claim has no id", "write 'id: …'")
            return None
        believed = self.field(entry, "believed", "'believed'") or "yes"
        if believed.casefold() not in ("yes", "no", "true", "false", "y", "n"):
            self.note("E305", entry["believed"][1], f"'{believed}' is neither yes nor no", "write believed: no")
        return ContestedClaim(
            id=ident,
            believed=believed.casefold() not in ("no", "false", "n"),
            name=self.field(entry, "name", "a name"),
            weight=self.weight(entry),
        )

    def weight(self, entry: dict[str, tuple[Node, Node]]) -> float | None:
        """Read a weight between 0 and 1."""
        text = self.field(entry, "weight", "a weight")
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            self.note("E305", entry["weight"][1], f"'{text}' is not a weight between 0 and 1", "write weight: 0.5")
            return None
        return value

    def infeasible(self, top: dict[str, tuple[Node, Node]]) -> list[Infeasible]:
        """Read the states that cannot be."""
        result: list[Infeasible] = []
        for node in self.sequence(top["infeasible"][1], "'infeasible'") if "infeasible" in top else ():
            entry = self.mapping(node, "an infeasible entry", (*FORMS, "why", *GUARD_KEYS))
            guard = self.guard(entry, node.line)
            why = self.field(entry, "why", "'why'")
            forms = [form for form in FORMS if form in entry]
            if len(forms) != 1:
                if node.kind == "mapping":
                    problem = "says nothing" if not forms else f"mixes {' and '.join(forms)}"
                    self.note("E304", node, f"this entry {problem}", f"use exactly one of {', '.join(FORMS)}")
                continue
            terms = self.terms(forms[0], entry[forms[0]][1])
            if terms is not None:
                result.append(
                    Infeasible(condition=removed(forms[0], terms), form=forms[0], why=why, guard=guard, terms=terms)
                )
        return result

    def terms(self, form: str, node: Node) -> tuple[Condition, ...] | None:
        """Read the conditions under one of the forms."""
        if form == "if":
            one = self.condition(node)
            return None if one is None else (one,)
        items = self.sequence(node, f"'{form}'")
        if node.kind == "list" and (len(items) < 2 or (form == "only_if" and len(items) != 2)):
            number = "exactly two" if form == "only_if" else "at least two"
            self.note("E304", node, f"'{form}' needs {number} entries, not {len(items)}", "such as [sign, guarantee]")
            return None
        if len(items) > MAX_TERMS:
            self.note("E304", node, f"'{form}' has {len(items)} entries; {MAX_TERMS} are the most", "split the entry")
            return None
        read = [self.condition(item) for item in items]
        good = tuple(c for c in read if c is not None)
        return good if good and len(good) == len(read) else None

    def status_quo(self, top: dict[str, tuple[Node, Node]]) -> tuple[str, ...] | None:
        """Read where the conflict stands: options taken."""
        if "status_quo" not in top:
            return None
        node = top["status_quo"][1]
        self.status_quo_line = node.line
        taken: set[str] = set()
        if node.kind == "list":
            for item in node.items:
                name = self.scalar(item, "an option's id")
                if name and name not in self.options:
                    self.unknown_option(item, name)
                taken.add(name)
        else:
            for key, value in self.mapping(node, "'status_quo'").values():
                letter = self.scalar(value, "Y or N").upper()
                if key.text not in self.options:
                    self.unknown_option(key, key.text)
                elif letter not in ("Y", "N"):
                    self.note("E305", value, f"'{value.text}' is neither Y nor N", "write Y or N")
                elif letter == "Y":
                    taken.add(key.text)
        return tuple(name for name in self.options if name in taken)

    def preferences(self, top: dict[str, tuple[Node, Node]], people: list[DecisionMaker]) -> list[DecisionMaker]:
        """Read what each decision maker wants."""
        by_id = {dm.id: dm for dm in people}
        entries = self.mapping(top["preferences"][1], "'preferences'") if "preferences" in top else {}
        for key, value in entries.values():
            if key.text not in by_id:
                near = self.near(key.text, by_id)
                hint = f"did you mean '{near}'?" if near else f"the decision makers are: {', '.join(by_id) or 'none'}"
                self.note("E204", key, f"no decision maker is called '{key.text}'", hint)
                if value.kind == "list":
                    self.statements(value)
                continue
            if value.kind == "mapping":
                entry = self.mapping(value, f"the preferences of '{key.text}'", ("ranking",))
                if "ranking" in entry:
                    ranking = self.ranking(entry["ranking"][1])
                    by_id[key.text] = replace(by_id[key.text], ranking=ranking, line=entry["ranking"][1].line)
                elif value.pairs:
                    self.note("E304", value, "'ranking' is missing", "write ranking: […], or a list of statements")
                continue
            by_id[key.text] = replace(by_id[key.text], statements=self.statements(value))
        for dm in by_id.values():
            if dm.ranking is None and not dm.statements and dm.id not in entries and top.get("decision_makers"):
                at = top["preferences"][0] if "preferences" in top else top["decision_makers"][0]
                self.note("W304", at, f"nothing says what {dm.name} wants", "list statements, most important first")
        return list(by_id.values())

    def statements(self, node: Node) -> tuple[PreferenceStatement, ...]:
        """Read statements in priority order."""
        result: list[PreferenceStatement] = []
        for item in self.sequence(node, "a list of preference statements"):
            if item.kind == "scalar" and not item.blank:
                want, guard = self.condition(item), Guard(line=item.line)
            else:
                entry = self.mapping(item, "a preference statement", ("want", *GUARD_KEYS))
                guard = self.guard(entry, item.line)
                if "want" not in entry:
                    if item.kind == "mapping" or item.blank:
                        self.note("E304", item, "'want' is missing", "write want: and a condition")
                    continue
                want = self.condition(entry["want"][1])
            if not guard.because and not guard.assumed:
                self.note(
                    "W302",
                    item,
                    "nothing stands behind this statement",
                    'add because: [claim] or assumed: "your reason"',
                )
            if want is not None:
                result.append(PreferenceStatement(want=want, guard=guard))
        return tuple(result)

    def ranking(self, node: Node) -> tuple[tuple[str, ...], ...]:
        """Read a ranking: patterns, most preferred first, ties in inner lists."""
        groups: list[tuple[str, ...]] = []
        seen: set[str] = set()
        for group in self.sequence(node, "a ranking"):
            patterns: list[str] = []
            for item in group.items if group.kind == "list" else [group]:
                text = self.scalar(item, "a pattern").upper()
                if item.kind != "scalar":
                    continue
                if len(text) != len(self.options) or set(text) - set("YN-"):
                    letters = f"{len(self.options)} letters, Y, N or -, one for each option in order"
                    self.note("E307", item, f"'{item.text}' is not a pattern of this model", f"write {letters}")
                elif text in seen:
                    self.note("E307", item, f"'{text}' is ranked twice", "keep one of them")
                else:
                    seen.add(text)
                    patterns.append(text)
            if patterns:
                groups.append(tuple(patterns))
        return tuple(groups)

    def check_guards(self) -> None:
        """Check when/unless against the contested claims, both ways."""
        for name, node in self.guarding:
            if name not in self.contested:
                near = self.near(name, self.contested)
                hint = f"did you mean '{near}'?" if near else f"add '{name}' under contested, or use because"
                self.note("E205", node, f"the claim '{name}' is not listed under contested", hint, name, -1)
        used = {name for name, _ in self.guarding}
        for name, node in self.contested.items():
            if name not in used:
                self.note("W303", node, f"the contested claim '{name}' guards nothing", "use it under when or unless")


def _kind(node: Node) -> str:
    return "piece of text" if node.kind == "scalar" else node.kind


def removed(form: str, terms: tuple[Condition, ...]) -> Condition:
    """Return the condition that is true exactly at the states an entry removes."""
    if form == "at_most_one":
        pairs = tuple(And(pair) for pair in combinations(terms, 2))
        return pairs[0] if len(pairs) == 1 else Or(pairs)
    if form == "at_least_one":
        return Not(Or(terms))
    if form == "only_if":
        return And((terms[0], Not(terms[1])))
    return terms[0]
