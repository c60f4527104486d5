"""Past enumeration: Nash equilibria of models with 40 to 100 options."""

import importlib.util
import random
import time

from benchmarks.measure import Row

from detente.conditions import And, Not, Or, Var
from detente.graph import GraphModel
from detente.graph.ranks import feasible_codes, rank_states
from detente.stability import analyze
from detente.symbolic import Rules, leaves
from detente.symbolic.bdd import Diagrams
from detente.symbolic.sat import Equilibria


def rules(options, decision_makers, statements, *, local, seed=0):
    """Return a random model; with ``local``, statements are about one's own options and those of two neighbours."""
    r = random.Random(seed)
    names = tuple(f"o{o}" for o in range(options))
    owner = tuple(o * decision_makers // options for o in range(options))

    def term(pool):
        parts = tuple(Var(n) if r.random() < 0.5 else Not(Var(n)) for n in r.sample(pool, r.randint(1, 3)))
        return parts[0] if len(parts) == 1 else And(parts)

    wants, removed = [], []
    for i in range(decision_makers):
        near = [n for o, n in enumerate(names) if (owner[o] - i) % decision_makers <= 2] if local else list(names)
        wants.append(tuple(Or((term(near), term(near))) for _ in range(statements)))
        own = [n for o, n in enumerate(names) if owner[o] == i]
        removed.append(And((Var(own[0]), Var(own[1]))))
        removed.append(And(tuple(Var(n) if r.random() < 0.5 else Not(Var(n)) for n in r.sample(near, 3))))
    return Rules(
        decision_makers=tuple(f"DM{i}" for i in range(decision_makers)),
        options=names,
        owner=owner,
        one_way=(0,) * options,
        removed=tuple(removed),
        wants=tuple(wants),
    )


def explicit(model):
    codes = feasible_codes(model.removed, model.options)
    return GraphModel(
        decision_makers=model.decision_makers,
        options=model.options,
        owner=model.owner,
        one_way=model.one_way,
        codes=codes,
        rank=rank_states(model.wants, model.options, codes),
    )


def symbolic():
    """Find one equilibrium, and count them all, where states can no longer be listed."""
    if not (importlib.util.find_spec("pysat") and importlib.util.find_spec("dd")):
        yield Row("symbolic", float("nan"), "s", note="the extra 'symbolic' is not installed")
        return
    small = rules(12, 3, 6, local=False)
    expected = len(analyze(explicit(small), ["NASH"]).equilibria("NASH"))
    with Equilibria(small) as equilibria:
        assert len(set(equilibria.each(1 << 12))) == expected
    diagrams = Diagrams(small)
    assert diagrams.count(diagrams.equilibria()) == expected
    for options, decision_makers, statements in ((40, 8, 8), (60, 12, 8), (80, 16, 8), (100, 20, 10)):
        model = rules(options, decision_makers, statements, local=False)
        start = time.perf_counter()
        with Equilibria(model) as equilibria:
            encoded = time.perf_counter()
            found = equilibria.one()
            done = time.perf_counter()
            size = f"{equilibria.circuit.last:,} variables, {len(equilibria.circuit.clauses):,} clauses"
        assert found is None or leaves(model, found) == {}
        said = f"{encoded - start:.2g} s of that to write the clauses; {size}; " + (
            "found" if found else "there is none"
        )
        target = ("<=", 1.0) if options == 100 else None
        yield Row(f"first Nash equilibrium, {options} options", done - start, "s", target, said)
    for options, decision_makers, local in (
        (40, 8, True),
        (60, 12, True),
        (80, 16, True),
        (30, 6, False),
        (40, 8, False),
    ):
        model = rules(options, decision_makers, 8 if not local else 5, local=local)
        start = time.perf_counter()
        diagrams = Diagrams(model)
        states = diagrams.equilibria()
        number = diagrams.count(states)
        done = time.perf_counter()
        for state in diagrams.sample(states, 5):
            assert leaves(model, state) == {}
        kind = "neighbours" if local else "everybody"
        target = ("<=", 10.0) if options == 40 else None
        yield Row(f"exact count, {options} options, statements on {kind}", done - start, "s", target, f"{number:,}")
    yield sequential(24, 5)
    yield sequential(30, 6)


def sequential(options, decision_makers):
    """Count the SEQ equilibria of a model, and check the number where its states can be listed."""
    model = rules(options, decision_makers, 5, local=True)
    start = time.perf_counter()
    diagrams = Diagrams(model)
    states = diagrams.equilibria(improving=True)
    number = diagrams.count(states)
    done = time.perf_counter()
    note = f"{number:,}"
    if options <= 24:
        assert number == len(analyze(explicit(model), ["SEQ"]).equilibria("SEQ"))
        note += ", as the explicit engine says"
    nash = diagrams.equilibria()
    assert diagrams.count(nash & ~states) == 0 < number  # what holds without answers holds with them
    return Row(f"exact SEQ count, {options} options", done - start, "s", note=note)


def far():
    """SEQ past enumeration, 40 options: takes minutes and runs only when named."""
    yield sequential(40, 8)


BENCHMARKS = {"symbolic": symbolic, "far": far}
