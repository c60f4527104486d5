"""Stable states as decision diagrams: count them exactly, project them, draw from them, for any of five concepts."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from detente.base import DetenteError, Diagnostic
from detente.conditions import And, Condition, If, Iff, Not, Or, Var
from detente.symbolic.rules import Rules

EXACT = 52  # variables up to which the library's floating-point count is exact


class Diagrams:
    """The model as decision diagrams over its options.

    Raises
    ------
    DetenteError
        The extra ``symbolic`` is not installed.
    """

    def __init__(self, rules: Rules) -> None:
        try:
            try:
                from dd import cudd as library
            except ImportError:  # no compiled wheel for this platform: slower, but the same
                from dd import autoref as library
        except ImportError as missing:
            message = "this needs decision diagrams, which are not installed"
            hint = "install it: pip install 'detente[symbolic]'"
            raise DetenteError(Diagnostic(code="E809", message=message, hint=hint)) from missing
        self.rules = rules
        self.bdd: Any = library.BDD()
        self.together: Any = getattr(library, "and_exists", None)
        self.names = [f"x{o}" for o in range(len(rules.options))]
        for name in self.names:  # a state before and after a move side by side
            self.bdd.declare(name, f"{name}_")
        self.place = {option: self.names[o] for o, option in enumerate(rules.options)}
        self.feasible = ~self._any(self.read(condition) for condition in rules.removed)
        self.own = [[self.names[o] for o in rules.own(i)] for i in range(len(rules.decision_makers))]
        self.levels_of: dict[int, list[Any]] = {}
        self.better_of: dict[int, Any] = {}

    def read(self, condition: Condition) -> Any:
        """Return the states at which ``condition`` is true."""
        match condition:
            case Var(name):
                return self.bdd.var(self.place[name])
            case Not(part):
                return ~self.read(part)
            case And(parts):
                return ~self._any(~self.read(part) for part in parts)
            case Or(parts):
                return self._any(self.read(part) for part in parts)
            case If(then, given):
                return self.read(then) | ~self.read(given)
            case Iff(left, right):
                return ~self.bdd.apply("xor", self.read(left), self.read(right))

    def _any(self, parts: Any) -> Any:
        out = self.bdd.false
        for part in parts:
            out |= part
        return out

    def _after(self, i: int, states: Any) -> Any:
        """Return ``states`` said of the state after a move of i."""
        return self.bdd.let({name: self.bdd.var(f"{name}_") for name in self.own[i]}, states)

    def _legal(self, i: int) -> Any:
        """Return the pairs (before, after) that take none of i's one-way options backwards."""
        out = self.bdd.true
        for o in self.rules.own(i):
            before, after = self.bdd.var(self.names[o]), self.bdd.var(f"{self.names[o]}_")
            if self.rules.one_way[o]:
                out &= after | ~before if self.rules.one_way[o] > 0 else before | ~after
        return out

    def can_reach(self, i: int, states: Any) -> Any:
        """Return the states from which i moves into ``states`` in one step or is there already."""
        if not any(self.rules.one_way[o] for o in self.rules.own(i)):
            return self.bdd.exist(self.own[i], states) if self.own[i] else states
        after = [f"{name}_" for name in self.own[i]]
        return self.bdd.exist(after, self._legal(i) & self._after(i, states))

    def nash(self, i: int) -> Any:
        """Return the states that are Nash stable for decision maker ``i``.

        Best answers are narrowed condition by condition: where some state still in the running makes it true, only
        those that do stay. With one-way options what can be run to depends on where one starts, which is kept beside.
        """
        wants = [self.read(want) for want in self.rules.wants[i]]
        if not self.own[i]:
            return self.feasible
        ways = [self.names[o] for o in self.rules.own(i) if self.rules.one_way[o]]
        running = self.feasible
        for o in self.rules.own(i):  # here the marked variable is where one starts
            start, end = self.bdd.var(f"{self.names[o]}_"), self.bdd.var(self.names[o])
            if self.rules.one_way[o]:
                running &= end | ~start if self.rules.one_way[o] > 0 else start | ~end
        for want in wants:
            can = self.bdd.exist(self.own[i], running & want)
            running &= want | ~can
        return self.bdd.let({f"{name}_": self.bdd.var(name) for name in ways}, running) if ways else running

    def levels(self, i: int) -> list[Any]:
        """Return i's states from worst to best, one diagram for each rank that occurs."""
        if i not in self.levels_of:
            found = [self.feasible]
            for want in self.rules.wants[i]:
                good = self.read(want)
                found = [part for level in found for part in (level & ~good, level & good) if part != self.bdd.false]
            self.levels_of[i] = found
        return self.levels_of[i]

    def better(self, j: int) -> Any:
        """Return the pairs (before, after) of feasible states that are strict improvements of ``j``."""
        same, out = self.feasible & self._legal(j) & self._after(j, self.feasible), self.bdd.false
        for want in self.rules.wants[j]:
            before = self.read(want)
            after = self._after(j, before)
            out |= same & ~before & after
            same &= ~self.bdd.apply("xor", before, after)
        return out

    def before(self, j: int, states: Any, improving: bool) -> Any:
        """Return the states from which a move of j (one that pays, or any) leads into ``states``."""
        if not improving:
            return self.feasible & self.can_reach(j, states)
        if j not in self.better_of:
            self.better_of[j] = self.better(j)
        return self._meet(self.better_of[j], self._after(j, states), [f"{name}_" for name in self.own[j]])

    def _meet(self, one: Any, other: Any, names: Sequence[str]) -> Any:
        """Return where ``one`` and ``other`` hold together for some values of ``names``."""
        if self.together is None:
            return self.bdd.exist(names, one & other)
        return self.together(one, other, names)  # in one pass, which never builds what is then taken out

    def answered(self, i: int, improving: bool, final: bool) -> Any:
        """Return the states stable for ``i`` under GMR, SMR, SEQ or SSEQ (see ``stability.concept`` for the words).

        By rising rank L: collect the states from which the opponents can bring about a state worth at most L to i. A
        state of rank L from which i moves to a better one outside is not stable. Opponents take turns, each starting
        from what those before it have added, until a whole round adds nothing.
        """
        opponents = [j for j in range(len(self.own)) if j != i and self.own[j]]
        bad, unstable, at_most = self.bdd.false, self.bdd.false, self.bdd.false
        for level in self.levels(i):
            at_most |= level
            above = self.feasible & ~at_most
            bad |= at_most if final else at_most & ~self.can_reach(i, above)
            quiet, turn = 0, 0
            while quiet < len(opponents):
                grown = bad | self.before(opponents[turn], bad, improving)
                quiet = quiet + 1 if grown == bad else 1  # its own moves, one after the other, are one move
                bad, turn = grown, (turn + 1) % len(opponents)
            unstable |= level & self.can_reach(i, above & ~bad)
        return self.feasible & ~unstable

    def equilibria(self, improving: bool | None = None, final: bool = True) -> Any:
        """Return the equilibria: Nash by default, else those of the concept with these answers."""
        out = self.feasible
        for i in range(len(self.own)):
            out &= self.nash(i) if improving is None else self.answered(i, improving, final)
        return out

    def count(self, states: Any) -> int:
        """Count ``states`` exactly."""
        k = len(self.names)
        if k <= EXACT:
            return int(self.bdd.count(states, k))
        levels = sorted(int(self.bdd.level_of_var(name)) for name in self.names)
        return self._below(states, 0, {level: at for at, level in enumerate(levels)}, {})

    def _below(self, node: Any, start: int, order: dict[int, int], known: dict[int, int]) -> int:
        """Count the ways to choose the variables from the ``start``-th on that lead from ``node`` to true."""
        k = len(self.names)
        if node == self.bdd.false:
            return 0
        if node == self.bdd.true:
            return 1 << (k - start)
        at = order[node.level]
        if int(node) not in known:
            parts = (~part if node.negated else part for part in (node.low, node.high))  # a negation is kept above
            known[int(node)] = sum(self._below(part, at + 1, order, known) for part in parts)
        return known[int(node)] << (at - start)

    def project(self, states: Any, options: Sequence[str]) -> dict[tuple[bool, ...], int]:
        """Return for each way of taking the given ``options`` that occurs how many of ``states`` take them so."""
        found: dict[tuple[bool, ...], Any] = {(): states}
        for option in options:
            variable = self.bdd.var(self.place[option])
            split = {
                (*key, yes): part & (variable if yes else ~variable) for key, part in found.items() for yes in (0, 1)
            }
            found = {tuple(map(bool, key)): part for key, part in split.items() if part != self.bdd.false}
        return {key: self.count(part) for key, part in found.items()}

    def sample(self, states: Any, number: int, seed: int = 0) -> Iterator[int]:
        """Draw ``number`` of ``states``, each as likely as any other, with repetition."""
        r = random.Random(seed)
        if states == self.bdd.false:
            return
        for _ in range(number):
            left, size, state = states, self.count(states), 0
            for o, name in enumerate(self.names):
                taken = left & self.bdd.var(name)
                share = self.count(taken)
                if r.randrange(size) < share:
                    left, size, state = taken, share, state | 1 << o
                else:
                    left, size = left & ~self.bdd.var(name), size - share
            yield state

    def contains(self, states: Any, state: int) -> bool:
        """Say whether ``state`` is one of ``states``."""
        values = {name: bool(state >> o & 1) for o, name in enumerate(self.names)}
        return bool(self.bdd.let(values, states) == self.bdd.true)
