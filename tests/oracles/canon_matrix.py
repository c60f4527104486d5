"""The matrix forms of the five concepts, as printed for option form; ``diagonal`` counts the state itself as no better.

m×m tables of 0 and 1: J moves, P preferred, E all ones, I identity; products are followed by sign.
"""

import numpy as np


def sign(x):
    return (x > 0).astype(int)


def joint(tables, m):
    """Legal sequences by first mover, until nothing changes; the diagonal set to 0 only at the end."""
    first = [t.copy() for t in tables]
    total = sum(tables, np.zeros((m, m), dtype=int))
    for _ in range(m * max(1, len(tables)) + 1):
        first = [
            sign(tables[j] @ sum((first[k] for k in range(len(tables)) if k != j), np.zeros((m, m), dtype=int)))
            for j in range(len(tables))
        ]
        total = total + sum(first, np.zeros((m, m), dtype=int))
    return sign(total)


def verdicts(model, *, diagonal):
    m, n = model.m, model.n
    E, unit = np.ones((m, m), dtype=int), np.eye(m, dtype=int)
    J = [np.array([[int(t in model.reach[i][s]) for t in range(m)] for s in range(m)]) for i in range(n)]
    P = [np.array([[int(model.rank[i][t] > model.rank[i][s]) for t in range(m)] for s in range(m)]) for i in range(n)]
    found = {key: [] for key in ("NASH", "GMR", "SMR", "SEQ", "SSEQ")}
    for i in range(n):
        others = [k for k in range(n) if k != i]
        not_better = E - P[i] if diagonal else E - unit - P[i]
        gain = J[i] * P[i]
        reach, paid = joint([J[k] for k in others], m), joint([J[k] * P[k] for k in others], m)
        if not diagonal:
            reach, paid = reach * (E - unit), paid * (E - unit)
        kept = not_better.T * (E - sign(J[i] @ P[i].T))
        unstable = {
            "NASH": gain @ E,
            "GMR": gain @ (E - sign(reach @ not_better.T)),
            "SMR": gain @ (E - sign(reach @ kept)),
            "SEQ": gain @ (E - sign(paid @ not_better.T)),
            "SSEQ": gain @ (E - sign(paid @ kept)),
        }
        for key, table in unstable.items():
            found[key].append(np.diag(table) == 0)
    return {key: np.array(rows) for key, rows in found.items()}
