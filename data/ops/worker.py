"""`python -m data.ops.worker`: prepares the store and loads it beside the app that serves already, in a process of its own.

Each line of its output is one event as JSON (`Said`). It ends with its work, or with the process that started it, when its
input closes.
"""

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, NoReturn, TypedDict

from data.log import logged, new_number, start_log
from data.model.errors import Fault, Problem
from data.model.progress import Opened, Progress
from data.model.settings import Settings, read_settings
from data.ops.bootstrap import all_steps, fills_itself, load, make_demo, missing_steps, steps_done, usual_seconds
from data.ops.preview import BOUNDARIES, discard_preview, preview_of
from data.store import Store
from data.store.driver_errors import room
from data.store.prepare import prepare
from geo import reference

Place = Literal["pratinjau", "utama"]  # the province's store, and the whole one
_OFTEN_S = 0.25
_TRIES, _BETWEEN_S = 20, 1.0


class Said(TypedDict, total=False):
    """One line.

    The `plan` names the stores to be filled, and the usual seconds of their steps. `place` is the store that can be opened now,
    with the steps that are still `missing`; where it `waits`, another process runs them. `step` reached `part`, or ended after
    `seconds`. `ready` is a complete store. A `fault` (a `Problem` by name, with its fields) ends the process.
    """

    plan: dict[Place, dict[str, float]]
    place: Place
    missing: list[str]
    waits: bool
    step: str
    part: float
    seconds: float
    ready: Place
    fault: str
    fields: dict[str, str]


def main() -> int:
    """Run to the end. Returns 0 when all is loaded, 1 after a reported fault, 130 when stopped."""
    parser = argparse.ArgumentParser(prog="python -m data.ops.worker")
    parser.add_argument("--simulasi", action="store_true", help="simulated data into a shared store too")
    options = parser.parse_args()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _stop)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start_log()
    try:
        settings = read_settings()
        with room(settings.home):
            _work(settings, asked=options.simulasi)
    except Fault as fault:
        _say(fault=fault.problem.name, fields={name: str(value) for name, value in fault.fields.items()})
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        number = new_number()
        logged(error, where="muat")
        _say(fault=Problem.LOAD_FAILED.name, fields={"number": number})
        return 1
    return 0


def _work(settings: Settings, *, asked: bool = False) -> None:
    """Fill the store, with simulated data where that was `asked` or where it fills itself."""
    store = prepare(settings)
    try:
        simulate = asked or fills_itself(store)
        make_demo(store)
        if store.admin is None:
            _wait_for_others(store, settings)
        elif missing_steps(store, settings, simulate=simulate):
            small = preview_of(settings) if simulate and "facts" not in steps_done(store) else None
            plan = {"pratinjau": usual_seconds(small, simulate=True)} if small else {}
            _say(plan=plan | {"utama": usual_seconds(settings, simulate=simulate)})
            if small is not None:
                _fill_preview(small)
            _fill(store, settings, "utama", simulate=simulate)
    finally:
        store.close()
    _say(ready="utama")
    for _ in range(_TRIES):  # a page that still reads the preview finds the other store with the next page
        if discard_preview(settings):
            break
        time.sleep(_BETWEEN_S)


def _fill_preview(settings: Settings) -> None:
    store = prepare(settings)
    try:
        _fill(store, settings, "pratinjau", simulate=True, boundaries=BOUNDARIES)
    finally:
        store.close()
    _say(ready="pratinjau")


def _fill(store: Store, settings: Settings, place: Place, *, simulate: bool, boundaries: str = reference.VERSION) -> None:
    def begin(**more: bool) -> None:
        missing = missing_steps(store, settings, simulate=simulate, boundaries=boundaries)
        _say(place=place, missing=list(missing), **more)

    begin()
    load(
        store,
        settings,
        simulate=simulate,
        boundaries=boundaries,
        waits=lambda: begin(waits=True),
        show=lambda labels: _showing(labels, begin),
    )


@contextmanager
def _showing(_: Mapping[str, str], begin: Callable[[], None]) -> Iterator[Opened]:
    begin()

    def opened(name: str) -> Progress:
        began: float | None = None
        said = 0.0

        def moved(done: int, total: int) -> None:
            nonlocal began, said
            now = time.perf_counter()
            if began is None:
                began = now
            if done >= total:
                _say(step=name, seconds=now - began)
            elif now - said > _OFTEN_S:
                said = now
                _say(step=name, part=done / total)

        return moved

    yield opened


def _wait_for_others(store: Store, settings: Settings) -> None:
    """Only the app's login is known here: a process with the owner's does the work. A step that is to be repeated can wait."""
    while missing := [name for name in all_steps(settings, simulate=False) if name not in steps_done(store)]:
        _say(plan={"utama": usual_seconds(settings, simulate=False)})
        _say(place="utama", missing=missing, waits=True)
        time.sleep(_BETWEEN_S)


_saying = threading.Lock()


def _say(**said: object) -> None:
    with _saying:
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def _end_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


def _stop(*_: object) -> NoReturn:
    """Ctrl-C reaches this process as well as its parent, which then stops it too: once is enough."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
