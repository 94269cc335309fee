"""Progress of the load on the terminal of the person who started the app: bars, or a line per step."""

from contextlib import ExitStack

from rich.console import Console

from data.model.errors import Fault
from data.model.progress import Progress, bars
from data.ops.bootstrap import LABELS
from data.ops.worker import Place, Said

_PIECES = 1000
_HEADINGS = {"pratinjau": "Satu provinsi dahulu, untuk dilihat sekarang:", "utama": "Seluruhnya:"}


class Terminal:
    """Shows the messages of the process that loads, one store after the other."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._open = ExitStack()
        self._place: Place | None = None
        self._moves: dict[str, Progress] = {}
        self._waits = False
        self._last = ""

    def hear(self, said: Said) -> None:
        """Draw one message."""
        if said.get("waits"):
            if not self._waits:
                self._print("Proses lain sedang mengisi penyimpanan ini; menunggu.")
            self._waits = True
        elif "place" in said and (said["place"] != self._place or not self._moves) and said["missing"]:
            self.close()
            self._place = said["place"]
            self._print(_HEADINGS[self._place])
            opened = self._open.enter_context(bars(LABELS, self._console))
            self._moves = {name: opened(name) for name in said["missing"]}
        elif "step" in said and said["step"] in self._moves:
            ended = "seconds" in said
            self._moves[said["step"]](_PIECES if ended else min(int(said["part"] * _PIECES), _PIECES - 1), _PIECES)
        elif said.get("ready") and self._place is not None:
            self.close()
            if said["ready"] == "utama":
                self._print("Data siap.")

    def fail(self, fault: Fault) -> None:
        """Print a fault, once while it stays the same."""
        self.close()
        if str(fault) != self._last:
            self._last = str(fault)
            self._console.print(str(fault), style="bold red", soft_wrap=True, highlight=False, markup=False)

    def close(self) -> None:
        """End the bar that is drawn."""
        self._open.close()
        self._moves = {}

    def _print(self, words: str) -> None:
        self._console.print(words, highlight=False, markup=False, soft_wrap=True)
