"""The model as arrays: states, moves, ordinal ranks, joint reach."""

from detente.graph.board import Board, Links, Places, Values, by_moves
from detente.graph.layout import Layout, Ranks, lay_out, spread_out
from detente.graph.model import Arcs, GraphModel
from detente.graph.moves import improvements, joint_improvements, joint_moves, moves

__all__ = [
    "Arcs",
    "Board",
    "GraphModel",
    "Layout",
    "Links",
    "Places",
    "Ranks",
    "Values",
    "by_moves",
    "improvements",
    "joint_improvements",
    "joint_moves",
    "lay_out",
    "moves",
    "spread_out",
]
