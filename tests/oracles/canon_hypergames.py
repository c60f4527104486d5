"""First-level hypergames read literally: a perceived model is (plain model, names of its states)."""

from oracles.literal import Literal


def stable_for(view, concept, i):
    model, names = view
    oracle = Literal(model.states, model.reach, model.rank)
    return {names[s] for s in model.states if oracle.stable(concept, i, s)}


def believed_equilibria(view, concept):
    model, names = view
    found = set(names)
    for i in range(model.n):
        found &= stable_for(view, concept, i)
    return found


def equilibria(views, concept):
    common = set.intersection(*(set(names) for _, names in views))
    return {x for x in common if all(x in stable_for(view, concept, i) for i, view in enumerate(views))}


def apart(views, concept):
    common = set.intersection(*(set(names) for _, names in views))
    every = set.union(*(set(names) for _, names in views))
    return {
        x
        for x in every - common
        if all(x in stable_for(view, concept, i) for i, view in enumerate(views) if x in view[1])
    }


def deleted_moves_equilibria(true_view, unseen, concept):
    """The shortcut: one model, from which each decision maker's own moves to and from unseen states are deleted."""
    model, names = true_view
    hidden = [{s for s in model.states if names[s] in unseen[i]} for i in range(model.n)]
    reach = [
        {s: set() if s in hidden[i] else {t for t in ends if t not in hidden[i]} for s, ends in model.reach[i].items()}
        for i in range(model.n)
    ]
    oracle = Literal(model.states, reach, model.rank)
    return {names[s] for s in model.states if all(oracle.stable(concept, i, s) for i in range(model.n))}
