"""A small independent checker: it takes a model as plain values and believes nothing a witness says.

Imports nothing from the package. A model is a dict::

    {"options": [id, …], "one_way": {id: +1 or -1}, "infeasible": [condition, …],
     "decision_makers": [{"name": …, "options": [id, …], "statements": [condition, …]}]}

``problems(model, witness)`` lists what is wrong with a witness as ``detente explain --json`` prints it;
``model`` may also be a ``Model`` made beforehand.
"""

from collections import deque
from itertools import product


class Model:
    def __init__(self, model):
        self.options = model["options"]
        worlds = [
            dict(zip(self.options, bits, strict=True)) for bits in product([False, True], repeat=len(self.options))
        ]
        worlds = [w for w in worlds if not any(true(c, w) for c in model["infeasible"])]
        self.worlds = sorted(worlds, key=lambda w: sum(w[o] << k for k, o in enumerate(self.options)))
        self.names = [dm["name"] for dm in model["decision_makers"]]
        self.own = [set(dm["options"]) for dm in model["decision_makers"]]
        self.statements = [dm["statements"] for dm in model["decision_makers"]]
        self.score = [[[true(c, w) for c in wants] for w in self.worlds] for wants in self.statements]
        self.one_way = model["one_way"]
        self.known = {}

    def better(self, i, a, b):
        return self.score[i][a] > self.score[i][b]

    def moves(self, i, s):
        if (i, s) not in self.known:
            self.known[i, s] = self.found(i, s)
        return self.known[i, s]

    def found(self, i, s):
        def legal(a, b):
            changed = [o for o in self.options if a[o] != b[o]]
            return changed and all(
                o in self.own[i] and (b[o] - a[o]) * self.one_way.get(o, b[o] - a[o]) > 0 for o in changed
            )

        return [t for t in range(len(self.worlds)) if legal(self.worlds[s], self.worlds[t])]

    def steps(self, i, s, improving):
        return [t for t in self.moves(i, s) if not improving or self.better(i, t, s)]

    def decides(self, i, a, b):
        for want, x, y in zip(self.statements[i], self.score[i][a], self.score[i][b], strict=True):
            if x != y:
                return want
        return None


def problems(model, witness):
    m, found = model if isinstance(model, Model) else Model(model), []
    i, s, concept = m.names.index(witness["decision_maker"]), witness["state"] - 1, witness["concept"]
    improving, symmetric = concept in ("SEQ", "SSEQ"), concept in ("SMR", "SSEQ")
    listed = [step["to"] - 1 for step in witness["improvements"]]
    if sorted(listed) != m.steps(i, s, True):
        found.append("the improvements are not all the improvements")
    if witness["stable"] != all(step["sanctioned"] for step in witness["improvements"]):
        found.append("the verdict does not follow from the improvements")

    def repairs(u):
        return [v for v in m.moves(i, u) if m.better(i, v, s)] if symmetric else []

    for step in witness["improvements"]:
        to = step["to"] - 1
        if not same(step["gains_by"], m.decides(i, s, to)):
            found.append("another statement decides the gain")
        if step["sanctioned"] != bool(step["sanction"]):
            found.append("sanctioned without a sanction, or the reverse")
        if step["sanction"]:
            found += walk(m, i, to, step, improving)
            end = step["sanction"][-1]["to"] - 1
            if m.better(i, end, s) or repairs(end):
                found.append("the sanction does not deter")
            if not same(step["deterred_by"], m.decides(i, s, end)):
                found.append("another statement decides the loss")
            continue
        harmful = [] if concept == "NASH" else [u for u in answers(m, i, to, improving) if not m.better(i, u, s)]
        if any(not repairs(u) for u in harmful):
            found.append("an answer deters after all")
        escape = step["countermove"]
        if bool(escape) != bool(harmful):
            found.append("a countermove is missing, or given without need")
        elif escape and (escape["from"] - 1 not in harmful or escape["to"] - 1 not in repairs(escape["from"] - 1)):
            found.append("the countermove does not repair anything")
    return found


def walk(m, i, at, step, improving):
    found, last = [], i
    for move in step["sanction"]:
        j, to = m.names.index(move["by"]), move["to"] - 1
        if j in (last, i):
            found.append("the decision maker answers itself, or somebody moves twice in succession")
        if to not in m.steps(j, at, improving):
            found.append("a step of the sanction is no move, or does not pay")
        at, last = to, j
    if step["lands_on"] != at + 1:
        found.append("the sanction lands elsewhere")
    return found


def answers(m, i, start, improving):
    seen, todo = set(), deque([(start, i)])
    while todo:
        at, last = todo.popleft()
        for j in set(range(len(m.names))) - {i, last}:
            for to in m.steps(j, at, improving):
                if (to, j) not in seen:
                    seen.add((to, j))
                    todo.append((to, j))
    return {to for to, _ in seen}


def same(given, expected):
    return (given["statement"] if given else None) == expected


def true(text, world):
    """Evaluate a condition: its words become Python's, ``if`` and ``iff`` become functions of both sides."""
    words = text.replace("(", " ( ").replace(")", " ) ").split()

    def part(words):
        depth = 0
        for k, word in enumerate(words):
            depth += (word == "(") - (word == ")")
            if depth == 0 and word in ("if", "iff"):
                left, right = part(words[:k]), part(words[k + 1 :])
                return left or not right if word == "if" else left == right
        out, k = [], 0
        while k < len(words):
            if words[k] == "(":
                end, depth = k, 0
                while True:
                    depth += (words[end] == "(") - (words[end] == ")")
                    if depth == 0:
                        break
                    end += 1
                out.append(str(part(words[k + 1 : end])))
                k = end
            else:
                out.append(words[k] if words[k] in ("not", "and", "or") else str(world[words[k]]))
            k += 1
        return bool(eval(" ".join(out), {"__builtins__": {}}))

    return part(words)
