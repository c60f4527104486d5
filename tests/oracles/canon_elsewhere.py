"""Mistakes read in the code or results of other programs, each as a literal rule of its own."""


def strength_stable(model, concept, i, s, degree, top, mistake=""):
    """Strong stability under two or more degrees; ``mistake`` plants one rule of another program.

    ``own_answers``: the answers are moves of the focal decision maker itself. ``no_answers``: nothing counts as an
    improvement of the opponents. ``gains_deter``: a strong gain is taken for a strong loss. ``swapped``: the two states
    of every comparison that deters change places, as where a matrix is not transposed.
    """

    def paid(j, at):
        return set() if mistake == "no_answers" else {t for t in model.reach[j][at] if degree(j, t, at) > 0}

    def answers(s1):
        if mistake == "own_answers":
            return set(model.reach[i][s1])
        return model.joint(model.others(i), s1, paid if concept == "SEQ" else model.moves)

    def deters(t):
        if mistake == "gains_deter":
            return degree(i, t, s) >= top
        return (degree(i, s, t) if mistake == "swapped" else degree(i, t, s)) <= -top

    def survives(s2):
        return concept != "SMR" or all(deters(s3) for s3 in model.reach[i][s2])

    gains = (s1 for s1 in model.reach[i][s] if degree(i, s1, s) > 0)
    return all(any(deters(s2) and survives(s2) for s2 in answers(s1)) for s1 in gains)


def weighted_ranks(truths, limit=1 << 64):
    """Ranks by a sum of powers of two that wraps round at ``limit``, as machine integers do."""
    k = len(truths)
    totals = [
        sum((1 << (k - 1 - p)) * bool(row[s]) for p, row in enumerate(truths)) % limit for s in range(len(truths[0]))
    ]
    places = {value: place for place, value in enumerate(sorted(set(totals)))}
    return [places[value] for value in totals]
