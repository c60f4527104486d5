"""Single changes that may unlock a settlement, and the bench on which they lie ready."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from detente.analysis.bench import Bench, bench
from detente.analysis.paths import Group
from detente.analysis.words import spoken
from detente.base import DetenteError, Diagnostic
from detente.conditions import Condition, names
from detente.conflict import Conflict, DecisionMaker, Infeasible, Option, PreferenceStatement
from detente.conflict.values import Guard

KINDS = ("drop", "swap", "commit", "renounce", "first")
DEFAULT_KINDS = ("drop", "swap", "commit", "first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A statement the user could bring about: decision maker ``to`` would want it at priority ``place`` (from 1)."""

    to: int
    want: Condition
    place: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOption:
    """An option the user could bring in, for ``owner``: a decision maker's id or name, or that of a third party."""

    id: str
    name: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One change.

    Attributes
    ----------
    key : what the user calls it, such as ``drop:ukraine:1``; places count from 1 in order of priority
    kind : drop, swap, commit, renounce, first, offer, rule, joint or option
    by : who gives; empty where it comes from outside
    about : the options it touches or whose statements it changes
    text : the change in words
    args : places or numbers, by kind
    """

    key: str
    kind: str
    by: tuple[int, ...]
    about: frozenset[str]
    text: str
    args: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A bench on which offered statements, infeasibilities and options lie ready, unused at first.

    Attributes
    ----------
    on : the bench of the conflict with everything on it
    base : the conflict as written
    conflict : the same with the new options, after its own, and with the third parties that hold some of them
    """

    on: Bench
    base: Conflict
    conflict: Conflict
    offers: tuple[Offer, ...]
    rules: tuple[Condition, ...]
    coalitions: tuple[Group, ...]


def widen(conflict: Conflict, new: Sequence[NewOption]) -> Conflict:
    """Put new options after a conflict's own; who is not at the table comes in as a third party that wants nothing.

    Raises
    ------
    DetenteError
        E733: an id is taken already.
    """
    makers, options = list(conflict.decision_makers), list(conflict.options)
    for option in new:
        if option.id in (o.id for o in options):
            hint = "choose another id for the new one"
            raise DetenteError(Diagnostic(code="E733", message=f"'{option.id}' is an option already", hint=hint))
        at = next((i for i, dm in enumerate(makers) if option.owner in (dm.id, dm.name)), len(makers))
        if at == len(makers):
            makers.append(DecisionMaker(id=option.owner, name=option.owner))
        makers[at] = replace(makers[at], options=(*makers[at].options, option.id))
        options.append(Option(id=option.id, name=option.name, owner=makers[at].id))
    return replace(conflict, decision_makers=tuple(makers), options=tuple(options))


def stand(
    conflict: Conflict,
    offers: Sequence[Offer] = (),
    rules: Sequence[Condition] = (),
    coalitions: Sequence[Group] = (),
    new: Sequence[NewOption] = (),
) -> Stand:
    """Lay what the user offers beside the conflict.

    Parameters
    ----------
    offers, rules, coalitions : may speak of new options and third parties; indices are those of ``widen``

    Raises
    ------
    DetenteError
        E733: a new option's id is taken; E725: too many options; E736: the model is in graph form.
    """
    if conflict.states and (new or rules):
        hint = "give the model options in place of states"
        message = "in graph form no option can be added and no state ruled out"
        raise DetenteError(Diagnostic(code="E736", message=message, file=conflict.file, hint=hint))
    wide = widen(conflict, new)
    makers = list(wide.decision_makers)
    for offer in offers:
        dm = makers[offer.to]
        extra = PreferenceStatement(want=offer.want, guard=Guard(assumed="offered"))
        makers[offer.to] = replace(dm, statements=(*dm.statements, extra))
    added = tuple(Infeasible(condition=rule, guard=Guard(assumed="added")) for rule in rules)
    full = replace(wide, decision_makers=tuple(makers), infeasible=(*conflict.infeasible, *added))
    return Stand(
        on=bench(full),
        base=conflict,
        conflict=wide,
        offers=tuple(offers),
        rules=tuple(rules),
        coalitions=tuple(coalitions),
    )


