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


def hybrid(degree, unsure, extension, strong, top, *, unsure_deters_strongly=False):
    gain, step, deters, _ = unknown(lambda i, t, s: degree(i, t, s) > 0, unsure, extension)

    def strongly(i, t, s):
        return degree(i, t, s) <= -top or (unsure_deters_strongly and unsure(i, t, s))

    return (gain, step, strongly, strongly) if strong else (gain, step, deters, deters)


def fuzzy(relation, threshold, *, one_threshold=False, weak=False):
    """``relation(i, a, b)`` is how far i prefers a to b; ``one_threshold`` lends everybody the first one's."""

    def enough(i, t, s):
        level = threshold[0] if one_threshold else threshold[i]
        certainty = relation(i, t, s) - relation(i, s, t)
        return certainty > level if weak else certainty >= level

    def deters(i, t, s):
        return not enough(i, t, s)

    return enough, enough, deters, deters


def probabilistic(probability, gain_above, deters_up_to, step_above, *, swapped=False):
    if swapped:
        gain_above, step_above = step_above, gain_above

    def gain(i, t, s):
        return probability(i, t, s) > gain_above

    def step(j, t, s):
        return probability(j, t, s) > step_above

    def deters(i, t, s):
        return probability(i, t, s) <= deters_up_to

    return gain, step, deters, deters


def merged(model, group):
    """The tests for merged decision makers: the merged one, in the first member's place, gains only where all do."""
    kept = [i for i in range(model.n) if i not in group or i == min(group)]
    who = [sorted(group) if i == min(group) else [i] for i in kept]

    def gain(i, t, s):
        return all(model.rank[j][t] > model.rank[j][s] for j in who[i])

    def deters(i, t, s):
        return not gain(i, t, s)

    return who, (gain, gain, deters, deters)
