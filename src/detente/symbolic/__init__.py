"""Past enumeration: equilibria of models with more options than states can be listed for (extra ``symbolic``)."""

from detente.symbolic.rules import Rules, leaves

__all__ = ["Rules", "leaves"]
