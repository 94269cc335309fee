"""One line in the server's log for each thing that went wrong, under the number in the answer; nothing about people.

Messages of exceptions hold values and are left out; their class and the lines of our code that they passed are logged.
"""

import logging
import secrets
import sys
import traceback
from contextvars import ContextVar
from pathlib import Path

from data.model.errors import Fault, Problem
from data.model.settings import ROOT
from data.store.driver_errors import no_room

_log = logging.getLogger("bersinar")
_number: ContextVar[str] = ContextVar("request", default="")


def new_number() -> str:
    """Begin a request: its number, under which everything that goes wrong in it is logged."""
    number = secrets.token_hex(4)
    _number.set(number)
    return number


def logged(error: Exception, *, where: str = "") -> str:
    """Log `error`; the sentence for the answer. It names no machine; where we failed it ends with the number in the log."""
    number = _number.get() or secrets.token_hex(4)
    fault = error if isinstance(error, Fault) else no_room(error) or Fault(Problem.UNEXPECTED)
    level = fault.problem.value.level
    if level >= logging.WARNING:
        # a sentence about the machine is what its keeper needs; others may name a person
        said = f" {fault}" if fault.names_machine else ""
        _log.log(level, "%s %s %s%s%s", number, where or "-", fault.problem.name, said, _causes(error))
    if fault.names_machine:
        fault = Fault(Problem.STORE_LOST if fault.status == 503 else Problem.NOT_READY)
    sentence = str(fault)
    return f"{sentence} (nomor laporan {number})" if fault.status >= 500 else sentence


def _causes(error: BaseException) -> str:
    """`` <- class (SQLSTATE) at file:line`` for an error and what it came from."""
    found: list[str] = []
    one: BaseException | None = error
    while one is not None and len(found) < 4:
        if not isinstance(one, Fault):
            state = getattr(one, "sqlstate", None)
            found.append(f"{type(one).__name__}{f' ({state})' if state else ''}{_place(one)}")
        one = one.__cause__ or getattr(one, "orig", None) or (None if one.__suppress_context__ else one.__context__)
    return "".join(f" <- {text}" for text in found)


def _place(error: BaseException) -> str:
    """Where it began, and the last line of ours."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(ROOT) and ".venv" not in one.filename]
    names = {f"{Path(one.filename).name}:{one.lineno}": None for one in (*ours[-1:], *frames[-1:])}
    return f" at {', '.join(names)}" if names else ""


class _OneLine(logging.Filter):
    """What others log of an exception becomes one line like ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            logged(error if isinstance(error, Exception) else Exception(), where=record.name)
        return error is None


def start_log() -> None:
    """Write to standard error, once; tracebacks of the web server and of page runs become such lines."""
    if _log.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    for name in ("streamlit.error_util", "uvicorn.error"):
        logging.getLogger(name).addFilter(_OneLine())
