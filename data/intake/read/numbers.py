"""Numbers as Indonesian spreadsheets write them: marks of thousands and decimals, per cent, footnotes, words for nothing."""

import re

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.intake.read.values import BadCell, Read

_UNIT = re.compile(r"(rp\.?|idr)?\s*([-+]?\d[\d.,\s]*?)\s*(,-|orang|jiwa|rupiah|hari|kegiatan|gram|gr|g)?", re.I)
_SAME = {"rp": "rupiah", "idr": "rupiah", "jiwa": "orang", "gr": "g", "gram": "g"}
_GROUPED = re.compile(r"[-+]?\d{1,3}(\s\d{3})+([.,]\d+)?")  # 1 029: spaces between thousands and nowhere else
_PER_CENT = re.compile(r"([-+]?\d[\d.,\s]*?)\s*(?:%|persen|per\s?cent)", re.I)
_FOOTNOTE = re.compile(r"(?<=\d)(\*{1,3}\)?|\s\*{1,3}\)?|\s?[¹²³⁰⁴-⁹]{1,2}\)?|\s[a-z0-9]{1,2}\))$", re.I)
_NOT_ONE = re.compile(
    r"^\s*([<>≤≥±~≈]|\+/-|kurang|lebih|sekitar|hampir|kira)|\d\s*(-|–|—|s/d|s\.?d\.?|sampai|hingga|atau)\s*\d|\d\s*\+\s*$", re.I
)
_ZERO = ("nihil", "nol")
_NOISE = 1e-9  # of the number: what a computer's own adding leaves over, far below what anybody counts


def decimal_style(texts: list[str]) -> str:
    """The decimal mark that a column shows beyond doubt: "koma", "titik", or "" where it shows none or both."""
    comma = any(re.fullmatch(r"-?[\d.]*\d,\d{1,2}|-?[\d.]*\d,\d{4,}|-?\d{1,3}(\.\d{3})+,\d+", text) for text in texts)
    point = any(re.fullmatch(r"-?[\d,]*\d\.\d{1,2}|-?[\d,]*\d\.\d{4,}|-?\d{1,3}(,\d{3})+\.\d+", text) for text in texts)
    return "" if comma == point else "koma" if comma else "titik"


def per_cent(text: str) -> bool:
    """Whether a text is a number of per cent, also that of a cell formatted so."""
    return bool(_PER_CENT.fullmatch(text.lstrip(NATIVE).strip()))


def read_integer(text: str, column: Column) -> Read:
    """A whole number. Raises `BadCell` for what is none, or more than one."""
    if text.strip().lower() in _ZERO:
        return _within(0, column, f"'{text.strip().lower()}' dibaca sebagai 0")
    if per_cent(text):
        raise BadCell("Ini persen, sedangkan kolom ini jumlah.", "Tulis jumlahnya, dan ubah format selnya menjadi angka biasa.")
    if text.startswith(NATIVE):
        return _native_integer(text[1:], column)
    bare, note = _bare_number(text, column)
    if re.fullmatch(r"[-+]?\d+", bare):
        value = int(bare)
    elif re.fullmatch(r"[-+]?[1-9]\d{0,2}(\.\d{3})+(,0+)?", bare):
        value, note = int(bare.split(",")[0].replace(".", "")), note or "titik dibaca sebagai pemisah ribuan"
    elif re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.0+)?", bare):
        value, note = int(bare.split(".")[0].replace(",", "")), note or "koma dibaca sebagai pemisah ribuan"
    elif re.fullmatch(r"[-+]?\d+[.,]0+", bare):
        value, note = int(re.split(r"[.,]", bare)[0]), note or "angka nol di belakang koma dihapus"
    else:
        raise BadCell("Perlu bilangan bulat.", "Tulis tanpa angka di belakang koma, misalnya 1.250 atau 1250.")
    return _within(value, column, note)


def _native_integer(text: str, column: Column) -> Read:
    if re.fullmatch(r"-?\d+", text):
        return _within(int(text), column)
    number = _native_number(text)
    if not number.is_integer() and abs(number - round(number)) <= min(_NOISE * abs(number), 1e-6):
        return _within(round(number), column, "sisa pecahan hitungan komputer dibuang")
    if number.is_integer():
        return _within(int(number), column)
    if re.fullmatch(r"\d{1,3}\.\d{3}", text):
        thousands = text.replace(".", "")
        raise BadCell(
            f"Sel angka ini bernilai {text.replace('.', ',')}; mungkin maksudnya {thousands}.",
            "Ketik tanpa titik bila maksudnya ribuan; kolom ini bilangan bulat.",
        )
    raise BadCell("Perlu bilangan bulat.", "Hapus angka di belakang koma, atau periksa satuannya.")


