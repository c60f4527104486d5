"""The whole model file, key by key, into a Conflict."""

from datetime import date

from detente.conflict.forms import Forms
from detente.conflict.shapes import kind
from detente.conflict.tree import Node
from detente.conflict.values import Conflict, ContestedClaim, DecisionMaker, Infeasible

TOP_KEYS = [
    "detente",
    "title",
    "as_of",
    "decision_makers",
    "option_order",
    "infeasible",
    "coalesced",
    "states",
    "moves",
    "forbidden_moves",
    "status_quo",
    "preferences",
    "contested",
    "settlement",
    "fictional",
    "note",
]


class Reader(Forms):
    """Reads a model file once from top to bottom."""

    def conflict(self, root: Node, file: str) -> Conflict | None:
        """Read the whole tree."""
        if root.kind != "mapping":
            self.note("E303", root, f"a model file is a mapping, not a {kind(root)}", "start with 'detente: 1'")
            return None
        top = self.mapping(root, "a model file", TOP_KEYS, free=True)
        self.version(top, root)
        states = self.read_states(top)
        people = self.decision_makers(top, root)
        self.order(top)
        contested = self.contested_claims(top)
        infeasible = [] if states else self.infeasible(top)
        coalesced = () if states else self.coalesced(top)
        moves = self.read_moves(top, people)
        forbidden = self.forbidden_moves(top, people)
        status_quo = self.status_quo(top)
        people = self.preferences(top, people)
        settlement = self.condition(top["settlement"][1]) if "settlement" in top and not states else None
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
            forbidden_moves=forbidden,
            coalesced=coalesced,
            states=states,
            moves=moves,
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
            if self.states and "options" in entry and entry["options"][1].pairs:
                hint = "give its moves under moves, or describe the model by options"
                self.note("E308", entry["options"][0], "a model with states has no options", hint)
                entry.pop("options")
            own = self.own_options(entry, ident) if "options" in entry else []
            if not own and not self.states:
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

    def order(self, top: dict[str, tuple[Node, Node]]) -> None:
        """Put the options in the order the file asks for."""
        if "option_order" not in top or self.states:
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

    def infeasible(self, top: dict[str, tuple[Node, Node]]) -> list[Infeasible]:
        """Read the states that cannot be."""
        nodes = self.sequence(top["infeasible"][1], "'infeasible'") if "infeasible" in top else []
        return [rule for rule in map(self.rule, nodes) if rule is not None]

    def status_quo(self, top: dict[str, tuple[Node, Node]]) -> tuple[str, ...] | None:
        """Read where the conflict stands: options taken, or in graph form a state."""
        if "status_quo" not in top:
            return None
        node = top["status_quo"][1]
        self.status_quo_line = node.line
        if self.states:
            return (node.text,) if self.state(node) else None
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
