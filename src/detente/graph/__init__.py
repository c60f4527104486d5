"""The model as arrays: states, moves, ordinal ranks, joint reach."""

from detente.graph.model import Arcs, GraphModel

__all__ = ["Arcs", "GraphModel"]