def read_decimal(text: str, column: Column, style: str) -> Read:
    """A decimal number in the unit of its column. Raises `BadCell` for one of two meanings, and per cent of another unit."""
    if per_cent(text):
        unit = column.unit["id"] if column.unit else ""
        if unit != "%" and not column.unit_of:
            raise BadCell(
                f"Ini persen, sedangkan kolom ini dalam {unit or 'satuan lain'}.", "Tulis angkanya dalam satuan kolom ini."
            )
        found = _PER_CENT.fullmatch(text.lstrip(NATIVE).strip())
        assert found is not None
        bare = (NATIVE if text.startswith(NATIVE) else "") + found[1]
        value = read_decimal(bare, column, style).value
        return Read(value, "sel berformat persen dibaca dalam persen" if text.startswith(NATIVE) else "tanda persen dibaca")
    if text.startswith(NATIVE):
        number = _native_number(text[1:])
        tidy = float(f"{number:.15g}")
        return _within(tidy, column, "sisa pecahan hitungan komputer dibuang" if tidy != number else "")
    if re.fullmatch(r"[-+]?\d+(\.\d+)?[eE][-+]?\d{1,3}", text):
        return _within(float(text), column)
    bare, note = _bare_number(text, column)
    if re.fullmatch(r"[-+]?\d+", bare):
        return _within(float(bare), column, note)
    readings = _readings(bare, column, style)
    if not readings:
        raise BadCell("Perlu angka.", "Tulis dengan koma desimal, misalnya 1.234,5.")
    if len(readings) == 2:
        raise BadCell(
            f"Dapat berarti {_written(readings[0][1])} atau {_written(readings[1][1])}.",
            "Tulis tanpa pemisah ribuan dan dengan koma desimal, atau ubah sel menjadi angka.",
        )
    comma = "koma dibaca sebagai tanda desimal" if readings[0][0] == "koma" and "," in bare else ""
    return _within(readings[0][1], column, note or comma)


def _readings(bare: str, column: Column, style: str) -> list[tuple[str, float]]:
    """What a text with marks may mean: 1.234 or 1,234 is two numbers; the column's own mark decides, then its range."""
    readings = []
    if re.fullmatch(r"[-+]?([1-9]\d{0,2}(\.\d{3})+|\d+)(,\d+)?", bare):
        readings.append(("koma", float(bare.replace(".", "").replace(",", "."))))
    if re.fullmatch(r"[-+]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d+)?", bare):
        readings.append(("titik", float(bare.replace(",", ""))))
    if len(readings) == 2:
        readings = [one for one in readings if one[0] == style] or readings
    if len(readings) == 2:
        inside = [
            one
            for one in readings
            if (column.min is None or one[1] >= column.min) and (column.max is None or one[1] <= column.max)
        ]
        readings = inside or readings
    return readings


def _native_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # the cell is a date in its file
        raise BadCell("Perlu angka.", "Ubah format sel ini menjadi angka, lalu periksa isinya.") from None


def _bare_number(text: str, column: Column) -> tuple[str, str]:
    """The digits and marks of a text without its unit, and a note on what was left out."""
    bare, note = text.strip().removeprefix("'"), ""
    if _NOT_ONE.search(bare) and not re.fullmatch(r"[\d.,\s]+,-", bare):
        raise BadCell("Ini bukan satu angka.", "Tulis satu angka; penjelasannya di kolom keterangan.")
    if mark := _FOOTNOTE.search(bare):
        bare, note = bare[: mark.start()], f"tanda catatan kaki {mark[0].strip()} dihapus"
    found = _UNIT.fullmatch(bare)
    if not found:
        raise BadCell("Perlu angka.", "Tulis angkanya saja, misalnya 1.250 atau 1250.")
    _check_unit(found[1], column)
    _check_unit(found[3], column)
    number = found[2]
    if re.search(r"\s", number):
        if not _GROUPED.fullmatch(number):
            raise BadCell("Angka ini terpotong spasi.", "Tulis angkanya tanpa spasi, misalnya 1250.")
        number, note = re.sub(r"\s", "", number), note or "spasi dibaca sebagai pemisah ribuan"
    return number, note


def _check_unit(said: str | None, column: Column) -> None:
    """Raises `BadCell` where a cell names another unit than its column has; a unit in the row's own column decides itself."""
    own = column.unit["id"].lower() if column.unit else ""
    if not said or said == ",-" or not own or "satuan" in own:
        return
    word = said.lower().rstrip(".")
    if _SAME.get(word, word) not in {_SAME.get(one, one) for one in re.findall(r"[a-z]+", own)}:
        raise BadCell(
            f"Satuan di sel ini '{said}', sedangkan kolom ini dalam {own}.", "Periksa kolomnya, lalu tulis angkanya saja."
        )


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
