"""Moves, states and reasons in words: options are named, state numbers never."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from detente.analysis.bench import rows
from detente.analysis.explain import Improvement, Step, Witness, names_of
from detente.conditions import And, Condition, If, Iff, Not, Or, Var, show
from detente.conflict import Conflict, PreferenceStatement
from detente.graph import GraphModel

SHOWN = 3
"""How many deterred moves a paragraph tells before it counts the rest."""


def option_names(graph: GraphModel, conflict: Conflict | None) -> tuple[str, ...]:
    """Return what each option is called, in user order; the owner is added where two share a name."""
    if conflict is None:
        return graph.options
    names = [option.name for option in conflict.options]
    owners = {dm.id: dm.name for dm in conflict.decision_makers}
    return tuple(f"{o.name} ({owners[o.owner]})" if names.count(o.name) > 1 else o.name for o in conflict.options)


def spoken(conflict: Conflict, condition: Condition) -> str:
    """Write a condition with the options' names instead of their ids."""
    named = {option.id: f"“{option.name or option.id}”" for option in conflict.options}

    def rename(c: Condition) -> Condition:
        match c:
            case Var(name):
                return Var(named.get(name, name))
            case Not(part):
                return Not(rename(part))
            case And(parts):
                return And(tuple(map(rename, parts)))
            case Or(parts):
                return Or(tuple(map(rename, parts)))
            case If(then, given):
                return If(rename(then), rename(given))
            case Iff(left, right):
                return Iff(rename(left), rename(right))

    def part(c: Condition) -> str:
        return f"({show(rename(c))})" if isinstance(c, If | Iff) else show(rename(c))

    match condition:
        case If(Not(then), Not(given)):  # the same in fewer words
            return f"{part(then)} only if {part(given)}"
        case Iff(left, right):
            return f"{part(left)} if and only if {part(right)}"
        case Or(parts):
            return " or ".join(f"({show(rename(p))})" if isinstance(p, Not | And) else part(p) for p in parts)
    return show(rename(condition))


def state_words(graph: GraphModel, s: int, conflict: Conflict | None = None) -> str:
    """Name a state by the options taken in it."""
    if not graph.options:
        return taken_names(graph, s, conflict)[0]
    taken = _listed([f"“{name}”" for name in taken_names(graph, s, conflict)]) or "nothing"
    return f"{taken}, whatever else" if _several(graph, s) else taken


def place_words(graph: GraphModel, s: int, conflict: Conflict | None = None) -> str:
    """Name a state so that somebody can be said to stay in it or to leave it."""
    words = state_words(graph, s, conflict)
    if not graph.options:
        return f"the state “{words}”"
    taken, comma, rest = ("no option" if words == "nothing" else words).partition(", whatever else")
    return f"the state with {taken} taken{comma}{rest}"


def taken_names(graph: GraphModel, s: int, conflict: Conflict | None = None) -> list[str]:
    """List the options taken in a state, by name (of states that count as one, those taken in all); or the state."""
    if not graph.options:
        named = {} if conflict is None else {state.id: state.name for state in conflict.states}
        label = graph.labels[s] if graph.labels else f"state {s + 1}"
        return [named.get(label) or label]
    code = int(np.bitwise_and.reduce(rows(graph, s)))
    return [name for k, name in enumerate(option_names(graph, conflict)) if code >> k & 1]


def _fixed(graph: GraphModel, s: int) -> int:
    """Return the options that are alike in all combinations that count as state ``s``, as bits."""
    codes = rows(graph, s)
    return ~int(np.bitwise_or.reduce(codes) ^ np.bitwise_and.reduce(codes))


def _several(graph: GraphModel, s: int) -> bool:
    return bool(graph.members) and len(graph.members[s]) > 1


def move_words(graph: GraphModel, a: int, b: int, conflict: Conflict | None = None) -> str:
    """Say what changes between two states: options taken up, options dropped."""
    if not graph.options:
        return f"going to {state_words(graph, b, conflict)}"
    names = option_names(graph, conflict)
    before, after, fixed = int(graph.codes[a]), int(graph.codes[b]), _fixed(graph, a) & _fixed(graph, b)
    up = [f"“{name}”" for k, name in enumerate(names) if after & ~before & fixed & 1 << k]
    down = [f"“{name}”" for k, name in enumerate(names) if before & ~after & fixed & 1 << k]
    if not (up or down):
        return f"going to {state_words(graph, b, conflict)}"
    parts = [f"taking up {_listed(up)}"] * bool(up) + [f"dropping {_listed(down)}"] * bool(down)
    return " and ".join(parts)


