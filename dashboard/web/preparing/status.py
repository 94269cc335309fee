"""Progress of the load as plain values: written by one thread, read by every page."""

import time
from collections.abc import Collection
from dataclasses import dataclass, field

from data.model.errors import Fault, Problem
from data.ops.worker import Place, Said

WHOLE: tuple[str, ...] = ("utama",)  # stands for every step of the last store
_SLOWEST = 20.0
_PACED = ("shapes", "simulation", "facts")  # steps whose time shows the pace


@dataclass
class Step:
    """A step of a load: `part` of it is done (0 to 1), `seconds` once it has ended here. `usual` is how long it
    usually takes.
    """

    name: str
    usual: float
    part: float = 0.0
    began: float | None = None
    seconds: float | None = None
    done: bool = False

    def passed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began if self.began is not None else 0.0


@dataclass
class Status:
    """`steps` by store, in their order. `change` grows when pages have something else to show.

    Until the first message of the process that loads, nothing is known and nothing can be opened; where no such process was
    begun (`begun`), everything is there.
    """

    begun: bool = False
    steps: dict[Place, dict[str, Step]] = field(default_factory=dict)
    place: Place | None = None
    whole: set[Place] = field(default_factory=set)
    waits: bool = False
    fault: Fault | None = None
    change: int = 0

    @property
    def served(self) -> Place | None:
        """The store that pages read; ``None`` while none can be opened."""
        if not self.begun or "utama" in self.whole:
            return "utama"
        return "pratinjau" if "pratinjau" in self.whole else self.place

    @property
    def ready(self) -> bool:
        """Whether everything is loaded."""
        return not self.begun or "utama" in self.whole

    def lacks(self, needs: Collection[str] | None) -> bool:
        """Whether one of the steps `needs` is still missing in the store that pages read; any step for ``None``."""
        if self.ready:
            return False
        served = self.served
        if served is None or needs == WHOLE:
            return True
        if served in self.whole:
            return False
        return any(not step.done for step in self.steps[served].values() if needs is None or step.name in needs)

    def seconds_left(self, place: Place = "utama") -> float:
        """Seconds until a store is complete, at the pace of the steps so far; a later store waits for the earlier ones."""
        paced = [step for step in self._all() if step.seconds is not None and step.name in _PACED]
        ended = [(step.seconds, step.usual) for step in paced]
        running = [(step.passed(), step.usual) for step in self._all() if _overdue(step)]
        took, usual = (sum(column) for column in zip(*ended, *running, strict=True)) if ended or running else (1.0, 1.0)
        pace = min(max(took / usual, 0.3), _SLOWEST)
        waited = self._all() if place == "utama" else list(self.steps[place].values())
        rest = {step.name: 0.0 for step in waited}
        for step in waited:
            rest[step.name] += 0.0 if step.done else max(step.usual * pace - step.passed(), 0.0)
        return max(rest.pop("tiles", 0.0), sum(rest.values()))  # tiles are made beside the others

    def hear(self, said: Said) -> None:
        """Take in one message of the process that loads."""
        if "plan" in said:
            self.steps = {
                place: {name: Step(name, usual) for name, usual in plan.items()} for place, plan in said["plan"].items()
            }
        elif "place" in said:
            self._open(said["place"], said["missing"], waits=said.get("waits", False))
        elif "step" in said and self.place is not None:
            self._move(self.steps[self.place][said["step"]], said)
        elif "ready" in said:
            self.whole.add(said["ready"])
            self.fault = None
            self.change += 1
        elif "fault" in said:
            self.fail(Fault(Problem[said["fault"]], **said["fields"]))

    def fail(self, fault: Fault) -> None:
        """Record that the load stopped; the running step stops too."""
        self.fault = fault
        for step in self._all():
            if not step.done:
                step.began, step.part = None, 0.0
        self.change += 1

    def _open(self, place: Place, missing: list[str], *, waits: bool) -> None:
        steps = self.steps[place]
        before = place, waits, sum(step.done for step in steps.values())
        for step in steps.values():
            step.done = step.name not in missing
        self.fault = None
        if before != (self.place, self.waits, sum(step.done for step in steps.values())):
            self.change += 1
        self.place, self.waits = place, waits

    def _move(self, step: Step, said: Said) -> None:
        if step.began is None:
            step.began = time.monotonic()
        step.part = said.get("part", 1.0)
        if "seconds" in said:
            step.seconds, step.done = said["seconds"], True
            self.change += 1

    def _all(self) -> list[Step]:
        return [step for steps in self.steps.values() for step in steps.values()]


def _overdue(step: Step) -> bool:
    return not step.done and step.name in _PACED and step.passed() > step.usual
