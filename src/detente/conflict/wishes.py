"""What each decision maker wants: statements, a ranking, option weights, and which of several of them is not known."""

import re
from dataclasses import replace

from detente.conditions import Condition
from detente.conflict.elements import GUARD_KEYS, Elements
from detente.conflict.shapes import kind
from detente.conflict.tree import Node
from detente.conflict.values import DecisionMaker, Guard, PreferenceStatement, Ranking

MAX_DEGREE = 9
MAX_VERSIONS = 64
FORMS = ("ranking", "weights", "one_of", "unsure")
_MARK = re.compile(r">+|=")
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30}|/[0-9]{1,30})?")


class Wishes(Elements):
    """Reads the preferences of decision makers, in any of their forms."""

    def preferences(self, top: dict[str, tuple[Node, Node]], people: list[DecisionMaker]) -> list[DecisionMaker]:
        """Read what each decision maker wants."""
        by_id = {dm.id: dm for dm in people}
        entries = self.mapping(top["preferences"][1], "'preferences'") if "preferences" in top else {}
        for key, value in entries.values():
            if key.text not in by_id:
                self.unknown_decision_maker(key, by_id)
                if value.kind == "list":
                    self.statements(value)
            elif value.kind == "mapping":
                by_id[key.text] = self.formed(by_id[key.text], value)
            else:
                by_id[key.text] = replace(by_id[key.text], statements=self.statements(value))
        for dm in by_id.values():
            if dm.ranking is None and not dm.statements and dm.id not in entries and top.get("decision_makers"):
                at = top["preferences"][0] if "preferences" in top else top["decision_makers"][0]
                self.note("W304", at, f"nothing says what {dm.name} wants", "list statements, most important first")
        return list(by_id.values())

    def unknown_decision_maker(self, node: Node, known: dict[str, DecisionMaker]) -> None:
        """Note a name that is no decision maker's, with the nearest one."""
        near = self.near(node.text, known)
        hint = f"did you mean '{near}'?" if near else f"the decision makers are: {', '.join(known) or 'none'}"
        self.note("E204", node, f"no decision maker is called '{node.text}'", hint)

    def formed(self, dm: DecisionMaker, node: Node) -> DecisionMaker:
        """Read preferences that are not a list of statements."""
        entry = self.mapping(node, f"the preferences of '{dm.id}'", FORMS)
        if "unsure" in entry and set(entry) != {"unsure", "ranking"}:
            hint = "write ranking: with all states, and under unsure: those that are not compared"
            self.note("E304", node, "'unsure' stands beside a ranking, and only there", hint)
            return dm
        if len(entry) > 1 and "unsure" not in entry:
            words = " and ".join(f"'{key}'" for key in entry)
            self.note("E304", node, f"the preferences of '{dm.id}' mix {words}", "use one of them")
            return dm
        if "ranking" in entry:
            ranking, gaps = self.ranking(entry["ranking"][1])
            unsure = self.unsure(entry["unsure"][1]) if "unsure" in entry else ()
            return replace(dm, ranking=ranking, gaps=gaps, unsure=unsure, line=entry["ranking"][1].line)
        if "weights" in entry:
            return replace(dm, ranking=(), weights=self.weights(entry["weights"][1]), line=entry["weights"][1].line)
        if "one_of" in entry:
            rankings = self.rankings(entry["one_of"][1])
            first = rankings[0] if rankings else ()
            return replace(dm, ranking=first, rankings=rankings, line=entry["one_of"][1].line)
        if node.pairs:
            self.note("E304", node, "'ranking' is missing", "write ranking: […], or a list of statements")
        return dm

    def statements(self, node: Node) -> tuple[PreferenceStatement, ...]:
        """Read statements in priority order."""
        result: list[PreferenceStatement] = []
        for item in self.sequence(node, "a list of preference statements"):
            if item.kind == "scalar" and not item.blank:
                want, guard, versions, degree = self.condition(item), Guard(line=item.line), None, 1
            else:
                entry = self.mapping(item, "a preference statement", ("want", "one_of", "degree", *GUARD_KEYS))
                guard = self.guard(entry, item.line)
                if ("want" in entry) == ("one_of" in entry):
                    if item.kind == "mapping" or item.blank:
                        problem = "'want' is missing" if "want" not in entry else "'want' and 'one_of' stand together"
                        self.note("E304", item, problem, "write want: and a condition, or one_of: and a list of them")
                    continue
                degree = self.degree(entry)
                versions = self.versions(entry["one_of"][1]) if "one_of" in entry else None
                want = self.condition(entry["want"][1]) if versions is None else next(iter(versions), None)
            if not guard.because and not guard.assumed:
                self.note(
                    "W302",
                    item,
                    "nothing stands behind this statement",
                    'add because: [claim] or assumed: "your reason"',
                )
            if want is not None:
                result.append(PreferenceStatement(want=want, guard=guard, degree=degree, versions=versions or ()))
        return tuple(result)

    def versions(self, node: Node) -> tuple[Condition, ...]:
        """Read the wishes of which one is meant, without its being known which."""
        items = self.sequence(node, "'one_of'")
        if not self.several(node, items):
            return ()
        read = [self.condition(item) for item in items]
        return tuple(c for c in read if c is not None)

    def several(self, node: Node, items: list[Node]) -> bool:
        """Say whether a list holds two to 64 entries, noting another number."""
        if node.kind == "list" and not 2 <= len(items) <= MAX_VERSIONS:
            hint = "list every version that may be meant, or say which one is"
            self.note("E304", node, f"'one_of' takes 2 to {MAX_VERSIONS} entries, not {len(items)}", hint)
        return 2 <= len(items) <= MAX_VERSIONS

    def degree(self, entry: dict[str, tuple[Node, Node]]) -> int:
        """Read how strongly a statement is meant."""
        text = self.field(entry, "degree", "a degree")
        if not text:
            return 1
        if not re.fullmatch(rf"[1-{MAX_DEGREE}]", text):
            hint = f"write a number from 1 (mild) to {MAX_DEGREE}; 2 is strong where there are two degrees"
            self.note("E305", entry["degree"][1], f"'{text}' is not a degree", hint)
            return 1
        return int(text)

    def rankings(self, node: Node) -> tuple[Ranking, ...]:
        """Read rankings of which one is meant, without its being known which."""
        items = self.sequence(node, "'one_of'")
        if not self.several(node, items):
            return ()
        result = []
        for item in items:
            ranking, gaps = self.ranking(item)
            if gaps:
                hint = "mark strong gaps in a single ranking, or give degrees to statements"
                self.note("E304", item, "a ranking under 'one_of' has strong gaps", hint)
            result.append(ranking)
        return tuple(result)

    def ranking(self, node: Node) -> tuple[Ranking, tuple[int, ...]]:
        """Read a ranking, most preferred first: a list with ties in inner lists, or text such as ``a > b >> c = d``.

        Returns
        -------
        groups : what stands in each place
        gaps : the degree of each gap between places; empty where all are mild
        """
        groups: list[tuple[str, ...]] = []
        gaps: list[int] = []
        seen: set[str] = set()
        marked: Node | None = None
        for group in self.places(node):
            if group.kind == "scalar" and re.fullmatch(r">+", group.text):
                if marked is not None or not groups or len(group.text) > MAX_DEGREE:
                    self.note("E307", group, f"'{group.text}' stands where a place was expected", "write one mark")
                    continue
                marked = group
                continue
            places = [self.place(item, seen) for item in (group.items if group.kind == "list" else [group])]
            found = tuple(place for place in places if place)
            if found:
                if groups:
                    gaps.append(len(marked.text) if marked else 1)
                groups.append(found)
                marked = None
        if marked is not None:
            self.note("E307", marked, f"'{marked.text}' stands where a place was expected", "rank something after it")
        return tuple(groups), tuple(gaps) if set(gaps) - {1} else ()

    def places(self, node: Node) -> list[Node]:
        """Return the places and marks of a ranking, whichever way it is written."""
        if node.kind != "scalar" or node.blank:
            return self.sequence(node, "a ranking")
        parts: list[Node] = []
        tied = False
        for m in re.finditer(r"[^\s>=]+|>+|=", node.text):
            word = m.group()
            if word == "=":
                if not parts or parts[-1].text.startswith(">") or tied:
                    self.note("E307", node, "'=' stands where a place was expected", "write a > b = c")
                tied = True
                continue
            piece = self.piece(node, word, m.start())
            last = parts[-1] if parts else None
            if _MARK.match(word) or last is None or last.text.startswith(">"):
                parts.append(piece)
            elif tied and last.kind == "scalar":
                parts[-1] = _tied(last, [last, piece])
            elif tied:
                last.items.append(piece)
            else:
                self.note("E307", piece, f"'{word}' follows a place without a mark", "write a > b = c")
            tied = False
        return parts

    def piece(self, node: Node, word: str, offset: int) -> Node:
        """Return a word of a text as a node of its own, placed where it stands."""
        line, column = self._place(node, word, offset)
        return Node("scalar", line, column, line, column + len(word), word, True, [], [])

    def place(self, item: Node, seen: set[str]) -> str:
        """Read one pattern or state of a ranking; nothing where it does not fit or was ranked before."""
        if item.kind != "scalar":
            self.note("E303", item, f"a pattern is text, not a {kind(item)}", "write it as one piece of text")
            return ""
        text = item.text if self.states else item.text.upper()
        if self.states:
            if text not in self.states:
                self.unknown_state(item, text)
                return ""
        elif len(text) != len(self.options) or set(text) - set("YN-"):
            letters = f"{len(self.options)} letters, Y, N or -, one for each option in order"
            self.note("E307", item, f"'{item.text}' is not a pattern of this model", f"write {letters}")
            return ""
        if text in seen:
            self.note("E307", item, f"'{text}' is ranked twice", "keep one of them")
            return ""
        seen.add(text)
        return text

    def unsure(self, node: Node) -> tuple[tuple[str, ...], ...]:
        """Read sets of patterns or states of which no two are compared."""
        result = []
        for entry in self.sequence(node, "'unsure'"):
            seen: set[str] = set()
            found = [self.place(item, seen) for item in self.sequence(entry, "states that are not compared")]
            if len(found) == 1:
                self.note("E304", entry, "one state alone is not compared with any", "list two states or more")
            elif all(found) and found:
                result.append(tuple(found))
        return tuple(result)

    def weights(self, node: Node) -> tuple[tuple[str, str], ...]:
        """Read a number for each option; they may be negative, and unnamed options weigh nothing."""
        result: list[tuple[str, str]] = []
        for key, value in self.mapping(node, "'weights'").values():
            text = self.scalar(value, "a weight")
            if self.states:
                self.note("E308", key, "states have no options to weigh", "write a ranking or statements")
            elif key.text not in self.options:
                self.unknown_option(key, key.text)
            elif not _is_number(text):
                self.note("E305", value, f"'{text}' is not a weight", "write a number, such as 3, -1.5 or 2/3")
            else:
                result.append((key.text, text))
        return tuple(result)


def _is_number(text: str) -> bool:
    if not _NUMBER.fullmatch(text):
        return False
    return not text.partition("/")[1] or int(text.partition("/")[2]) > 0


def _tied(node: Node, items: list[Node]) -> Node:
    return Node("list", node.line, node.column, node.end_line, node.end_column, "", False, items, [])
