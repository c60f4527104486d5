"""Nash equilibria by satisfiability: find one, list some, or say which choices they allow."""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from detente.base import DetenteError, Diagnostic
from detente.symbolic.circuit import Circuit
from detente.symbolic.rules import Rules, check_width


def clauses(rules: Rules) -> Circuit:
    """Write "this state is a Nash equilibrium" as clauses over the literals 1 … k, one an option.

    For each decision maker all combinations of its own options are filled in. A combination stays in the running while
    it is feasible, can be moved to and is as good as any on the conditions so far; where one in the running makes the
    next condition true, the state itself must too.
    """
    circuit = Circuit(len(rules.options))
    state = {name: o + 1 for o, name in enumerate(rules.options)}
    circuit.require(circuit.every(-circuit.read(condition, state) for condition in rules.removed))
    for i, wants in enumerate(rules.wants):
        check_width(rules, i)
        own = rules.own(i)
        if not own:
            continue
        running: list[tuple[dict[str, int], int]] = []
        for combo in range(1 << len(own)):
            there = dict(state)
            fits = []
            for bit, o in enumerate(own):
                there[rules.options[o]] = circuit.true if combo >> bit & 1 else -circuit.true
                if rules.one_way[o] and (rules.one_way[o] > 0) != bool(combo >> bit & 1):
                    fits.append(-(o + 1) if rules.one_way[o] > 0 else o + 1)  # it may not be left behind
            fits += [-circuit.read(condition, there) for condition in rules.removed]
            running.append((there, circuit.every(fits)))
        for want in wants:
            good = [circuit.read(want, there) for there, _ in running]
            can = circuit.some(circuit.every((alive, yes)) for (_, alive), yes in zip(running, good, strict=True))
            running = [
                (there, circuit.every((alive, circuit.some((-can, yes)))))
                for (there, alive), yes in zip(running, good, strict=True)
            ]
            circuit.require(-can, circuit.read(want, state))
    return circuit


class Equilibria:
    """The Nash equilibria of a model behind a solver; use it in a ``with`` statement.

    Raises
    ------
    DetenteError
        E809: the extra ``symbolic`` is not installed. Or somebody has too many options.
    """

    def __init__(self, rules: Rules) -> None:
        try:
            from pysat.solvers import Solver
        except ImportError as missing:
            message = "this needs a satisfiability solver, which is not installed"
            hint = "install it: pip install 'detente[symbolic]'"
            raise DetenteError(Diagnostic(code="E809", message=message, hint=hint)) from missing
        self.rules = rules
        self.circuit = clauses(rules)
        self.solver: Any = Solver(name="cadical153", bootstrap_with=self.circuit.clauses)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.solver.delete()

    def one(self, fixed: Mapping[str, bool] | None = None) -> int | None:
        """Return an equilibrium with the options ``fixed`` as given, or None if there is none."""
        return self._solve(self._fix(fixed or {}))

    def each(self, most: int, fixed: Mapping[str, bool] | None = None) -> Iterator[int]:
        """Yield up to ``most`` different equilibria."""
        for chosen in self.choices(self.rules.options, most, fixed):
            yield sum(1 << o for o, name in enumerate(self.rules.options) if chosen[name])

    def choices(
        self, options: Sequence[str], most: int, fixed: Mapping[str, bool] | None = None
    ) -> Iterator[dict[str, bool]]:
        """Yield up to ``most`` different ways in which equilibria take the given ``options`` (their projection)."""
        place = {name: o + 1 for o, name in enumerate(self.rules.options)}
        self.circuit.last += 1
        on = self.circuit.last  # what is ruled out below is ruled out for this call alone
        for _ in range(most):
            state = self._solve([on, *self._fix(fixed or {})])
            if state is None:
                return
            found = {name: bool(state >> (place[name] - 1) & 1) for name in options}
            yield found
            self.solver.add_clause([-on, *(-place[name] if taken else place[name] for name, taken in found.items())])

    def _fix(self, fixed: Mapping[str, bool]) -> list[int]:
        place = {name: o + 1 for o, name in enumerate(self.rules.options)}
        return [place[name] if taken else -place[name] for name, taken in fixed.items()]

    def _solve(self, assumptions: list[int]) -> int | None:
        if not self.solver.solve(assumptions=assumptions):
            return None
        true = set(self.solver.get_model())
        return sum(1 << o for o in range(len(self.rules.options)) if o + 1 in true)
