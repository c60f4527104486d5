"""Conditions as values: parse, show, and the slow reading of one state.

Words, not symbols. ``not`` binds tighter than ``and``, then ``or``, then ``if`` and ``iff``, which do not chain.
``A if B`` is the implication B → A: true wherever B is false.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

KEYWORDS = frozenset({"not", "and", "or", "if", "iff"})
MAX_DEPTH = 100
_TOKEN = re.compile(r"[()]|[^\s()]+")


@dataclass(frozen=True, slots=True)
class Var:
    """The option called ``name`` is taken."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """``part`` is false."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class And:
    """Every part is true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Some part is true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class If:
    """``then if given``: true unless ``given`` is true and ``then`` is false."""

    then: "Condition"
    given: "Condition"


@dataclass(frozen=True, slots=True)
class Iff:
    """Both sides are true, or both are false."""

    left: "Condition"
    right: "Condition"


Condition: TypeAlias = Var | Not | And | Or | If | Iff


class ConditionError(ValueError):
    """A condition that cannot be read; ``start``/``end`` are code points in the condition's text."""

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.hint = message, start, max(end, start + 1), hint


def tokens(text: str) -> list[tuple[str, int]]:
    """Cut ``text`` into words and parentheses, each with its place."""
    return [(m.group(), m.start()) for m in _TOKEN.finditer(text)]


def parse(text: str) -> Condition:
    """Read a condition.

    Raises
    ------
    ConditionError
        With the place in ``text`` and the next step.

    Examples
    --------
    >>> parse("guarantee and not cede if sign")
    If(then=And(parts=(Var(name='guarantee'), Not(part=Var(name='cede')))), given=Var(name='sign'))
    """
    reader = _Reader(text)
    if not reader.items:
        raise ConditionError("the condition is empty", 0, len(text), "name an option, such as: not withdraw")
    result = reader.implication(0)
    if reader.at < len(reader.items):
        word, place = reader.items[reader.at]
        if word in ("if", "iff"):
            raise ConditionError(f"'{word}' does not chain", place, place + len(word), "put one side in parentheses")
        if word == ")":
            raise ConditionError("this parenthesis closes nothing", place, place + 1, "remove it, or open one before")
        raise ConditionError(
            f"'{word}' follows a complete condition", place, place + len(word), "join the two with 'and' or 'or'"
        )
    return result


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.items, self.at = text, tokens(text), 0

    def word(self) -> str:
        return self.items[self.at][0] if self.at < len(self.items) else ""

    def implication(self, depth: int) -> Condition:
        left = self.disjunction(depth)
        word = self.word()
        if word not in ("if", "iff"):
            return left
        self.at += 1
        right = self.disjunction(depth)
        return If(left, right) if word == "if" else Iff(left, right)

    def disjunction(self, depth: int) -> Condition:
        parts = [self.conjunction(depth)]
        while self.word() == "or":
            self.at += 1
            parts.append(self.conjunction(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self, depth: int) -> Condition:
        parts = [self.negation(depth)]
        while self.word() == "and":
            self.at += 1
            parts.append(self.negation(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self, depth: int) -> Condition:
        if self.at >= len(self.items):
            end = len(self.text.rstrip())
            raise ConditionError("the condition ends too early", end, end + 1, "name an option here")
        word, place = self.items[self.at]
        if depth > MAX_DEPTH:
            raise ConditionError(f"nested deeper than {MAX_DEPTH}", place, place + len(word), "split the condition")
        self.at += 1
        if word == "not":
            return Not(self.negation(depth + 1))
        if word == "(":
            inside = self.implication(depth + 1)
            if self.word() in ("if", "iff"):
                again, there = self.items[self.at]
                raise ConditionError(
                    f"'{again}' does not chain", there, there + len(again), "put one side in parentheses"
                )
            if self.word() != ")":
                raise ConditionError("this parenthesis is never closed", place, place + 1, "add ')'")
            self.at += 1
            return inside
        if word in KEYWORDS or word == ")":
            raise ConditionError(
                f"'{word}' stands where an option was expected", place, place + len(word), "name an option here"
            )
        return Var(word)


_LEVEL: dict[type, int] = {If: 0, Iff: 0, Or: 1, And: 2, Not: 3, Var: 4}


def show(condition: Condition) -> str:
    """Write a condition so that ``parse`` gives it back.

    >>> show(parse("a if (b or not c and d)"))
    'a if b or not c and d'
    """
    match condition:
        case Var(name):
            return name
        case Not(part):
            return f"not {_inside(part, 3)}"
        case And(parts):
            return " and ".join(_inside(part, 3) for part in parts)
        case Or(parts):
            return " or ".join(_inside(part, 2) for part in parts)
        case If(then, given):
            return f"{_inside(then, 1)} if {_inside(given, 1)}"
        case Iff(left, right):
            return f"{_inside(left, 1)} iff {_inside(right, 1)}"


def _inside(condition: Condition, level: int) -> str:
    text = show(condition)
    return text if _LEVEL[type(condition)] >= level else f"({text})"


def names(condition: Condition) -> Iterator[str]:
    """Yield the option names in order of appearance, repeats included."""
    match condition:
        case Var(name):
            yield name
        case Not(part):
            yield from names(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from names(part)
        case If(first, second) | Iff(first, second):
            yield from names(first)
            yield from names(second)


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts of a top-level conjunction, or the condition alone."""
    return condition.parts if isinstance(condition, And) else (condition,)


def holds(condition: Condition, taken: Mapping[str, bool]) -> bool:
    """Say whether the condition is true where ``taken`` says which options are taken (missing: not taken)."""
    match condition:
        case Var(name):
            return taken.get(name, False)
        case Not(part):
            return not holds(part, taken)
        case And(parts):
            return all(holds(part, taken) for part in parts)
        case Or(parts):
            return any(holds(part, taken) for part in parts)
        case If(then, given):
            return holds(then, taken) or not holds(given, taken)
        case Iff(left, right):
            return holds(left, taken) == holds(right, taken)
