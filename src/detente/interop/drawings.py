"""What other programs draw or print: the graph as DOT, verdicts as CSV, the option form as LaTeX.

Round trip: none. These are written to be shown, and cannot be read back.
"""

import csv
import io
from collections.abc import Sequence

from detente.analysis.answer import state_id
from detente.base import DetenteError, Diagnostic
from detente.canon import judge_individually
from detente.conflict import Conflict, compile
from detente.graph import GraphModel, moves

MAX_DRAWN = 256
CONCEPTS = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Colours that the colour-blind can tell apart (Okabe and Ito)."""


def dot(conflict: Conflict, believed: frozenset[str] | None = None) -> str:
    """Write the integrated graph for Graphviz: a node a state, an arc a move, one colour a mover.

    Moves that pay their mover are drawn solid, others dashed; the status quo has a thick frame.

    Raises
    ------
    DetenteError
        E508: more than 256 states.
    """
    graph = compile(conflict, believed)
    _check_drawn(graph, conflict)
    out = ["digraph conflict {", "  node [shape=box];", "  edge [fontsize=10];"]
    if conflict.title:
        out.append(f"  label={_quoted(conflict.title)};")
    for s in range(graph.size):
        bold = ", penwidth=3" if s == graph.status_quo else ""
        out.append(f"  s{s + 1} [label={_quoted(f'{state_id(graph, s)}: {_what(graph, conflict, s)}')}{bold}];")
    for i, name in enumerate(graph.decision_makers):
        colour = COLOURS[i % len(COLOURS)]
        for s in range(graph.size):
            for t in moves(graph, i, s).tolist():
                style = "solid" if graph.rank[i, t] > graph.rank[i, s] else "dashed"
                out.append(f'  s{s + 1} -> s{t + 1} [label={_quoted(name)}, color="{colour}", style={style}];')
    return "\n".join([*out, "}"]) + "\n"


def stability_csv(conflict: Conflict, believed: frozenset[str] | None = None) -> str:
    """Write a row for each state: id, options, each decision maker's rank, and under each concept who is stable.

    ``rank`` counts from 1 for the most preferred. Under ``NASH: Ukraine`` stands 1 where the state is stable for
    Ukraine, under ``NASH`` where it is an equilibrium.
    """
    graph = compile(conflict, believed)
    verdicts = judge_individually(graph, CONCEPTS)
    who = graph.decision_makers
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = [head for key in CONCEPTS for head in (*(f"{key}: {name}" for name in who), key)]
    writer.writerow([_safe(cell) for cell in ("state", "options", *(f"rank: {name}" for name in who), *heads)])
    top = graph.rank.max(axis=1, initial=0)
    for s in range(graph.size):
        held = []
        for key in CONCEPTS:
            column = verdicts.stable[key][:, s]
            held += [int(cell) for cell in (*column, column.all())]
        places = [int(top[i]) - int(graph.rank[i, s]) + 1 for i in range(len(who))]
        writer.writerow([_safe(str(state_id(graph, s))), _safe(_what(graph, conflict, s)), *places, *held])
    return out.getvalue()


def option_form(conflict: Conflict, believed: frozenset[str] | None = None) -> str:
    """Write the table of the option form for LaTeX: an option a row, a state a column, and each ranking below.

    Raises
    ------
    DetenteError
        E508: more than 256 states; E507: the model is in graph form.
    """
    graph = compile(conflict, believed)
    _check_drawn(graph, conflict)
    if not graph.options:
        message = "a model given as states and moves has no option form"
        raise DetenteError(Diagnostic(code="E507", message=message, file=conflict.file, hint="draw it as .dot"))
    columns = [graph.members[s] if graph.members else (graph.pattern(s),) for s in range(graph.size)]
    out = [f"% {' '.join(conflict.title.split())}"] if conflict.title.strip() else []
    out += [f"\\begin{{tabular}}{{l{'c' * graph.size}}}", "\\hline"]
    for i, name in enumerate(graph.decision_makers):
        out.append(f"\\textbf{{{_tex(name)}}}{' &' * graph.size} \\\\")
        for k, option in enumerate(conflict.options):
            if graph.owner[k] == i:
                letters = ["".join(sorted({pattern[k] for pattern in column})) for column in columns]
                cells = [letter if len(letter) == 1 else "--" for letter in letters]
                out.append(f"\\quad {_tex(option.name)} & {' & '.join(cells)} \\\\")
    out += ["\\hline", f"State & {' & '.join(str(state_id(graph, s)) for s in range(graph.size))} \\\\", "\\hline"]
    out.append("\\end{tabular}")
    for i, name in enumerate(graph.decision_makers):
        out.append(f"\\par {_tex(name)}: ${_order(graph, i)}$")
    return "\n".join(out) + "\n"


def _order(graph: GraphModel, i: int) -> str:
    """Write a ranking, most preferred first."""
    groups: dict[int, list[str]] = {}
    for s in range(graph.size):
        groups.setdefault(int(graph.rank[i, s]), []).append(str(state_id(graph, s)))
    return " \\succ ".join(" \\sim ".join(groups[value]) for value in sorted(groups, reverse=True))


def _what(graph: GraphModel, conflict: Conflict, s: int) -> str:
    """Say what a state is: its letters, what merged states have in common, or its name."""
    if conflict.states:
        return conflict.states[s].name
    return graph.labels[s] if graph.labels else graph.pattern(s)


def _check_drawn(graph: GraphModel, conflict: Conflict) -> None:
    if graph.size > MAX_DRAWN:
        message = f"{graph.size:,} states are too many to draw; {MAX_DRAWN} are the most"
        raise DetenteError(Diagnostic(code="E508", message=message, file=conflict.file, hint="write a .csv instead"))


def _quoted(text: str) -> str:
    """Write a text for DOT."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'


def _safe(cell: str) -> str:
    """Write a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


_TEX = {c: f"\\{c}" for c in "&%$#_{}"} | {"~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
_TEX |= {"\\": "\\textbackslash{}"}


def _tex(text: str) -> str:
    """Write a text for LaTeX."""
    return "".join(_TEX.get(c, c) for c in " ".join(text.split()))


def shown_only(kind: str) -> Sequence[str]:
    """Say what a drawing or table leaves out of a model."""
    return (f"a {kind} is to be looked at: it cannot be read back as a model",)
