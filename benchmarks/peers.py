"""Other libraries on the same models, where they are installed (requirements-bench.txt); answers are compared."""

import importlib.metadata
import importlib.util

import numpy as np
from benchmarks.measure import Row, cpu
from benchmarks.models import graph

from detente.stability import analyze


def version(name):
    """Return "name version" if the library is installed, else None."""
    if importlib.util.find_spec(name) is None:
        return None
    return f"{name} {importlib.metadata.version(name)}"


def tables(model):
    """Return each decision maker's ranks as a table with one axis a decision maker."""
    widths = [model.owner.count(i) for i in range(len(model.decision_makers))]
    return [row.reshape([1 << w for w in widths[::-1]]).transpose() for row in model.rank]


def equilibria(model):
    """Return the Nash equilibria as sets of strategy numbers, and what they cost."""
    seconds, verdicts = cpu(analyze, model, ["NASH"], runs=9)
    shape = tables(model)[0].shape[::-1]
    return {tuple(int(x) for x in np.unravel_index(s, shape))[::-1] for s in verdicts.equilibria("NASH")}, seconds


def gambit(model):
    import pygambit

    game = pygambit.Game.from_arrays(*[table.astype(int) for table in tables(model)])
    seconds, found = cpu(pygambit.nash.enumpure_solve, game, runs=3)
    plays = set()
    for profile in found.equilibria:
        plays.add(tuple(next(k for k, p in enumerate(mixed) if p == 1) for mixed in _mixed(game, profile)))
    return plays, seconds


def _mixed(game, profile):
    return [[profile[strategy] for strategy in player.strategies] for player in game.players]


def quantecon(model):
    from quantecon import game_theory as gt

    shape = tables(model)[0].shape
    players = [
        gt.Player(
            np.ascontiguousarray(
                np.moveaxis(table, range(len(shape)), [(a - i) % len(shape) for a in range(len(shape))]), dtype=float
            )
        )
        for i, table in enumerate(tables(model))
    ]
    game = gt.NormalFormGame(players)
    gt.pure_nash_brute(game)
    seconds, found = cpu(gt.pure_nash_brute, game, runs=3)
    return {tuple(int(x) for x in play) for play in found}, seconds


def peers():
    """Pure Nash equilibria of one model by others, and sanctions by a general graph library."""
    for options in (9, 12, 15):
        model = graph(options)
        mine, seconds = equilibria(model)
        yield Row(f"detente, Nash, 2^{options}", seconds * 1e3, "ms", note=f"{len(mine)} equilibria")
        for name, solve, most in (("pygambit", gambit, 12), ("quantecon", quantecon, 15)):
            if version(name) and options <= most:
                found, theirs = solve(model)
                assert found == mine, name
                yield Row(f"{version(name)}, the same", theirs * 1e3, "ms", note=f"{theirs / seconds:,.0f} times")
            elif not version(name):
                yield Row(f"{name}, the same", float("nan"), "ms", note="not installed")
    for options in (8, 10):
        yield from reachability(options)


def reachability(options):
    """SEQ for one decision maker by descending through a graph of the others' improvements."""
    if not version("networkx"):
        yield Row("networkx, SEQ", float("nan"), "ms", note="not installed")
        return
    import networkx as nx

    from detente.graph import improvements

    model = graph(options)
    seconds, verdicts = cpu(analyze, model, ["SEQ"], runs=9)
    steps = [[improvements(model, i, s).tolist() for s in range(model.size)] for i in range(3)]
    others = nx.DiGraph()
    others.add_nodes_from(range(model.size))
    for i in (1, 2):
        others.add_edges_from((s, t) for s in range(model.size) for t in steps[i][s])
    rank = model.rank[0]

    def sequential():
        worst = [min(rank[t] for t in nx.descendants(others, s) | {s}) for s in range(model.size)]
        return [all(worst[t] <= rank[s] for t in steps[0][s]) for s in range(model.size)]

    theirs, found = cpu(sequential, runs=1)
    assert found == verdicts.stable["SEQ"][0].tolist()
    yield Row(f"detente, SEQ for all three, 2^{options}", seconds * 1e3, "ms")
    note = f"graph given; {3 * theirs / seconds:,.0f} times for all three"
    yield Row(f"{version('networkx')}, SEQ for one", theirs * 1e3, "ms", note=note)


BENCHMARKS = {"peers": peers}
