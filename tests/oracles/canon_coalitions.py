"""Coalition stability read literally; the switches plant known mistakes."""

from itertools import chain, combinations


def groups(members):
    members = list(members)
    return chain.from_iterable(combinations(members, k) for k in range(1, len(members) + 1))


def all_gain(model, group, t, s):
    return all(model.rank[i][t] > model.rank[i][s] for i in group)


def gains(model, group, s):
    return {t for t in model.joint(group, s, model.moves) if all_gain(model, group, t, s)}


def jumped(model, group, s):
    """All that a group would reach by flipping its options in one go, feasible in between or not."""
    here, found = model.codes[s], set()
    for t, code in enumerate(model.codes):
        flipped = [k for k in range(len(model.owner)) if (code ^ here) >> k & 1]
        up = all(model.one_way[k] in (0, 1 if code >> k & 1 else -1) for k in flipped)
        if flipped and up and all(model.owner[k] in group for k in flipped):
            found.add(t)
    return found


def stable(
    model, concept, group, s, *, countermove_gains_too=False, single_opponents=False, stepwise=False, jumping=False
):
    rest = [j for j in range(model.n) if j not in group]

    def deters(t):
        return not all_gain(model, group, t, s)

    def holds_after_countermoves(s2):
        if countermove_gains_too:  # a countermove counts only if it improves on the sanction state as well
            ahead = {s3 for s3 in model.joint(group, s2, model.moves) if all_gain(model, group, s3, s2)}
        else:
            ahead = model.joint(group, s2, model.moves)
        return all(deters(s3) for s3 in ahead)

    def answers(s1):
        if concept == "CSEQ" and single_opponents:
            return model.joint(rest, s1, model.improvements)
        if concept == "CSEQ":
            return model.joint(list(groups(rest)), s1, lambda k, at: gains(model, k, at))
        return model.joint(rest, s1, model.moves)

    own = gains(model, group, s)
    if jumping and model.codes is not None:  # joint moves pass over infeasible states
        own = {t for t in jumped(model, group, s) if all_gain(model, group, t, s)}
    if stepwise:  # every step must already pay every member
        own = model.joint(group, s, lambda j, at: {t for t in model.moves(j, at) if all_gain(model, group, t, at)})
        own = {t for t in own if all_gain(model, group, t, s)}
    if concept == "CNASH":
        return not own
    return all(
        any(deters(s2) and (concept != "CSMR" or holds_after_countermoves(s2)) for s2 in answers(s1)) for s1 in own
    )