def levers(at: Stand, kinds: Sequence[str] = DEFAULT_KINDS) -> tuple[Lever, ...]:
    """List every single change of the kinds asked for, in model order, then what was offered from outside."""
    found: list[Lever] = []
    conflict = at.conflict
    for i, dm in enumerate(conflict.decision_makers):
        wants = [s.want for s in dm.statements] if dm.ranking is None else []
        if "drop" in kinds:
            for p, want in enumerate(wants):
                text = f"{dm.name} gives up the wish: {spoken(conflict, want)}"
                found.append(_lever(f"drop:{dm.id}:{p + 1}", "drop", (i,), (want,), text, (i, p)))
        if "swap" in kinds:
            for p, q in combinations(range(len(wants)), 2):
                two = f"({spoken(conflict, wants[p])}) and ({spoken(conflict, wants[q])})"
                text = f"{dm.name} exchanges the priority of {two}"
                key = f"swap:{dm.id}:{p + 1}:{q + 1}"
                found.append(_lever(key, "swap", (i,), (wants[p], wants[q]), text, (i, p, q)))
        for o, option in enumerate(conflict.options):
            if option.owner == dm.id:
                own = kinds if o < len(at.base.options) else [kind for kind in kinds if kind == "first"]
                found += _steps(conflict, own, i, o)
    found += _new_options(at)
    for k, offer in enumerate(at.offers):
        name = conflict.decision_makers[offer.to].name
        text = f"{name} is brought to want {spoken(conflict, offer.want)} at priority {offer.place}"
        found.append(_lever(f"offer:{k + 1}", "offer", (), (offer.want,), text, (k,)))
    for k, rule in enumerate(at.rules):
        text = f"from outside, {spoken(conflict, rule)} is made impossible"
        found.append(_lever(f"rule:{k + 1}", "rule", (), (rule,), text, (k,)))
    for k, group in enumerate(at.coalitions):
        members = [conflict.decision_makers[j] for j in group]
        text = f"{' and '.join(dm.name for dm in members)} move together"
        found.append(_lever(f"joint:{'+'.join(dm.id for dm in members)}", "joint", group, (), text, (k,)))
    return tuple(found)


def _new_options(at: Stand) -> Iterator[Lever]:
    names = [dm.id for dm in at.conflict.decision_makers]
    for o in range(len(at.base.options), len(at.conflict.options)):
        option = at.conflict.options[o]
        i = names.index(option.owner)
        who, outside = at.conflict.decision_makers[i].name, i >= len(at.base.decision_makers)
        text = f"{who}{', a third party,' if outside else ''} gets the new option “{option.name}”"
        about = frozenset({option.id})
        yield Lever(
            key=f"option:{option.id}", kind="option", by=() if outside else (i,), about=about, text=text, args=(o,)
        )


def _lever(
    key: str, kind: str, by: tuple[int, ...], conditions: Sequence[Condition], text: str, args: tuple[int, ...]
) -> Lever:
    about = frozenset(name for condition in conditions for name in names(condition))
    return Lever(key=key, kind=kind, by=by, about=about, text=text, args=args)


def _steps(conflict: Conflict, kinds: Sequence[str], i: int, o: int) -> Iterator[Lever]:
    option, who = conflict.options[o], conflict.decision_makers[i].name
    taken = option.id in (conflict.status_quo or ())

    def lever(kind: str, text: str) -> Lever:
        return Lever(key=f"{kind}:{option.id}", kind=kind, by=(i,), about=frozenset({option.id}), text=text, args=(o,))

    if "commit" in kinds and not option.one_way:
        yield lever("commit", f"{who} makes “{option.name}” a step that cannot be taken back")
    if "renounce" in kinds and not option.one_way:
        yield lever("renounce", f"{who} makes dropping “{option.name}” final")
    blocked = option.one_way == ("N->Y" if taken else "Y->N")
    if "first" in kinds and conflict.status_quo is not None and not blocked:
        yield lever("first", f"{who} goes first, {'dropping' if taken else 'taking up'} “{option.name}”")
