from detente.analysis import answer as answer
from detente.analysis import explain as explain
from detente.base import DetenteError as DetenteError
from detente.base import Diagnostic as Diagnostic
from detente.brief import write as write_brief
from detente.conflict import Conflict as Conflict
from detente.conflict import compile as compile
from detente.conflict import dump as dump
from detente.conflict import loads as loads
from detente.graph import GraphModel as GraphModel
from detente.interop import load_model as load
from detente.reading import draft as draft_claims
from detente.reading import load as read_page
from detente.stability import analyze as analyze

__version__: str

__all__ = [
    "Conflict",
    "DetenteError",
    "Diagnostic",
    "GraphModel",
    "__version__",
    "analyze",
    "answer",
    "compile",
    "draft_claims",
    "dump",
    "explain",
    "load",
    "loads",
    "read_page",
    "write_brief",
]
