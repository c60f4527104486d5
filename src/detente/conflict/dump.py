"""Conflict → the resolved text of a model file, every default written out."""

import json
import re
from collections.abc import Iterable

from detente.conditions import Condition, show
from detente.conflict.values import (
    Conflict,
    DecisionMaker,
    ForbiddenMoves,
    Guard,
    Infeasible,
    Option,
    PreferenceStatement,
)

_PLAIN = re.compile(r"[^\W\d][\w ]*", re.UNICODE)


def dump(conflict: Conflict) -> str:
    """Write a conflict in the resolved form; reading it back gives the same conflict.

    Examples
    --------
    >>> from detente.conflict import loads
    >>> print(dump(loads("detente: 1\\ndecision_makers: {a: {options: {go: Go}}}")).splitlines()[7])
          go: {name: Go, one_way: "", why: "", because: [], assumed: "", when: [], unless: []}
    """
    out = [
        "detente: 1",
        f"title: {quote(conflict.title)}",
        f"as_of: {conflict.as_of.isoformat() if conflict.as_of else quote('')}",
        "decision_makers:",
    ]
    options = {option.id: option for option in conflict.options}
    for dm in conflict.decision_makers:
        out += [f"  {quote(dm.id)}:", f"    name: {quote(dm.name)}", "    options:" + ("" if dm.options else " {}")]
        out += [f"      {quote(name)}: {_option(options[name])}" for name in dm.options]
    if conflict.states:
        out += _graph_form(conflict)
    else:
        out.append(f"option_order: {_list(options)}")
        out.append("infeasible:" + ("" if conflict.infeasible else " []"))
        out += [f"  - {_infeasible(rule)}" for rule in conflict.infeasible]
        out.append("coalesced:" + ("" if conflict.coalesced else " []"))
        out += [
            f"  - {{if: {_condition(c.condition)}, why: {quote(c.why)}, {_guard(c.guard)}}}" for c in conflict.coalesced
        ]
    out.append("forbidden_moves:" + ("" if conflict.forbidden_moves else " []"))
    out += [f"  - {_forbidden(entry)}" for entry in conflict.forbidden_moves]
    if conflict.status_quo is not None and not conflict.states:
        taken = set(conflict.status_quo)
        out.append(f"status_quo: {_map({name: 'Y' if name in taken else 'N' for name in options})}")
    out.append("preferences:")
    for dm in conflict.decision_makers:
        out += _preferences(dm)
    out.append("contested:" + ("" if conflict.contested else " []"))
    for claim in conflict.contested:
        weight = f", weight: {claim.weight!r}" if claim.weight is not None else ""
        believed = "yes" if claim.believed else "no"
        out.append(f"  - {{id: {quote(claim.id)}, believed: {believed}, name: {quote(claim.name)}{weight}}}")
    if conflict.settlement is not None:
        out.append(f"settlement: {_condition(conflict.settlement)}")
    out += [f"fictional: {quote(conflict.fictional)}", f"note: {quote(conflict.note)}"]
    out += [f"{quote(key)}: {quote(value)}" for key, value in conflict.extra]
    return "\n".join(out) + "\n"


def _graph_form(conflict: Conflict) -> list[str]:
    out = ["states:", *(f"  {quote(state.id)}: {quote(state.name)}" for state in conflict.states), "moves:"]
    given = dict(conflict.moves)
    for dm in conflict.decision_makers:
        ends: dict[str, list[str]] = {}
        for source, to in given.get(dm.id, ()):
            ends.setdefault(source, []).append(to)
        out.append(f"  {quote(dm.id)}:" + ("" if ends else " {}"))
        out += [f"    {quote(source)}: {_list(to)}" for source, to in ends.items()]
    if conflict.status_quo is not None:
        out.append(f"status_quo: {quote(conflict.status_quo[0])}")
    return out


def _forbidden(entry: ForbiddenMoves) -> str:
    ends = [f"{key}: {_condition(c)}, " for key, c in (("from", entry.before), ("to", entry.after)) if c is not None]
    return f"{{by: {_list(entry.by)}, {''.join(ends)}why: {quote(entry.why)}, {_guard(entry.guard)}}}"


def quote(text: str) -> str:
    """Write text as a YAML scalar that reads back as the same string."""
    if _PLAIN.fullmatch(text) and text.isascii() and text == text.strip() and text not in ("null", "~"):
        return text
    raw = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape(c) for c in raw)


def _escape(c: str) -> str:
    return f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(quote(item) for item in items)}]"


def _map(pairs: dict[str, str]) -> str:
    return f"{{{', '.join(f'{quote(k)}: {v}' for k, v in pairs.items())}}}"


def _condition(condition: Condition) -> str:
    return quote(show(condition))


def _guard(guard: Guard) -> str:
    return (
        f"because: {_list(guard.because)}, assumed: {quote(guard.assumed)},"
        f" when: {_list(guard.when)}, unless: {_list(guard.unless)}"
    )


def _option(option: Option) -> str:
    one_way = quote(option.one_way)
    if option.one_way and option.one_way_guard != Guard():
        one_way = f"{{direction: {one_way}, {_guard(option.one_way_guard)}}}"
    return f"{{name: {quote(option.name)}, one_way: {one_way}, why: {quote(option.why)}, {_guard(option.guard)}}}"


def _infeasible(rule: Infeasible) -> str:
    terms = rule.terms or (rule.condition,)
    body = _condition(terms[0]) if rule.form == "if" else f"[{', '.join(_condition(t) for t in terms)}]"
    return f"{{{rule.form}: {body}, why: {quote(rule.why)}, {_guard(rule.guard)}}}"


def _preferences(dm: DecisionMaker) -> list[str]:
    key = f"  {quote(dm.id)}:"
    if dm.weights is not None:
        weights = ", ".join(f"{quote(option)}: {quote(weight)}" for option, weight in dm.weights)
        return [key, f"    weights: {{{weights}}}"]
    if dm.rankings:
        rows = [f"      - [{', '.join(_group(group) for group in ranking)}]" for ranking in dm.rankings]
        return [key, "    one_of:", *rows]
    if dm.ranking is not None:
        rows = []
        for place, group in enumerate(dm.ranking):
            rows.append(f"      - {_group(group)}")
            if dm.gaps and place < len(dm.gaps) and dm.gaps[place] > 1:
                rows.append(f"      - {quote('>' * dm.gaps[place])}")
        unsure = [f"    unsure: [{', '.join(_list(entry) for entry in dm.unsure)}]"] if dm.unsure else []
        return [key, "    ranking:" + ("" if rows else " []"), *rows, *unsure]
    rows = [f"    - {{{_wish(s)}, degree: {s.degree}, {_guard(s.guard)}}}" for s in dm.statements]
    return [key + ("" if rows else " []"), *rows]


def _group(group: tuple[str, ...]) -> str:
    return quote(group[0]) if len(group) == 1 else _list(group)


def _wish(statement: PreferenceStatement) -> str:
    if not statement.versions:
        return f"want: {_condition(statement.want)}"
    return f"one_of: [{', '.join(_condition(version) for version in statement.versions)}]"
