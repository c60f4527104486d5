"""What a user forbids or puts a price on, by words that mean levers."""

from collections.abc import Sequence

from detente.analysis.levers import Lever
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.conflict import Conflict


def matching(lever: Lever, token: str, conflict: Conflict) -> int:
    """Say how closely a user's word means a lever: 0 not at all, 5 exactly.

    A word may be a key (5) or its beginning (4), an option it is about (3), who gives (2), or a kind (1).
    """
    if token == lever.key:
        return 5
    if ":" in token and lever.key.startswith(token.rstrip(":") + ":"):
        return 4
    if token in lever.about:
        return 3
    if any(token in (conflict.decision_makers[i].id, conflict.decision_makers[i].name) for i in lever.by):
        return 2
    return int(token == lever.kind)


def permitted(available: Sequence[Lever], forbidden: Sequence[str], conflict: Conflict) -> tuple[Lever, ...]:
    """Leave out what the user forbids.

    Raises
    ------
    DetenteError
        E730: a word means no lever.
    """
    for token in forbidden:
        _known(available, token, conflict)
    return tuple(lever for lever in available if not any(matching(lever, t, conflict) for t in forbidden))


def priced(
    available: Sequence[Lever], prices: Sequence[tuple[str, float]], conflict: Conflict
) -> tuple[tuple[Lever, ...], tuple[float, ...]]:
    """Return the levers that have a price, with it; of several prices the closest word counts, then the last.

    Raises
    ------
    DetenteError
        E730: a word means no lever.
    """
    for token, _ in prices:
        _known(available, token, conflict)
    kept, paid = [], []
    for lever in available:
        close = [(matching(lever, token, conflict), k) for k, (token, _) in enumerate(prices)]
        best = max((c for c in close if c[0]), default=None)
        if best is not None:
            kept.append(lever)
            paid.append(prices[best[1]][1])
    return tuple(kept), tuple(paid)


def _known(available: Sequence[Lever], token: str, conflict: Conflict) -> None:
    if any(matching(lever, token, conflict) for lever in available):
        return
    words = {lever.key for lever in available} | {lever.kind for lever in available}
    words |= {o.id for o in conflict.options} | {dm.id for dm in conflict.decision_makers}
    near = did_you_mean(token, sorted(words))
    hint = f"did you mean '{near}'?" if near else "name a lever's key, a kind, an option or a decision maker"
    raise DetenteError(Diagnostic(code="E730", message=f"no lever is meant by '{token}'", hint=hint))
