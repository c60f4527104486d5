"""The elements of a model file, one reader each: condition, links, option, claim, rule."""

import re
from itertools import combinations
from typing import Literal

from detente.conditions import KEYWORDS, And, Condition, ConditionError, Not, Or, names, parse
from detente.conflict.shapes import Shapes
from detente.conflict.tree import Node
from detente.conflict.values import ContestedClaim, Guard, Infeasible, Option

MAX_TERMS = 100
GUARD_KEYS = ("because", "assumed", "when", "unless")
FORMS: tuple[Literal["if", "at_most_one", "at_least_one", "only_if"], ...] = (
    "if",
    "at_most_one",
    "at_least_one",
    "only_if",
)


class Elements(Shapes):
    """Reads one element at a time, checking every name it uses."""

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
        """Read a condition and check every option, or in graph form every state, that it names."""
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
            if name not in (self.states or self.options):
                match = re.search(rf"(?<![^\s()]){re.escape(name)}(?![^\s()])", text)
                unknown = self.unknown_state if self.states else self.unknown_option
                unknown(node, name, match.start() if match else 0)
                good = False
        return result if good else None

    def unknown_option(self, node: Node, name: str, offset: int = 0) -> None:
        """Note a name that is no option, with the nearest one."""
        near = self.near(name, self.options)
        owner = f" ({self.owner_names.get(self.options[near].owner, '')})" if near else ""
        known = ", ".join(list(self.options)[:12])
        hint = f"did you mean '{near}'{owner}?" if near else f"the options are: {known or 'none yet'}"
        self.note("E203", node, f"no option is called '{name}'", hint, name, offset)

    def unknown_state(self, node: Node, name: str, offset: int = 0) -> None:
        """Note a name that is no state, with the nearest one."""
        near = self.near(name, self.states)
        hint = f"did you mean '{near}'?" if near else f"the states are: {', '.join(list(self.states)[:12])}"
        self.note("E207", node, f"no state is called '{name}'", hint, name, offset)

    def option(self, ident: str, key: Node, value: Node, owner: str) -> Option:
        """Read one option: a name, or a mapping with its details."""
        if value.kind == "scalar":
            return Option(id=ident, name=self.scalar(value, "a name") or ident, owner=owner, guard=Guard(line=key.line))
        entry = self.mapping(value, f"the option '{ident}'", ("name", "one_way", "why", *GUARD_KEYS))
        direction, one_way_guard = self.one_way(entry["one_way"][1]) if "one_way" in entry else ("", Guard())
        return Option(
            id=ident,
            name=self.field(entry, "name", "a name") or ident,
            owner=owner,
            guard=self.guard(entry, key.line),
            one_way=direction,
            one_way_guard=one_way_guard,
            why=self.field(entry, "why", "'why'"),
        )

    def one_way(self, node: Node) -> tuple[Literal["", "N->Y", "Y->N"], Guard]:
        """Read a direction, alone or with links of its own."""
        guard = Guard()
        if node.kind == "mapping":
            inner = self.mapping(node, "'one_way'", ("direction", *GUARD_KEYS))
            guard = self.guard(inner, node.line)
            if "direction" not in inner:
                self.note("E304", node, "'direction' is missing", "write direction: N->Y")
                return "", guard
            node = inner["direction"][1]
        text = self.scalar(node, "a direction")
        if text == "N->Y":
            return "N->Y", guard
        if text == "Y->N":
            return "Y->N", guard
        if text:
            self.note("E305", node, f"'{text}' is not a direction", "write N->Y or Y->N")
        return "", guard

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

    def rule(self, node: Node) -> Infeasible | None:
        """Read one infeasible entry."""
        entry = self.mapping(node, "an infeasible entry", (*FORMS, "why", *GUARD_KEYS))
        guard = self.guard(entry, node.line)
        why = self.field(entry, "why", "'why'")
        forms = [form for form in FORMS if form in entry]
        if len(forms) != 1:
            if node.kind == "mapping":
                problem = "says nothing" if not forms else f"mixes {' and '.join(forms)}"
                self.note("E304", node, f"this entry {problem}", f"use exactly one of {', '.join(FORMS)}")
            return None
        form = forms[0]
        terms = self.terms(form, entry[form][1])
        if terms is None:
            return None
        return Infeasible(condition=removed(form, terms), form=form, why=why, guard=guard, terms=terms)

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
