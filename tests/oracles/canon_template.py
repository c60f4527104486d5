"""Preference structures read literally: relations as functions of two states, quantifiers as ``all`` and ``any``.

``better(i, t, s)``, ``unsure(i, t, s)``, ``degree(i, t, s)`` speak of i comparing t with s.
"""


def stable(model, concept, i, s, gain, step, deters, holds):
    if concept == "NASH":
        return not any(gain(i, s1, s) for s1 in model.reach[i][s])
    if concept in ("SEQ", "SSEQ"):

        def answers(s1):
            def paid(j, at):
                return {t for t in model.reach[j][at] if step(j, t, at)}

            return model.joint(model.others(i), s1, paid)
    else:

        def answers(s1):
            return model.joint(model.others(i), s1, model.moves)

    def survives(s2):
        return concept not in ("SMR", "SSEQ") or all(holds(i, s3, s) for s3 in model.reach[i][s2])

    def sanctioned(s1):
        return any(deters(i, s2, s) and survives(s2) for s2 in answers(s1))

    return all(sanctioned(s1) for s1 in model.reach[i][s] if gain(i, s1, s))


def unknown(better, unsure, extension, *, opponents_sure=False, swapped=False):
    """The four tests of an extension; ``swapped`` confuses b with c, ``opponents_sure`` asks opponents for ≻."""
    if swapped:
        extension = {"a": "a", "b": "c", "c": "b", "d": "d"}[extension]

    def gain(i, t, s):
        return better(i, t, s) or (extension in ("a", "c") and unsure(i, t, s))

    def step(j, t, s):
        return better(j, t, s) or (not opponents_sure and unsure(j, t, s))

    def worse_or_equal(i, t, s):
        return not better(i, t, s) and not unsure(i, t, s)

    def deters(i, t, s):
        return worse_or_equal(i, t, s) or (extension in ("c", "d") and unsure(i, t, s))

    return gain, step, deters, deters


def strength(degree, level, *, tie_deters=False, countermove_general=False, opponents_strong=False):
    """Deterrents that cost at least ``level``; level 0 is the general row. The switches plant mistakes."""

    def gain(i, t, s):
        return degree(i, t, s) > 0

    def step(j, t, s):
        return degree(j, t, s) >= (max(level, 1) if opponents_strong else 1)

    def deters(i, t, s):
        return degree(i, t, s) <= -level or (tie_deters and degree(i, t, s) <= 0)

    def holds(i, t, s):
        return degree(i, t, s) <= 0 if countermove_general else deters(i, t, s)

    return gain, step, deters, holds
