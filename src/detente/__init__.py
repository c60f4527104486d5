"""detente: a sourced record of a negotiation, and what could hold."""

__version__ = "0.1.0"
