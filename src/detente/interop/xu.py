"""The MATLAB text of Xu's matrix programs: ``J(s,t,i) = 1`` and ``payoff(:,i) = [...]'``.

Round trip: states by number, each decision maker's moves and the order of its payoffs survive reading and writing; of
the payoffs themselves only the order counts. Reading ignores all other lines, so that whole scripts can be read.
Writing drops what the format has no place for (see ``losses``): names, options, reasons, readings, strength, what is
not known. A model by options is written as the states and moves it gives.
"""

import re
from collections.abc import Iterable

import numpy as np

from detente.base import DetenteError, Diagnostic
from detente.conflict import Conflict, DecisionMaker, State, compile
from detente.graph import GraphModel, moves

MAX_CHARACTERS = 20_000_000
MAX_STATES = 4096
MAX_DECISION_MAKERS = 64
_ARC = re.compile(r"\bJ\s*\(\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*\)\s*=\s*(\S[^;,\n]*)")
_COLUMN = re.compile(r"\bpayoff\s*\(\s*:\s*,\s*(\d{1,9})\s*\)\s*=\s*\[([^\]]*)\]")
_SIZE = re.compile(r"^\s*([nm])\s*=\s*(\d{1,9})\s*;", re.MULTILINE)


def loads(text: str, file: str = "") -> Conflict:
    """Read such a script as a model in graph form.

    Raises
    ------
    DetenteError
        Once, with every finding: E501 nothing of the kind in the text; E502 a payoff that is no number; E503 a state or
        decision maker that is not there; E403 a decision maker without payoffs, or with too few or too many.
    """
    conflict, found = _examine(text, file)
    if found or conflict is None:
        raise DetenteError(found)
    return conflict


def diagnose(text: str, file: str = "") -> list[Diagnostic]:
    """List every finding about such a script."""
    return _examine(text, file)[1]


def _examine(text: str, file: str) -> tuple[Conflict | None, list[Diagnostic]]:
    if len(text) > MAX_CHARACTERS:
        message = f"the file has {len(text)} characters; {MAX_CHARACTERS} are read at most"
        return None, [Diagnostic(code="E501", message=message, file=file, hint="keep the lines with J and payoff only")]
    code = re.sub(r"%[^\n]*", lambda m: " " * len(m.group()), text)
    found: list[Diagnostic] = []

    def note(number: str, at: int, message: str, hint: str) -> None:
        line = code.count("\n", 0, at) + 1
        found.append(Diagnostic(code=number, message=message, file=file, line=line, column=1, hint=hint))

    arcs = [m for m in _ARC.finditer(code) if m.group(4).strip() != "0"]
    columns = list(_COLUMN.finditer(code))
    if not columns:
        message = "there is no payoff(:,i) = [...] in this text"
        hint = "such a file has lines like J(1,2,1) = 1; and payoff(:,1) = [2,1]';"
        return None, [Diagnostic(code="E501", message=message, file=file, hint=hint)]
    stated = {m.group(1): int(m.group(2)) for m in _SIZE.finditer(code)}
    payoffs: dict[int, list[str]] = {}
    for column in columns:
        payoffs[int(column.group(1))] = re.split(r"[\s,;]+", column.group(2).strip(" ,;\n\r\t"))
    m = stated.get("m", max(len(values) for values in payoffs.values()))
    n = stated.get("n", max(payoffs))
    if not 1 <= m <= MAX_STATES or not 1 <= n <= MAX_DECISION_MAKERS:
        message = f"{m} states and {n} decision makers; {MAX_STATES} and {MAX_DECISION_MAKERS} are the most"
        return None, [Diagnostic(code="E501", message=message, file=file, hint="check m and n")]
    for column in columns:
        i, values = int(column.group(1)), re.split(r"[\s,;]+", column.group(2).strip(" ,;\n\r\t"))
        if not 1 <= i <= n:
            note("E503", column.start(), f"there is no decision maker {i}", f"count from 1 to {n}")
        if len(values) != m:
            hint = "give one payoff for each state"
            note("E403", column.start(), f"{len(values)} payoffs for {m} states", hint)
        for value in values:
            if not _number(value):
                note("E502", column.start(), f"a number was expected, not '{value[:40]}'", "correct the payoffs")
    for i in range(1, n + 1):
        if i not in payoffs:
            note("E403", 0, f"decision maker {i} has no payoffs", f"add payoff(:,{i}) = [...]';")
    given: dict[int, dict[tuple[str, str], None]] = {i: {} for i in range(1, n + 1)}
    for arc in arcs:
        s, t, i = (int(arc.group(k)) for k in (1, 2, 3))
        wrong = [f"state {x}" for x in (s, t) if not 1 <= x <= m]
        wrong += [f"decision maker {i}"] * (not 1 <= i <= n)
        if wrong:
            note("E503", arc.start(), f"there is no {wrong[0]}", f"there are {m} states and {n} decision makers")
        elif s != t:
            given[i][str(s), str(t)] = None
    if found:
        return None, found
    people = tuple(
        DecisionMaker(id=f"dm{i}", name=f"Decision maker {i}", ranking=_ranking(payoffs[i])) for i in range(1, n + 1)
    )
    states = tuple(State(id=str(s), name=str(s)) for s in range(1, m + 1))
    arrows = tuple((f"dm{i}", tuple(given[i])) for i in range(1, n + 1))
    return Conflict(decision_makers=people, states=states, moves=arrows, file=file), []


