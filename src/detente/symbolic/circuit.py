"""Conditions as clauses: a circuit of and-gates whose every gate becomes a variable (Tseitin)."""

from collections.abc import Iterable, Mapping

from detente.conditions import And, Condition, If, Iff, Not, Or, Var


class Circuit:
    """Literals are whole numbers other than 0, negative for negation; ``clauses`` grows as gates are asked for.

    Gates with the same inputs are one gate, and constants disappear, so that a condition with somebody's options filled
    in costs only what is left of it.
    """

    def __init__(self, inputs: int) -> None:
        """Reserve the literals 1 … ``inputs``; the next one is the constant ``true``."""
        self.true = inputs + 1
        self.last = self.true
        self.clauses: list[list[int]] = [[self.true]]
        self.gates: dict[tuple[int, ...], int] = {}

    def every(self, literals: Iterable[int]) -> int:
        """Return a literal that is true where all ``literals`` are."""
        parts: set[int] = set()
        for literal in literals:
            if literal == -self.true or -literal in parts:
                return -self.true
            if literal != self.true:
                parts.add(literal)
        if len(parts) < 2:
            return parts.pop() if parts else self.true
        key = tuple(sorted(parts))
        if key not in self.gates:
            self.last += 1
            self.gates[key] = self.last
            self.clauses += [[-self.last, part] for part in key]
            self.clauses.append([self.last, *(-part for part in key)])
        return self.gates[key]

    def some(self, literals: Iterable[int]) -> int:
        """Return a literal that is true where any of ``literals`` is."""
        return -self.every(-literal for literal in literals)

    def same(self, a: int, b: int) -> int:
        """Return a literal that is true where ``a`` and ``b`` agree."""
        return self.every((self.some((-a, b)), self.some((a, -b))))

    def require(self, *literals: int) -> None:
        """Demand that one of ``literals`` be true."""
        if self.true not in literals:
            self.clauses.append([literal for literal in literals if literal != -self.true])

    def read(self, condition: Condition, names: Mapping[str, int]) -> int:
        """Return a literal for ``condition``, its options being the literals ``names``."""
        match condition:
            case Var(name):
                return names[name]
            case Not(part):
                return -self.read(part, names)
            case And(parts):
                return self.every(self.read(part, names) for part in parts)
            case Or(parts):
                return self.some(self.read(part, names) for part in parts)
            case If(then, given):
                return self.some((self.read(then, names), -self.read(given, names)))
            case Iff(left, right):
                return self.same(self.read(left, names), self.read(right, names))
