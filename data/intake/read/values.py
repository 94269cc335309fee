"""One cell at a time: text into a typed value. What is not certain is a fault, not a guess.

`numbers` and `dates` read those; `parsers` puts all together.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.intake.read.faults import Offer
from data.intake.read.formats import STRUCK
from data.model.clock import ZONE

NUMBERS = ("integer", "decimal")
_DASHES = ("-", "–", "—", "--", "n/a", "na", "null", "none")
_ABSENT = (*_DASHES, "nihil", "tidak ada")  # in a number they may mean 0, in a yes or no they mean no
_YES = ("ya", "y", "yes", "ada", "sudah", "true", "1", "v", "✓", "√", "t")
_NO = ("tidak", "t", "no", "n", "tidak ada", "nihil", "belum", "false", "0", "tdk")
_CROSS = ("x", "✗", "✘", "×")
# of Excel in English and Indonesian, of LibreOffice; in a column of free text only these, for it may begin with a sign
_ERROR = re.compile(
    r"#(n/?a|t/a|ref!?|value!?|nilai!?|div/0!?|bagi/0!?|num!?|angka!?|name\??|nama\??|null!?|nol!?|spill!|calc!|field!|blocked!|"
    r"connect!|busy!|unknown!|getting_data)|(err|galat):\d{3}",
    re.I,
)
_LIKE_AN_ERROR = re.compile(r"#[a-z][a-z0-9/_]*[!?]?|#{3,}", re.I)


class BadCell(Exception):  # noqa: N818 - what a sender wrote, not a failure of ours
    """A cell that cannot be read: what was expected, what to do, and what may be answered instead."""

    def __init__(self, expected: str, todo: str, offers: tuple[Offer, ...] = ()) -> None:
        super().__init__(expected)
        self.expected, self.todo, self.offers = expected, todo, offers


@dataclass(frozen=True)
class Read:
    """A value and a note on what was resolved in reading it, if anything."""

    value: object
    note: str = ""


Parse = Callable[[str], Read]


@dataclass(frozen=True)
class Manner:
    """What a whole column, its sender and the sender's answers say about a cell.

    `style` is "koma" or "titik" where the column shows its decimal mark; `zones` are those of the sender's regions; `cross` is
    what an x means, if that was answered.
    """

    style: str = ""
    zones: tuple[ZoneInfo, ...] = field(default=(ZONE,))
    cross: bool | None = None


def is_nothing(text: str, kind: str = "") -> bool:
    """Whether a text is a dash or another sign for no value in a column of type `kind`."""
    return text.strip().lower() in (_DASHES if kind in (*NUMBERS, "yes_no") else _ABSENT)


def like_an_error(text: str, *, free: bool = False) -> bool:
    """Whether a text is the error of a formula; in a `free` text only one that is known."""
    bare = text.lstrip(NATIVE).strip()
    if not bare or bare[0] not in "#eEgG":
        return False
    return bool(_ERROR.fullmatch(bare) or (not free and _LIKE_AN_ERROR.fullmatch(bare)))


def check_error(text: str, column: Column) -> None:
    """Raises `BadCell` for a number struck out, and for the error of a formula, pasted as text or not: it is never empty."""
    if text.startswith(STRUCK.before):
        raise BadCell("Sel ini dicoret.", "Kosongkan selnya bila tidak berlaku, atau hapus coretannya bila berlaku.")
    if like_an_error(text, free=column.type in ("text", "link", "list", "token")):
        raise BadCell(
            "Sel ini berisi galat lembar kerja, bukan nilai.",
            "Perbaiki rumusnya, atau kosongkan selnya bila memang tidak ada nilainya.",
        )


def read_text(text: str, column: Column) -> Read:
    """Text, its spaces as one. Raises `BadCell` for one too short or long."""
    bare = re.sub(r"\s+", " ", text.lstrip(NATIVE))
    if len(bare) < column.least:
        raise BadCell(f"Perlu sedikitnya {column.least} huruf.", "Lengkapi isinya.")
    if len(bare) > column.longest:
        raise BadCell(f"Paling banyak {column.longest} huruf; ini {len(bare)}.", "Singkatkan isinya.")
    return Read(bare)


def read_link(text: str, column: Column) -> Read:
    """An address of evidence."""
    if not re.fullmatch(r"https?://[^\s<>\"']{3,}", text) or len(text) > column.longest:
        raise BadCell("Perlu alamat yang diawali http:// atau https://.", "Salin alamat bukti dari peramban.")
    return Read(text)


def read_yes_no(text: str, cross: bool | None) -> Read:
    """Yes or no. A cross alone or beside a tick is either, by the form: the sender says which."""
    low = text.lower().lstrip(NATIVE).strip()
    if low in _CROSS:
        if cross is None:
            raise BadCell(
                f"'{low}' dapat berarti ya atau tidak.",
                "Tulis ya atau tidak, atau jawab sekali untuk seluruh berkas apa arti tanda silang.",
                (
                    Offer("silang", "tidak", "Tanda silang (x) di kolom ya/tidak berarti tidak."),
                    Offer("silang", "ya", "Tanda silang (x) di kolom ya/tidak berarti ya."),
                ),
            )
        return Read(cross, f"'{low}' dibaca sebagai {'ya' if cross else 'tidak'}, sesuai jawaban pengirim")
    if low in _YES and low in _NO:
        raise BadCell("'T' dapat berarti ya (true) atau tidak.", "Tulis ya atau tidak.")
    if low in _YES:
        return Read(True, "" if low == "ya" else f"'{low}' dibaca sebagai ya")
    if low in _NO:
        return Read(False, "" if low == "tidak" else f"'{low}' dibaca sebagai tidak")
    raise BadCell("Perlu ya atau tidak.", "Tulis ya atau tidak.")


def coder(column: Column) -> Parse:
    """Reads a code by any word for it."""
    words: dict[str, str] = {}
    twice: set[str] = set()
    for code in column.codes:
        for word in (code.code, *code.words["id"], *code.words["en"]):
            if words.setdefault(_word(word), code.code) != code.code:
                twice.add(_word(word))
    labels = ", ".join(code.code for code in column.codes)

    def read(text: str) -> Read:
        bare = text.lstrip(NATIVE)
        word = _word(bare)
        if word in words and word not in twice:
            code = words[word]
            return Read(code, "" if bare == code else "kata dibaca sebagai kodenya")
        raise BadCell(f"Pilihannya: {labels}.", "Pilih dari daftar.")

    return read


def _word(text: str) -> str:
    # signs that distinguish codes stay: <18, 55+
    return re.sub(r"[^a-z0-9<>+=]", "", text.lower())


def several(column: Column, listed: Callable[[str], list[object]]) -> Parse:
    """Reads codes with commas or semicolons between; `listed` reads a JSON list."""
    one = coder(column)

    def read(text: str) -> Read:
        parts = [part.strip() for part in re.split(r"[;,|\n]", text) if part.strip()]
        if text.startswith("["):
            parts = [str(part) for part in listed(text)]
        found = [str(one(part).value) for part in parts]
        return Read("{" + ",".join(dict.fromkeys(found)) + "}")

    return read