def reason(statement: PreferenceStatement | None) -> dict[str, Any] | None:
    """Write a statement and what stands behind it as plain values (None: nothing decides, or a ranking does)."""
    if statement is None:
        return None
    return {
        "statement": show(statement.want),
        "because": list(statement.guard.because),
        "assumed": statement.guard.assumed or None,
    }


def reason_words(statement: PreferenceStatement | None, conflict: Conflict | None = None) -> str:
    """Say what a decision maker wants, options by name, with what stands behind it."""
    if statement is None:
        return "its ranking has it"
    behind = [", ".join(statement.guard.because)] * bool(statement.guard.because)
    behind += ["assumed by the analyst"] * bool(statement.guard.assumed)
    want = f"“{show(statement.want)}”" if conflict is None else spoken(conflict, statement.want)
    return f"it wants {want}" + (f" ({'; '.join(behind)})" if behind else "")


def steps_words(graph: GraphModel, start: int, steps: Sequence[Step], conflict: Conflict | None = None) -> str:
    """Tell a sequence of moves: who, and what each changes."""
    told, at = [], start
    for step in steps:
        told.append(f"{graph.decision_makers[step.by]} by {move_words(graph, at, step.to, conflict)}")
        at = step.to
    return ", then ".join(told)


def witness_words(witness: Witness, conflict: Conflict | None = None) -> str:
    """Tell a witness as one paragraph."""
    w, who = witness, witness.graph.decision_makers[witness.i]
    where = place_words(w.graph, w.s, conflict)
    if not w.improvements:
        return f"{who} stays in {where}: no move of its own leads to anything it prefers ({w.concept})."
    free = [step for step in w.improvements if not step.sanctioned]
    if free:
        best = max(free, key=lambda step: (int(w.graph.rank[w.i, step.to]), -step.to))
        told = [f"{who} would leave {where} ({w.concept}).", _improvement_words(w, best, conflict)]
        told += _counted(len(free) - 1, "would pay as safely") + _counted(
            len(w.improvements) - len(free), "is deterred"
        )
        return " ".join(told)
    told = [f"{who} stays in {where} ({w.concept})."]
    told += [_improvement_words(w, step, conflict) for step in w.improvements[:SHOWN]]
    return " ".join(told + _counted(len(w.improvements) - SHOWN, "is deterred"))


def _counted(number: int, what: str) -> list[str]:
    if number < 1:
        return []
    several = what.replace("is ", "are ", 1) if what.startswith("is ") else what
    return [f"One more gainful move {what}." if number == 1 else f"{number} more gainful moves {several}."]


def _improvement_words(w: Witness, step: Improvement, conflict: Conflict | None) -> str:
    text = f"It would gain by {move_words(w.graph, w.s, step.to, conflict)}, as {reason_words(step.gains_by, conflict)}"
    if step.sanction:
        answer = steps_words(w.graph, step.to, step.sanction, conflict)
        tie = w.graph.rank[w.i, step.sanction[-1].to] == w.graph.rank[w.i, w.s]
        loss = "no better off" if tie else f"worse off, as {reason_words(step.deterred_by, conflict)}"
        return f"{text}; but an answer ({answer}) leaves it {loss}."
    if w.concept == "NASH":
        return f"{text}."
    if step.countermove is not None:
        back = move_words(w.graph, *step.countermove, conflict)
        return f"{text}; the others could answer, but every harmful answer can be repaired, for example by {back}."
    kind = "that pays those who make it " if w.concept in ("SEQ", "SSEQ") else ""
    return f"{text}; no answer {kind}puts it back to where it stands or lower."


def witness_document(witness: Witness, conflict: Conflict | None = None) -> dict[str, Any]:
    """Write a witness as the document of ``detente explain --json``."""
    w = witness
    return {
        "state": w.s + 1,
        "decision_maker": w.graph.decision_makers[w.i],
        "concept": w.concept,
        "stable": w.stable,
        "improvements": [
            {
                "to": step.to + 1,
                "gains_by": reason(step.gains_by),
                "sanctioned": step.sanctioned,
                "sanction": names_of(step.sanction, w.graph),
                "lands_on": None if step.lands_on is None else step.lands_on + 1,
                "deterred_by": reason(step.deterred_by),
                "countermove": None
                if step.countermove is None
                else {"from": step.countermove[0] + 1, "to": step.countermove[1] + 1},
            }
            for step in w.improvements
        ],
        "text": witness_words(w, conflict),
    }


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" and {items[-1]}" if items else ""
