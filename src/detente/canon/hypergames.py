"""When decision makers see different conflicts: each judges by its own model, and some will be surprised."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.base import DetenteError, Diagnostic
from detente.canon.mixed import individual_stability
from detente.canon.spread import Flags
from detente.graph import GraphModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Perceived:
    """The conflict as decision maker ``i`` sees it.

    Attributes
    ----------
    graph : a whole model: the states, everybody's moves and everybody's preferences, as i believes them to be; it has
        the same decision makers, in the same order, as the other models
    states : for each of its states the name it has in the common list of states
    """

    graph: GraphModel
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypergame:
    """A conflict seen differently by those in it, judged under one concept.

    Attributes
    ----------
    concept : the concept's key
    states : the common list of states, in order of first mention
    seen_by : for each state the decision makers who know of it
    stable_for : for each state the decision makers who know of it and find it stable in their own model
    equilibria : states that all know and each finds stable in its own model
    apart : states that only some know, and that all of these find stable
    expected : for each decision maker the states it believes to be equilibria
    steady, fragile : equilibria that every / not every decision maker itself believes to be equilibria
    surprises : for each decision maker the states known to it on which it is wrong: equilibria it does not expect
        (``unexpected``) and states it expects to hold that are none (``disappointed``)
    true : equilibria of the true model, if one was given, else None
    only_by_error, prevented_by_error : equilibria of the hypergame but not of the true model, and the reverse
    """

    concept: str
    states: tuple[str, ...]
    seen_by: dict[str, tuple[int, ...]]
    stable_for: dict[str, tuple[int, ...]]
    equilibria: tuple[str, ...]
    apart: tuple[str, ...]
    expected: tuple[tuple[str, ...], ...]
    steady: tuple[str, ...]
    fragile: tuple[str, ...]
    surprises: tuple["Surprise", ...]
    true: tuple[str, ...] | None
    only_by_error: tuple[str, ...]
    prevented_by_error: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """What one decision maker gets wrong about which states hold, among those it knows."""

    i: int
    unexpected: tuple[str, ...]
    disappointed: tuple[str, ...]


def hypergame(perceived: Sequence[Perceived], concept: str, true: Perceived | None = None) -> Hypergame:
    """Judge a first-level hypergame: everybody is sure of its own picture and does not know that others differ.

    Parameters
    ----------
    perceived : one model a decision maker, in the order of decision makers
    concept : key of a concept for single decision makers, such as "SEQ" or "L3"
    true : the model as it is, to compare with

    Raises
    ------
    DetenteError
        E713: the models do not have the same decision makers, or the states are not named once each; E700: no such
        concept; E714, E716: a model is outside the concept's range.

    Notes
    -----
    A state known to all is an equilibrium of the hypergame iff each decision maker i finds it stable *for i* in i's
    own model. What i wrongly believes about the others enters through its own model alone: their moves as i sees them
    are what deters i. States known to some only cannot be compared by the rest and are reported apart.

    References
    ----------
    Hypergames: Bennett (1977), Omega 5, 749-751; in the graph model: Wang, Hipel and Fraser (1988, 1989); Aljefri,
    Hipel and Fang (2014-2018), whose finer classes of equilibria are not implemented, since their wording could not
    be read.

    Examples
    --------
    X wrongly believes that Y would answer with a blow, so that peace holds by error alone:

    >>> from detente.canon.forms import graph_form
    >>> def model(y):
    ...     return Perceived(states=("peace", "grab", "war"), graph=graph_form(
    ...         states=["peace", "grab", "war"], moves={"X": [("peace", "grab")], "Y": [("grab", "war")]},
    ...         rankings={"X": [["grab"], ["peace"], ["war"]], "Y": y}))
    >>> fierce, mild = [["war"], ["peace"], ["grab"]], [["peace"], ["grab"], ["war"]]
    >>> found = hypergame([model(fierce), model(mild)], "SEQ", true=model(mild))
    >>> found.equilibria, found.true, found.only_by_error
    (('peace', 'grab', 'war'), ('grab', 'war'), ('peace',))
    >>> found.surprises[0].unexpected  # X thought that Y would not leave it at that
    ('grab',)
    """
    key = concept.upper()
    _check(perceived, true)
    n = len(perceived)
    views = [individual_stability(p.graph, key) for p in perceived]
    places = [{name: s for s, name in enumerate(p.states)} for p in perceived]
    states = tuple(dict.fromkeys(name for p in perceived for name in p.states))
    seen_by = {name: tuple(i for i in range(n) if name in places[i]) for name in states}
    stable_for = {name: tuple(i for i in seen_by[name] if views[i][i, places[i][name]]) for name in states}
    held = [name for name in states if stable_for[name] == seen_by[name]]
    equilibria = tuple(name for name in held if len(seen_by[name]) == n)
    expected = tuple(_equilibria(views[i], perceived[i].states) for i in range(n))
    steady = tuple(name for name in equilibria if all(name in expected[i] for i in range(n)))
    truth = None if true is None else _equilibria(individual_stability(true.graph, key), true.states)
    return Hypergame(
        concept=key,
        states=states,
        seen_by=seen_by,
        stable_for=stable_for,
        equilibria=equilibria,
        apart=tuple(name for name in held if len(seen_by[name]) < n),
        expected=expected,
        steady=steady,
        fragile=tuple(name for name in equilibria if name not in steady),
        surprises=tuple(
            Surprise(
                i=i,
                unexpected=tuple(name for name in equilibria if name not in expected[i]),
                disappointed=tuple(name for name in expected[i] if name not in equilibria),
            )
            for i in range(n)
        ),
        true=truth,
        only_by_error=() if truth is None else tuple(name for name in equilibria if name not in truth),
        prevented_by_error=() if truth is None else tuple(name for name in truth if name not in equilibria),
    )


def _equilibria(stable: Flags, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for s, name in enumerate(names) if stable[:, s].all())


def _check(perceived: Sequence[Perceived], true: Perceived | None) -> None:
    if not perceived:
        raise DetenteError(Diagnostic(code="E713", message="a hypergame needs a model for every decision maker"))
    names = perceived[0].graph.decision_makers
    if len(perceived) != len(names):
        raise DetenteError(
            Diagnostic(
                code="E713",
                message=f"{len(perceived)} perceived models were given for {len(names)} decision makers",
                hint="give one model for each, in the order of the decision makers",
            )
        )
    models = [*((f"the model of {name}", p) for name, p in zip(names, perceived, strict=True))]
    if true is not None:
        models.append(("the true model", true))
    for whose, p in models:
        if p.graph.decision_makers != names:
            raise DetenteError(
                Diagnostic(
                    code="E713",
                    message=f"{whose} has the decision makers {', '.join(p.graph.decision_makers)}, "
                    f"the first has {', '.join(names)}",
                    hint="give somebody who is not perceived a place without moves",
                )
            )
        if len(p.states) != p.graph.size or len(set(p.states)) != len(p.states):
            raise DetenteError(
                Diagnostic(
                    code="E713",
                    message=f"{whose} names {len(set(p.states))} states and has {p.graph.size}",
                    hint="give each of its states one name, the same in all models that know the state",
                )
            )
