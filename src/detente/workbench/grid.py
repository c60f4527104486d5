"""The states of a model as a fixed grid: one decision maker's combinations down, another's across, panels for the rest.

A state never moves when a preference changes, so that two readings can be compared by eye. Arrows are drawn from one
state only: all of them at once would be a hairball.
"""

from dataclasses import dataclass

import numpy as np
from markupsafe import escape

from detente.conflict import Conflict
from detente.graph import GraphModel, moves
from detente.workbench.article import calm
from detente.workbench.verdicts import short_names

MAX_STATES = 256
CELL_W, CELL_H, GAP = 72, 32, 34
DASHES = ("", "7 4", "2 4", "10 3 2 3", "1 3", "12 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One move from the chosen state: by whom, to where, and whether it pays the mover."""

    by: int
    to: int
    gains: bool


def can_be_drawn(graph: GraphModel) -> bool:
    """Say whether there is a grid: states made of options, and not too many of them."""
    return bool(graph.options) and graph.size <= MAX_STATES and len(graph.decision_makers) > 0


def moves_from(graph: GraphModel, s: int) -> list[Reach]:
    """List the moves from a state, decision maker by decision maker."""
    found = []
    for i in range(len(graph.decision_makers)):
        for t in moves(graph, i, s).tolist():
            found.append(Reach(by=i, to=t, gains=bool(graph.rank[i, t] > graph.rank[i, s])))
    return found


def draw(
    conflict: Conflict, graph: GraphModel, holding: frozenset[int], settled: frozenset[int], s: int, words: list[str]
) -> str:
    """Draw the grid with the moves from state ``s``.

    Parameters
    ----------
    holding : codes of the states to be ringed; ``settled`` those of the settlements
    words : what each state is called, by index
    """
    owners = [i for i in range(len(graph.decision_makers)) if i in graph.owner]
    sizes = sorted(owners, key=lambda i: (-graph.owner.count(i), i))
    down = sizes[0]
    across = sizes[1] if len(sizes) > 1 else -1
    masks = {i: sum(1 << k for k, o in enumerate(graph.owner) if o == i) for i in owners}
    rest = sum(m for i, m in masks.items() if i not in (down, across))
    codes = graph.codes
    rows = sorted({int(c) for c in (codes & masks[down])})
    columns = sorted({int(c) for c in (codes & masks.get(across, 0))})
    panels = sorted({int(c) for c in (codes & rest)})
    names = [option.id for option in conflict.options]

    def label(code: int, mask: int, limit: int = 34) -> str:
        taken = [name for k, name in enumerate(names) if code >> k & 1 and mask >> k & 1]
        text = " + ".join(taken) or "–"
        return text if len(text) <= limit else text[: limit - 1] + "…"

    def whole(code: int) -> str:
        mine = [(name, code >> k & 1) for k, name in enumerate(names) if rest >> k & 1]
        return ", ".join(n if yes else f"not {n}" for n, yes in mine) if len(mine) < 3 else label(code, rest)

    left = 48 + max(len(label(r, masks[down])) for r in rows) * 7
    limit = 24 if len(columns) <= 4 else 11
    cell_w = max(CELL_W, *(12 + 7 * len(label(c, masks.get(across, 0), limit)) for c in columns))
    panel_w = max(len(columns) * cell_w, max((len(whole(p)) for p in panels), default=0) * 7 + 8)
    panel_h = len(rows) * CELL_H + 64
    per_line = max(1, min(len(panels), (1080 - left) // (panel_w + GAP)))
    lines = -(-len(panels) // per_line)
    width, height = left + per_line * (panel_w + GAP), 8 + lines * (panel_h + 12)
    place: dict[int, tuple[float, float]] = {}
    out: list[str] = []
    for n, panel in enumerate(panels):
        x0, y0 = left + (n % per_line) * (panel_w + GAP), 8 + (n // per_line) * (panel_h + 12)
        if rest:
            out.append(f'<text class="panel" x="{x0}" y="{y0 + 12}">{escape(whole(panel))}</text>')
        for c, column in enumerate(columns):
            at = x0 + c * cell_w + cell_w / 2 - 6
            if across >= 0:
                text = escape(label(column, masks[across], limit))
                out.append(
                    f'<text x="{at:.0f}" y="{y0 + 30}" text-anchor="middle">{text}<title>'
                    f"{escape(label(column, masks[across], 999))}</title></text>"
                )
            for r, row in enumerate(rows):
                y = y0 + 64 + r * CELL_H
                if n % per_line == 0 and c == 0:
                    out.append(
                        f'<text x="{left - 34}" y="{y + 4}" text-anchor="end">{escape(label(row, masks[down]))}</text>'
                    )
                t = graph.index(panel | column | row)
                if t is not None:
                    place[t] = (at, y)
    arrows = [_arrow(place, s, m) for m in moves_from(graph, s)]
    nodes = [_node(graph, t, place[t], s, holding, settled, words[t]) for t in sorted(place)]
    heads = "".join(
        f'<marker id="head{i}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path class="dm{i % 6 + 1}" d="M0 0L8 4L0 8z"/></marker>'
        for i in range(len(graph.decision_makers))
    )
    return (
        f'<svg class="map" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group"'
        f' aria-label="All feasible states"><defs>{heads}</defs>{"".join(out)}{"".join(arrows)}{"".join(nodes)}</svg>'
    )


def _arrow(place: dict[int, tuple[float, float]], s: int, m: Reach) -> str:
    (x, y), (u, v) = place[s], place[m.to]
    points: tuple[float, ...]
    out = 10 + min(34.0, (abs(u - x) + abs(v - y)) * 0.11)
    if x == u:  # in one column: nested arcs on its left, so that none hides another
        points, kind = (x - 18, y, x - 18 - out, y, u - 22 - out, v, u - 19, v), "C"
    elif y == v:  # in one row: above it
        points, kind = (x, y - 10, x, y - 10 - out, u, v - 14 - out, u, v - 11), "C"
    else:
        length = float(np.hypot(u - x, v - y))
        a, b = (u - x) / length, (v - y) / length
        cut, bend = 15 if abs(b) > abs(a) else 20, min(26.0, length / 6)
        middle = ((x + u) / 2 - b * bend, (y + v) / 2 + a * bend)
        points, kind = (x + a * cut, y + b * cut, *middle, u - a * cut, v - b * cut), "Q"
    start, rest = (" ".join(f"{p:.1f}" for p in part) for part in (points[:2], points[2:]))
    dash = f' stroke-dasharray="{DASHES[m.by % 6]}"' if DASHES[m.by % 6] else ""
    pays = "pays" if m.gains else "idle"
    return f'<path class="move {pays} dm{m.by % 6 + 1}" d="M{start}{kind}{rest}"{dash} marker-end="url(#head{m.by})"/>'


def _node(
    graph: GraphModel,
    t: int,
    at: tuple[float, float],
    s: int,
    holding: frozenset[int],
    settled: frozenset[int],
    words: str,
) -> str:
    code = int(graph.codes[t])
    kinds, said = ["node"], [f"State {t + 1}: {words}"]
    for kind, word, true in (
        ("here", "chosen", t == s),
        ("holds", "holds", code in holding),
        ("settled", "a settlement", code in settled),
        ("quo", "status quo", t == graph.status_quo),
    ):
        if true:
            kinds.append(kind)
            said.append(word)
    x, y = at
    name = graph.pattern(t)
    pressed = ' aria-current="true"' if t == s else ""
    mark = f'<path class="quo-mark" d="M{x - 17:.0f} {y - 9:.0f}l6 0l-6 6z"/>' if t == graph.status_quo else ""
    return (
        f'<a href="#map-head" id="n-{name}" data-at="{name}" class="{" ".join(kinds)}"{pressed}'
        f' aria-label="{escape(calm("; ".join(said)))}">'
        f'<rect x="{x - 18:.0f}" y="{y - 10:.0f}" width="36" height="20" rx="5"/>{mark}'
        f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle">{t + 1}</text></a>'
    )


def legend(graph: GraphModel) -> list[tuple[str, str, str]]:
    """Return for each decision maker its class, dash and name."""
    short = short_names(graph.decision_makers)
    return [
        (f"dm{i % 6 + 1}", DASHES[i % 6], name if name == s else f"{name} ({s})")
        for i, (name, s) in enumerate(zip(graph.decision_makers, short, strict=True))
    ]
