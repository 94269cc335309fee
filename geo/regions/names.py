"""Names of regions in the form in which they are compared, and what the word before a name says of its kind."""

import re
import unicodedata

_WORDS = (
    "kabupaten", r"kab\.?", "kota administrasi", r"kota adm\.?", "kota", "kecamatan", r"kec\.", "distrik", "desa adat", "desa",
    "kelurahan", r"kel\.", "provinsi", r"prov\.",
)  # fmt: skip
_KINDS = re.compile(rf"^({'|'.join(_WORDS)})\s+")
# words for a kind, by level; the first that fits counts, so longer ones come first
_BY_LEVEL = {
    1: (
        (
            "provinsi",
            (
                "pemerintah provinsi", "pemprov", "provinsi daerah tingkat i", "propinsi daerah tingkat i", "provinsi dati i",
                "propinsi dati i", "daerah tingkat i", "dati i", "provinsi", "propinsi", "province", "prov", "prop",
            ),
        ),
    ),
    2: (
        (
            "kabupaten",
            (
                "pemerintah kabupaten", "pemkab", "kabupaten daerah tingkat ii", "kabupaten dati ii", "kab dati ii",
                "kabupaten administrasi", "kabupaten adm", "kab administrasi", "kab adm", "kabupaten", "kab",
            ),
        ),
        (
            "kota",
            (
                "pemerintah kota", "pemkot", "pemko", "kotamadya daerah tingkat ii", "kotamadya dati ii", "kodya dati ii",
                "kota administratif", "kotif", "kotip", "kota administrasi", "kota adm", "kotamadya", "kodya", "kota",
            ),
        ),
    ),
    3: (("kecamatan", ("kecamatan", "kec", "distrik", "district")),),
    4: (("desa_adat", ("desa adat",)), ("desa", ("desa", "ds")), ("kelurahan", ("kelurahan", "kel"))),
}  # fmt: skip


def _beginning(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(words).replace(" ", r"\.?\s*")
    return re.compile(rf"^(?:{either})(?:\.\s*|\s+)", re.I)


_SAYS = {level: tuple((kind, _beginning(words)) for kind, words in kinds) for level, kinds in _BY_LEVEL.items()}
_UNITS = {
    word: number for number, word in enumerate(
        ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"), start=1
    )
} | {"anam": 6}  # fmt: skip
_ROMAN = {
    word: number for number, word in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"), start=1
    )
}  # fmt: skip
_NUMERALS = {word: str(number) for word, number in (_UNITS | _ROMAN).items()}
_SHORT = {
    "kep": "kepulauan",
    "kepl": "kepulauan",
    "tj": "tanjung",
    "tjg": "tanjung",
    "gn": "gunung",
    "p": "pulau",
    "sei": "sungai",
    "tlk": "teluk",
    "bkt": "bukit",
    "ps": "pasar",
}
_INITIALS = re.compile(r"(?<![a-z0-9])(?:[a-z]\.)+[a-z](?![a-z0-9])")  # D.I.Y. and D.K.I.: else their I would be a 1
_TOKEN = re.compile(r"[a-z0-9]+")


def key(name: str) -> str:
    """A name for comparison: lower case, letters and digits only, without the word for its kind."""
    return re.sub(r"[^a-z0-9]", "", _KINDS.sub("", name.lower().strip()))


def plain(name: str) -> str:
    """A whole name for comparison: "Ilir Barat I", "ILIR BARAT SATU" and "Ilir Barat 1" are one, "Kep. Aru" is "Kepulauan Aru".

    No word for a kind is taken off: a kecamatan is called Kota Timur, a regency Kotabaru.
    """
    text = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name.lower())
    text = re.sub(r"(?<=\d)\s*x\s*(?=\d)", "x", text.replace("&", " dan ").replace("'", "").replace("’", ""))
    text = _INITIALS.sub(lambda letters: letters[0].replace(".", ""), text) if "." in text else text
    words = _TOKEN.findall(text)
    if "puluh" in words or "belas" in words:
        words = _counted(words)
    return "".join(_SHORT.get(word) or _NUMERALS.get(word) or word for word in words)


def _counted(words: list[str]) -> list[str]:
    """With numbers of several words in digits: dua puluh enam is 26, sembilan belas 19."""
    made: list[str] = []
    at = 0
    while at < len(words):
        first, after = _UNITS.get(words[at], 0), words[at + 1] if at + 1 < len(words) else ""
        if 0 < first < 10 and after == "belas":
            made.append(str(10 + first))
            at += 2
        elif 0 < first < 10 and after == "puluh":
            last = _UNITS.get(words[at + 2], 0) if at + 2 < len(words) else 0
            last = last if last < 10 else 0
            made.append(str(10 * first + last))
            at += 3 if last else 2
        else:
            made.append(words[at])
            at += 1
    return made


def kind_said(name: str, level: int) -> tuple[str, str]:
    """The kind of that level that the first word of a name says, and the rest; no kind and the whole name without one."""
    for kind, word in _SAYS.get(level, ()):
        if found := word.match(name):
            return kind, name[found.end() :]
    return "", name


def level_said(name: str) -> int:
    """The level whose word for a kind a name begins with; 0 without one."""
    return next((level for level in _SAYS if kind_said(name, level)[0]), 0)
