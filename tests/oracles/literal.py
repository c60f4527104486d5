"""The definitions read literally: sets, quantifiers, breadth-first search over (state, last mover).

Slow on purpose, and imports nothing from the package under test. The keyword switches plant known mistakes.
"""

from collections import deque


class Literal:
    """States are option codes (ints) in option form, any hashable in graph form.

    ``reach[i][s]`` is the set of one-step moves, ``rank[i][s]`` the ordinal preference.
    """

    def __init__(self, states, reach, rank, *, once=False, alone=False, strict=False, lawless=False):
        self.states, self.reach, self.rank = list(states), reach, rank
        self.n = len(rank)
        self.once, self.alone, self.strict, self.lawless = once, alone, strict, lawless

    def improvements(self, i, s):
        return {t for t in self.reach[i][s] if self.rank[i][t] > self.rank[i][s]}

    def joint(self, group, s, step):
        if self.alone:
            return {t for j in group for t in step(j, s)}
        seen, todo = set(), deque([(s, None, frozenset())])
        while todo:
            at, last, moved = todo.popleft()
            for j in group:
                if (j == last and not self.lawless) or (self.once and j in moved):
                    continue
                for t in step(j, at):
                    node = (t, j, (moved | {j}) if self.once else frozenset())
                    if node not in seen:
                        seen.add(node)
                        todo.append(node)
        return {t for t, _, _ in seen}

    def deters(self, i, t, s):
        return self.rank[i][t] < self.rank[i][s] if self.strict else self.rank[i][t] <= self.rank[i][s]

    def stable(self, concept, i, s):
        others = [j for j in range(self.n) if j != i]
        gains = self.improvements(i, s)
        if concept == "NASH":
            return not gains
        step = self.improvements if concept in ("SEQ", "SSEQ") else lambda j, t: self.reach[j][t]
        symmetric = concept in ("SMR", "SSEQ")
        return all(
            any(
                self.deters(i, s2, s) and (not symmetric or all(self.deters(i, s3, s) for s3 in self.reach[i][s2]))
                for s2 in self.joint(others, s1, step)
            )
            for s1 in gains
        )


def option_moves(codes, owner, one_way, n, *, through_feasible=False):
    """One-step moves by the rule; ``through_feasible`` plants the mistake of passing feasible states only."""
    feasible = set(codes)
    own = [sum(1 << o for o, w in enumerate(owner) if w == i) for i in range(n)]

    def backwards(a, b):
        return any(
            (w > 0 and a >> o & 1 and not b >> o & 1) or (w < 0 and not a >> o & 1 and b >> o & 1)
            for o, w in enumerate(one_way)
        )

    def legal(i, a, b):
        return a != b and (a ^ b) & ~own[i] == 0 and not backwards(a, b)

    reach = [{a: {b for b in feasible if legal(i, a, b)} for a in codes} for i in range(n)]
    if through_feasible:
        for i in range(n):
            single = {a: {b for b in reach[i][a] if (a ^ b).bit_count() == 1} for a in codes}
            for a in codes:
                seen, todo = {a}, [a]
                while todo:
                    for b in single[todo.pop()] - seen:
                        seen.add(b)
                        todo.append(b)
                reach[i][a] = seen - {a}
    return reach