def _number(text: str) -> bool:
    return re.fullmatch(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,3})?", text) is not None


def _ranking(values: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    groups: dict[float, list[str]] = {}
    for s, value in enumerate(values, 1):
        groups.setdefault(float(value), []).append(str(s))
    return tuple(tuple(groups[value]) for value in sorted(groups, reverse=True))


def dumps(conflict: Conflict, believed: frozenset[str] | None = None) -> str:
    """Write one reading of a conflict; payoffs count from 1, larger is preferred.

    Raises
    ------
    DetenteError
        As ``compile``; E508: the model has more states than such programs take.
    """
    graph = compile(conflict, believed)
    check_size(graph, conflict)
    out = [f"% {' '.join(conflict.title.split())}"] if conflict.title.strip() else []
    out += [f"% decision maker {i}: {' '.join(name.split())}" for i, name in enumerate(graph.decision_makers, 1)]
    out += [f"n = {len(graph.decision_makers)};", f"m = {graph.size};", "J = zeros(m,m,n);", "payoff = zeros(m,n);"]
    for i in range(len(graph.decision_makers)):
        arcs = [(s + 1, t + 1) for s in range(graph.size) for t in moves(graph, i, s).tolist()]
        out += [f"J({s},{t},{i + 1}) = 1;" for s, t in arcs]
        values = np.unique(graph.rank[i], return_inverse=True)[1].reshape(-1) + 1
        out.append(f"payoff(:,{i + 1}) = [{','.join(map(str, values.tolist()))}]';")
    return "\n".join(out) + "\n"


def check_size(graph: GraphModel, conflict: Conflict) -> None:
    """Raise E508 where a list of all moves would be too long."""
    if graph.size > MAX_STATES:
        message = f"{graph.size:,} states are too many for this format; {MAX_STATES:,} are the most"
        raise DetenteError(Diagnostic(code="E508", message=message, file=conflict.file, hint="keep the model file"))


def losses(conflict: Conflict) -> list[str]:
    """Say, one line each, what of this conflict the format has no place for."""
    said = ["names, options and reasons are left out: states and decision makers have numbers"]
    if conflict.contested:
        said.append("one reading is written: the contested claims believed in the model itself")
    if conflict.status_quo is not None:
        said.append("the status quo is left out")
    if any(dm.gaps or any(s.degree > 1 for s in dm.statements) for dm in conflict.decision_makers):
        said.append("how strongly something is preferred is left out")
    if any(dm.rankings or dm.unsure or any(s.versions for s in dm.statements) for dm in conflict.decision_makers):
        said.append("what is not known is left out: the first version of each preference is written")
    return said
