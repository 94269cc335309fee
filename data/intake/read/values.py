"""One cell at a time: text into a typed value, as Indonesian spreadsheets write it.

What is not certain is a fault, not a guess.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_month_names

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.model.period import Grain, Period

_MONTHS = {
    name.lower(): number
    for language in ("id", "en")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=language).items()
} | {"pebruari": 2, "peb": 2, "agt": 8, "ags": 8, "sept": 9, "nopember": 11, "nop": 11}  # as offices write them too
_EXCEL_EPOCH = date(1899, 12, 30)
_DASHES = ("-", "–", "—", "--", "n/a", "na", "nihil", "tidak ada", "#n/a", "null", "none")
_YES = ("ya", "y", "yes", "ada", "sudah", "true", "1", "v", "✓", "√", "x", "t")
_NO = ("tidak", "t", "no", "n", "tidak ada", "belum", "false", "0", "tdk")
_UNIT = re.compile(r"^\s*(?:rp\.?|idr)?\s*([-+]?[\d.,\s]+?)\s*(?:,-|orang|jiwa|rupiah|hari|kegiatan|%|gram|gr|g)?\s*$", re.I)


class BadCell(Exception):  # noqa: N818 - what a sender wrote, not a failure of ours
    """A cell that cannot be read: what was expected and what to do."""

    def __init__(self, expected: str, todo: str) -> None:
        super().__init__(expected)
        self.expected, self.todo = expected, todo


@dataclass(frozen=True)
class Read:
    """A value and a note on what was resolved in reading it, if anything."""

    value: object
    note: str = ""


Parse = Callable[[str], Read]


def parser(column: Column, today: date, *, style: str = "") -> Parse:
    """The function that reads one text of `column`. `style` is "koma" or "titik" where the column shows its decimal mark."""
    made: dict[str, Callable[[str], Read]] = {
        "text": lambda text: _text(text, column),
        "link": lambda text: _link(text, column),
        "integer": lambda text: _integer(text, column),
        "decimal": lambda text: _decimal(text, column, style),
        "date": lambda text: _date(text, column, today),
        "month": lambda text: _month(text, column, today),
        "year": lambda text: _year(text, column, today),
        "half_year": _half_year,
        "yes_no": lambda text: _yes_no(text, column),
        "code": _coder(column),
        "codes": _several(column),
    }
    return made[column.type]


def is_nothing(text: str) -> bool:
    """Whether a text is a dash or another sign for no value."""
    return text.lower() in _DASHES


def decimal_style(texts: list[str]) -> str:
    """The decimal mark that a column shows beyond doubt: "koma", "titik", or "" where it shows none or both."""
    comma = any(re.fullmatch(r"-?[\d.]*\d,\d{1,2}|-?[\d.]*\d,\d{4,}|-?\d{1,3}(\.\d{3})+,\d+", text) for text in texts)
    point = any(re.fullmatch(r"-?[\d,]*\d\.\d{1,2}|-?[\d,]*\d\.\d{4,}|-?\d{1,3}(,\d{3})+\.\d+", text) for text in texts)
    return "" if comma == point else "koma" if comma else "titik"


def _text(text: str, column: Column) -> Read:
    bare = re.sub(r"\s+", " ", text.lstrip(NATIVE))
    if len(bare) < column.least:
        raise BadCell(f"Perlu sedikitnya {column.least} huruf.", "Lengkapi isinya.")
    if len(bare) > column.longest:
        raise BadCell(f"Paling banyak {column.longest} huruf; ini {len(bare)}.", "Singkatkan isinya.")
    return Read(bare)


def _link(text: str, column: Column) -> Read:
    if not re.fullmatch(r"https?://[^\s<>\"']{3,}", text) or len(text) > column.longest:
        raise BadCell("Perlu alamat yang diawali http:// atau https://.", "Salin alamat bukti dari peramban.")
    return Read(text)


def _bare_number(text: str) -> str:
    found = _UNIT.match(text)
    if not found or not re.search(r"\d", text):
        raise BadCell("Perlu angka.", "Tulis angkanya saja, misalnya 1.250 atau 1250.")
    return re.sub(r"\s", "", found[1])


def _integer(text: str, column: Column) -> Read:
    if text.startswith(NATIVE):
        number = float(text[1:])
        if not number.is_integer():
            raise BadCell("Perlu bilangan bulat.", "Hapus angka di belakang koma, atau periksa satuannya.")
        return _within(int(text[1:]) if re.fullmatch(r"-?\d+", text[1:]) else int(number), column)
    bare, note = _bare_number(text), ""
    if re.fullmatch(r"[-+]?\d+", bare):
        value = int(bare)
    elif re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+(,0+)?", bare):
        value, note = int(bare.split(",")[0].replace(".", "")), "titik dibaca sebagai pemisah ribuan"
    elif re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.0+)?", bare):
        value, note = int(bare.split(".")[0].replace(",", "")), "koma dibaca sebagai pemisah ribuan"
    elif re.fullmatch(r"[-+]?\d+[.,]0+", bare):
        value, note = int(re.split(r"[.,]", bare)[0]), "angka nol di belakang koma dihapus"
    else:
        raise BadCell("Perlu bilangan bulat.", "Tulis tanpa angka di belakang koma, misalnya 1.250 atau 1250.")
    return _within(value, column, note)


def _within(value: float, column: Column, note: str = "") -> Read:
    if column.min is not None and value < column.min:
        raise BadCell(f"Paling kecil {_written(column.min)}.", "Periksa angka dan satuannya.")
    if column.max is not None and value > column.max:
        raise BadCell(f"Paling besar {_written(column.max)}.", "Periksa angka dan satuannya.")
    if column.type == "integer" and abs(value) > 9_000_000_000_000_000_000:
        raise BadCell("Angka ini terlalu besar.", "Periksa angka dan satuannya.")
    return Read(value, note)


def _written(number: float) -> str:
    text = f"{number:,.10f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _decimal(text: str, column: Column, style: str) -> Read:
    if text.startswith(NATIVE):
        return _within(float(text[1:]), column)
    if re.fullmatch(r"[-+]?\d+(\.\d+)?[eE][-+]?\d{1,3}", text):
        return _within(float(text), column)
    bare = _bare_number(text)
    if re.fullmatch(r"[-+]?\d+", bare):
        return _within(float(bare), column)
    as_comma = re.fullmatch(r"[-+]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", bare)
    as_point = re.fullmatch(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", bare)
    readings = []
    if as_comma:
        readings.append(("koma", float(bare.replace(".", "").replace(",", "."))))
    if as_point:
        readings.append(("titik", float(bare.replace(",", ""))))
    if len(readings) == 2:  # 1.234 or 1,234: the column's own mark decides, then the range of the column
        readings = [one for one in readings if one[0] == style] or readings
    if len(readings) == 2:
        inside = [
            one
            for one in readings
            if (column.min is None or one[1] >= column.min) and (column.max is None or one[1] <= column.max)
        ]
        readings = inside or readings
    if not readings:
        raise BadCell("Perlu angka.", "Tulis dengan koma desimal, misalnya 1.234,5.")
    if len(readings) == 2:
        raise BadCell(
            f"Dapat berarti {_written(readings[0][1])} atau {_written(readings[1][1])}.",
            "Tulis tanpa pemisah ribuan dan dengan koma desimal, atau ubah sel menjadi angka.",
        )
    note = "koma dibaca sebagai tanda desimal" if readings[0][0] == "koma" and "," in bare else ""
    return _within(readings[0][1], column, note)


def _date(text: str, column: Column, today: date) -> Read:
    read = _any_date(text)
    day = read.value
    assert isinstance(day, date)
    if column.min is not None and day.year < column.min:
        raise BadCell(f"Paling awal tahun {int(column.min)}.", "Periksa tahunnya.")
    if not column.future and day > today:
        raise BadCell("Tanggal ini belum terjadi.", "Periksa tahun dan bulannya.")
    if day.year > today.year + 100:
        raise BadCell("Tahun ini terlalu jauh.", "Periksa tahunnya.")
    return read


def _any_date(text: str) -> Read:
    how = "Tulis seperti 31/12/2025, 2025-12-31 atau 31 Desember 2025."
    if text.startswith(NATIVE):
        return _serial(text[1:], how)
    low = re.sub(r"^(senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)\s*,\s*", "", text.lower().strip())
    low = re.sub(r"[ t]00:00(:00)?(\.0+)?$", "", low)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", low):
        return Read(_day(int(found[1]), int(found[2]), int(found[3]), how))
    if found := re.fullmatch(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})", low):
        year = int(found[3])
        if year < 100:
            return Read(_day(2000 + year, int(found[2]), int(found[1]), how), "tahun dua angka dibaca sebagai 20xx")
        return Read(_day(year, int(found[2]), int(found[1]), how), "dibaca sebagai tanggal/bulan/tahun")
    if found := re.fullmatch(r"(\d{1,2})[\s./-]+([a-z]+)\.?[\s./-]+(\d{4})", low):
        if found[2] not in _MONTHS:
            raise BadCell("Nama bulannya tidak dikenal.", how)
        return Read(_day(int(found[3]), _MONTHS[found[2]], int(found[1]), how), "nama bulan dibaca")
    if re.fullmatch(r"\d{5}", low):
        return _serial(low, how)
    raise BadCell("Perlu tanggal.", how)


def _serial(text: str, how: str) -> Read:
    number = float(text)
    if not 18_000 <= number <= 80_000:  # 1949 to 2119
        raise BadCell("Perlu tanggal.", how)
    return Read(_EXCEL_EPOCH + timedelta(days=int(number)), "angka hari Excel dibaca sebagai tanggal")


def _day(year: int, month: int, day: int, how: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell("Tanggal ini tidak ada di kalender.", how) from None


def _month(text: str, column: Column, today: date) -> Read:
    how = "Tulis seperti 2025-03 atau Maret 2025."
    low = text.lower().strip().lstrip(NATIVE)
    note = ""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", low):
        day = _day(int(found[1]), int(found[2]), 1, how)
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", low):
        day = _day(int(found[2]), int(found[1]), 1, how)
    elif (found := re.fullmatch(r"([a-z]+)\.?[\s./-]+(\d{4})", low)) and found[1] in _MONTHS:
        day, note = date(int(found[2]), _MONTHS[found[1]], 1), "nama bulan dibaca"
    else:
        try:
            whole = _any_date(text).value
        except BadCell:
            raise BadCell("Perlu bulan.", how) from None
        assert isinstance(whole, date)
        day, note = whole.replace(day=1), "" if whole.day == 1 else "hari dihapus, bulan dipakai"
    if day.year < 2000 or day > today:
        raise BadCell("Bulan ini di luar jangkauan.", "Periksa tahun dan bulannya.")
    return Read(day, note)


def _year(text: str, column: Column, today: date) -> Read:
    found = re.fullmatch(r"(?:tahun\s*|t\.?a\.?\s*)?((?:19|20)\d{2})(?:[.,]0+)?", text.lower().lstrip(NATIVE).strip())
    if not found:
        raise BadCell("Perlu tahun, misalnya 2025.", "Tulis empat angka.")
    year = int(found[1])
    least = int(column.min) if column.min is not None else 2000
    last = today.year + (50 if column.future else 1)
    if not least <= year <= last:
        raise BadCell(f"Tahun {least} sampai {last}.", "Periksa tahunnya.")
    return Read(year)


def _half_year(text: str) -> Read:
    low = text.lower().lstrip(NATIVE).strip()
    if found := re.fullmatch(r"(20\d{2})[\s/-]*b\s*-?\s*(06|12|6)", low):
        return Read(_half(found[1], int(found[2])))
    if found := re.fullmatch(r"b\s*-?\s*(06|12|6)[\s/-]*(20\d{2})", low):
        return Read(_half(found[2], int(found[1])), "urutan dibalik")
    if found := re.fullmatch(r"semester\s*(1|2|i|ii)[\s/,-]*(?:tahun\s*)?(20\d{2})", low):
        return Read(_half(found[2], 6 if found[1] in ("1", "i") else 12), "semester dibaca sebagai B06/B12")
    raise BadCell("Perlu periode B06 atau B12.", "Tulis seperti 2025-B06.")


def _half(year: str, month: int) -> str:
    return str(Period.of(date(int(year), month, 1), Grain.HALF))


def _yes_no(text: str, column: Column) -> Read:
    low = text.lower().lstrip(NATIVE).strip()
    if low in _YES and low in _NO:
        raise BadCell("'T' dapat berarti ya (true) atau tidak.", "Tulis ya atau tidak.")
    if low in _YES:
        return Read(True, "" if low == "ya" else f"'{low}' dibaca sebagai ya")
    if low in _NO:
        return Read(False, "" if low == "tidak" else f"'{low}' dibaca sebagai tidak")
    raise BadCell("Perlu ya atau tidak.", "Tulis ya atau tidak.")


def _coder(column: Column) -> Parse:
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


def _several(column: Column) -> Parse:
    one = _coder(column)

    def read(text: str) -> Read:
        parts = [part.strip() for part in re.split(r"[;,|\n]", text) if part.strip()]
        if text.startswith("["):
            parts = [str(part) for part in _json_list(text)]
        found = [str(one(part).value) for part in parts]
        return Read("{" + ",".join(dict.fromkeys(found)) + "}")

    return read


def list_item(column: Column, today: date) -> Parse:
    """Reads one item of a list column, ``sabu/12,5/g``, into a JSON object text with the fields in their order."""
    readers = [(field, parser(field, today, style="koma")) for field in column.fields]
    shape = "/".join(field.label["id"] for field in column.fields)

    def read(text: str) -> Read:
        parts = [part.strip() for part in text.split("/")]
        if len(parts) != len(readers):
            raise BadCell(f"Perlu {shape}.", f"Tulis seperti {column.example}.")
        made: dict[str, object] = {}
        for (field, reader), part in zip(readers, parts, strict=True):
            made[field.name] = _field(field, reader, part)
        return Read(json.dumps(made, separators=(",", ":")))

    return read


def json_list(column: Column, today: date) -> Parse:
    """Reads a whole list that came as JSON, an array of objects."""
    readers = {field.name: (field, parser(field, today, style="titik")) for field in column.fields}

    def read(text: str) -> Read:
        made = []
        for item in _json_list(text):
            if not isinstance(item, dict) or set(item) - set(readers):
                raise BadCell(f"Perlu daftar objek dengan {', '.join(readers)}.", "Lihat skema API.")
            made.append(
                {
                    name: _field(field, reader, "" if item.get(name) is None else _native(item[name]))
                    for name, (field, reader) in readers.items()
                }
            )
        return Read(json.dumps(made, separators=(",", ":")))

    return read


def _native(value: object) -> str:
    return f"{NATIVE}{value}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _field(field: Column, reader: Parse, part: str) -> object:
    if not part or is_nothing(part):
        if field.required:
            raise BadCell(f"{field.label['id'].capitalize()} kosong.", "Lengkapi bagian itu.")
        return None
    try:
        return reader(part).value
    except BadCell as bad:
        raise BadCell(f"{field.label['id'].capitalize()} '{part.lstrip(NATIVE)}': {bad.expected}", bad.todo) from None


def _json_list(text: str) -> list[object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise BadCell("Perlu daftar JSON.", "Lihat skema API.")
    return found
