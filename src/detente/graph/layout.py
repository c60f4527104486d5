"""Where states lie in memory: every decision maker's options side by side, so that its moves run along one axis."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graph.model import GraphModel

Ranks = NDArray[np.signedinteger[Any]]
MOST_SMALL = np.iinfo(np.int16).max - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One decision maker's bits: ``plain`` two-way options from bit ``low`` up, then ``ways`` that only go 0 to 1."""

    low: int
    plain: int
    ways: int

    @property
    def width(self) -> int:
        """How many options the decision maker has."""
        return self.plain + self.ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The places of all 2^k option codes.

    Attributes
    ----------
    order : the option at each bit of a place
    flipped : bits at which 1 means that the option is *not* taken, so that every one-way option goes from 0 to 1
    fields : one a decision maker, in their order, lowest bits first; width 0 where it has no options
    """

    order: tuple[int, ...]
    flipped: int
    fields: tuple[Field, ...]

    @property
    def size(self) -> int:
        """The number S = 2^k of places."""
        return 1 << len(self.order)

    @property
    def straight(self) -> bool:
        """Whether a state's place is its option code."""
        return not self.flipped and self.order == tuple(range(len(self.order)))

    def places(self, codes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the place of each option code.

        Examples
        --------
        >>> Layout(order=(1, 0), flipped=0, fields=()).places(np.array([0, 1, 2, 3])).tolist()
        [0, 2, 1, 3]
        """
        if self.straight:
            return codes
        out = np.full(codes.shape, self.flipped, dtype=np.int64)
        start = 0
        while start < len(self.order):  # one shift for each run of neighbouring options
            option, stop = self.order[start], start + 1
            while stop < len(self.order) and self.order[stop] == option + stop - start:
                stop += 1
            out ^= (codes >> option & ((1 << (stop - start)) - 1)) << start
            start = stop
        return out


def lay_out(graph: GraphModel) -> Layout:
    """Lay out a model in option form."""
    order: list[int] = []
    fields = []
    flipped = 0
    for i in range(len(graph.decision_makers)):
        own = [o for o, owner in enumerate(graph.owner) if owner == i]
        plain, ways = [o for o in own if not graph.one_way[o]], [o for o in own if graph.one_way[o]]
        fields.append(Field(low=len(order), plain=len(plain), ways=len(ways)))
        order += plain
        for o in ways:
            flipped |= (graph.one_way[o] < 0) << len(order)
            order.append(o)
    return Layout(order=tuple(order), flipped=flipped, fields=tuple(fields))


def spread_out(layout: Layout, at: NDArray[np.int64], rank: Ranks) -> Ranks:
    """Put ranks of shape (…, m) at their places, shape (…, S), -1 where no state lies; the input itself if it fits.

    int16 holds ranks up to 32,766; above that, equal steps are closed up first and int32 is used if that is not enough.
    """
    top = int(rank.max(initial=0))
    if top > MOST_SMALL:
        rank = np.unique(rank, return_inverse=True)[1].reshape(rank.shape)
        top = int(rank.max(initial=0))
    dtype = np.int16 if top <= MOST_SMALL else np.int32
    if layout.straight and len(at) == layout.size:
        return np.ascontiguousarray(rank, dtype=dtype)
    out: Ranks = np.full((*rank.shape[:-1], layout.size), -1, dtype=dtype)
    out[..., at] = rank
    return out
