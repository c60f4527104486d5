"""The model as arrays: states, moves, ordinal ranks, joint reach."""

from detente.graph.board import Board, board
from detente.graph.model import Arcs, GraphModel
from detente.graph.moves import improvements, joint_improvements, joint_moves, moves

__all__ = ["Arcs", "Board", "GraphModel", "board", "improvements", "joint_improvements", "joint_moves", "moves"]
