"""What goes beyond options: forbidden moves, states that count as one, and models given as states and moves."""

import re

from detente.conditions import And, Condition, Not, Or, Var
from detente.conflict.elements import GUARD_KEYS
from detente.conflict.tree import Node
from detente.conflict.values import Coalesced, DecisionMaker, ForbiddenMoves, State
from detente.conflict.wishes import Wishes

OPTION_KEYS = ("option_order", "infeasible", "coalesced", "settlement")
"""Keys that speak of options and have no place where states are given."""


class Forms(Wishes):
    """Reads the parts of a model whose states or moves do not simply follow from its options."""

    def forbidden_moves(
        self, top: dict[str, tuple[Node, Node]], people: list[DecisionMaker]
    ) -> tuple[ForbiddenMoves, ...]:
        """Read which moves decision makers do not have."""
        known = {dm.id: dm for dm in people}
        result = []
        for node in self.sequence(top["forbidden_moves"][1], "'forbidden_moves'") if "forbidden_moves" in top else ():
            entry = self.mapping(node, "a forbidden move", ("by", "from", "to", "why", *GUARD_KEYS))
            guard, why = self.guard(entry, node.line), self.field(entry, "why", "'why'")
            if "from" not in entry and "to" not in entry:
                if node.kind == "mapping" or node.blank:
                    hint = "write from: and to:, each with a condition; leave one out where any state is meant"
                    self.note("E304", node, "'from' and 'to' are missing", hint)
                continue
            by = self.ids(entry["by"][1], "'by'") if "by" in entry else ()
            for item in self.items(entry["by"][1]) if "by" in entry else ():
                if item.text not in known:
                    self.unknown_decision_maker(item, known)
            ends = [self.kind_of_state(entry[key][1]) if key in entry else None for key in ("from", "to")]
            if any(end is None and key in entry for end, key in zip(ends, ("from", "to"), strict=True)):
                continue
            result.append(ForbiddenMoves(by=by, before=ends[0], after=ends[1], why=why, guard=guard))
        return tuple(result)

    def items(self, node: Node) -> list[Node]:
        """Return one word or a list of words as nodes."""
        items = node.items if node.kind == "list" else [node]
        return [item for item in items if item.kind == "scalar" and not item.blank]

    def kind_of_state(self, node: Node) -> Condition | None:
        """Read a condition, or a pattern such as ``YN-`` as the condition that it stands for."""
        text = node.text
        order = list(self.options)
        if (
            node.kind == "scalar"
            and text not in self.options
            and len(text) == len(order)
            and re.fullmatch(r"[YN-]+", text)
        ):
            parts: list[Condition] = []
            for name, letter in zip(order, text, strict=True):
                if letter != "-":
                    parts.append(Var(name) if letter == "Y" else Not(Var(name)))
            if not parts:
                return Or((Var(order[0]), Not(Var(order[0]))))
            return parts[0] if len(parts) == 1 else And(tuple(parts))
        return self.condition(node)

    def coalesced(self, top: dict[str, tuple[Node, Node]]) -> tuple[Coalesced, ...]:
        """Read which states count as one."""
        result = []
        for node in self.sequence(top["coalesced"][1], "'coalesced'") if "coalesced" in top else ():
            entry = self.mapping(node, "an entry under coalesced", ("if", "why", *GUARD_KEYS))
            guard, why = self.guard(entry, node.line), self.field(entry, "why", "'why'")
            if "if" not in entry:
                if node.kind == "mapping" or node.blank:
                    self.note("E304", node, "'if' is missing", "write if: and the condition true at these states")
                continue
            condition = self.kind_of_state(entry["if"][1])
            if condition is not None:
                result.append(Coalesced(condition=condition, why=why, guard=guard))
        return tuple(result)

    def read_states(self, top: dict[str, tuple[Node, Node]]) -> tuple[State, ...]:
        """Read the states of a model in graph form: a list of ids, or a mapping from ids to names."""
        if "states" not in top:
            if "moves" in top:
                self.note("E308", top["moves"][0], "'moves' belong to a model with states", "list them under states")
            return ()
        for word in OPTION_KEYS:
            if word in top and (top[word][1].items or top[word][1].pairs or top[word][1].text):
                hint = "leave it out, or describe the model by options"
                self.note("E308", top[word][0], f"'{word}' has no place in a model with states", hint)
        node = top["states"][1]
        pairs: list[tuple[Node, Node | None]] = [(item, None) for item in node.items]
        if node.kind != "list":
            pairs = list(self.mapping(node, "'states'").values())
        found: dict[str, State] = {}
        for key, value in pairs:
            ident = self.identifier(key, "a state") if key.kind == "scalar" else self.scalar(key, "a state")
            if re.search("[>=]", ident):
                self.note("E202", key, f"'{ident}' cannot be the id of a state", "leave out > and =")
            elif ident in found:
                self.note("E201", key, f"the state '{ident}' is listed twice", "give one of them another id")
            elif ident:
                found[ident] = State(id=ident, name=(self.scalar(value, "a name") if value else "") or ident)
        if not found and node.kind != "scalar":
            self.note("E304", top["states"][0], "no state is listed", "name at least one")
        self.states = found
        return tuple(found.values())

    def read_moves(
        self, top: dict[str, tuple[Node, Node]], people: list[DecisionMaker]
    ) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Read each decision maker's moves: from each state, where it can go in one step."""
        if not self.states:
            return ()
        known = {dm.id: dm for dm in people}
        entries = self.mapping(top["moves"][1], "'moves'") if "moves" in top else {}
        result = []
        for key, value in entries.values():
            if key.text not in known:
                self.unknown_decision_maker(key, known)
            moves: dict[tuple[str, str], None] = {}
            for source, ends in self.mapping(value, f"the moves of '{key.text}'").values():
                good = self.state(source)
                items = [ends] if ends.kind == "scalar" and not ends.blank else self.sequence(ends, "where a move goes")
                for end in items:
                    if not (self.state(end) and good):
                        continue
                    if end.text == source.text:
                        self.note(
                            "E305", end, f"a move from '{end.text}' to itself", "leave it out: staying is no move"
                        )
                    elif (source.text, end.text) in moves:
                        self.note("E201", end, f"the move to '{end.text}' is listed twice", "remove one of them")
                    moves[source.text, end.text] = None
            result.append((key.text, tuple(moves)))
        for dm in people:
            if not dict(result).get(dm.id):
                at = top["moves"][0] if "moves" in top else top["states"][0]
                self.note("W307", at, f"{dm.name} has no moves", "leave it so only if it never acts")
        return tuple(result)

    def state(self, node: Node) -> bool:
        """Say whether a node names a state, noting another name with the nearest one."""
        name = self.scalar(node, "a state")
        if name and name not in self.states:
            self.unknown_state(node, name)
        return name in self.states
