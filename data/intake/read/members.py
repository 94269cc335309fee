"""What one header may mean in a sheet that puts months, years or words of a code list side by side."""

import re

from data.feeds import Contract
from data.intake.read.cells import NATIVE
from data.intake.read.dates import MONTHS
from data.intake.read.heading import key, spelled_out, words_of_column
from data.intake.read.values import NUMBERS
from data.model.period import spelled

MONTH, YEAR, HALF, MEASURE = "#bulan", "#tahun", "#semester", "#angka"
PERIODS = {"month": (MONTH, YEAR), "year": (YEAR,), "half_year": (HALF, YEAR)}
TOTALS = (
    "jumlah",
    "jml",
    "total",
    "jumlahtotal",
    "totaljumlah",
    "grandtotal",
    "subtotal",
    "jumlahseluruhnya",
    "totalseluruhnya",
)
_TOTAL = re.compile(r"^\W*(?:(?:grand|sub)\W*)?(?:jumlah|jml|total)\b", re.I)
_PART_OF_YEAR = re.compile(r"^(?:(tw|triwulan|tri wulan|kuartal|q)|(semester|smt|smstr|sem))\W*(iv|i{1,3}|[1-4])$", re.I)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_NAMED = ("bulan", "bln", "month", "bulanke")


def meanings(text: str, contract: Contract, caption: str = "") -> dict[str, str]:
    """What a header may mean, by dimension: a month (03 or 2025-03), a year, a half year, a code by its column, a
    column of numbers.

    `caption` is what stands over it: numbers are months under *Bulan* only.
    """
    bare = text.lstrip(NATIVE).strip().rstrip("*").strip()
    low, found = bare.lower(), {}
    dimensions = PERIODS.get(contract.column(contract.period_from).type, ()) if contract.period_from else ()
    if MONTH in dimensions and (month := _month(low, key(caption) in _MONTH_NAMED)):
        found[MONTH] = month
    if YEAR in dimensions and (year := re.fullmatch(r"(?:(?:tahun|thn|th)\.?\s*)?((?:19|20)\d{2})", low)):
        found[YEAR] = year[1]
    if HALF in dimensions and (half := _half(low)):
        found[HALF] = half
    name = spelled_out(bare)
    for column in contract.columns:
        if column.type == "code":
            for code in column.codes:
                words = (code.code, *code.words["id"], *code.words["en"])
                if any(key(word) == key(bare) != "" or word.lower() == low for word in words):
                    found[column.name] = code.code
        elif column.type in NUMBERS and name and name in {key(word) for word in words_of_column(column)}:
            found[MEASURE] = column.name
    return found


def months_summed(text: str) -> tuple[str, ...]:
    """The months, as 01 to 12, whose sum a header between months is: a quarter or a half year. Empty for another one."""
    found = _PART_OF_YEAR.match(text.lstrip(NATIVE).strip())
    if not found:
        return ()
    number = _ROMAN.get(found[3].lower()) or int(found[3])
    long = 3 if found[1] else 6
    if number * long > 12:
        return ()
    return tuple(f"{month:02d}" for month in range((number - 1) * long + 1, number * long + 1))


def names_a_total(text: str) -> bool:
    """Whether a header begins as a total does; it may be a column of numbers all the same, as *Jumlah orang*."""
    return bool(_TOTAL.match(text.lstrip(NATIVE))) or bool(months_summed(text))


def _month(low: str, numbered: bool) -> str:
    bare = re.sub(r"^(?:bulan|bln)\.?\s+", "", low)
    if found := re.fullmatch(r"([a-z]+)\.?(?:[\s./'’-]*((?:19|20)\d{2}))?", bare):
        month = MONTHS.get(found[1])
        return "" if month is None else f"{found[2]}-{month:02d}" if found[2] else f"{month:02d}"
    if found := re.fullmatch(r"((?:19|20)\d{2})-(0[1-9]|1[0-2])(?:-01)?", bare):
        return f"{found[1]}-{found[2]}"
    if found := re.fullmatch(r"(0?[1-9]|1[0-2])[/.-]((?:19|20)\d{2})", bare):
        return f"{found[2]}-{int(found[1]):02d}"
    if numbered and re.fullmatch(r"0?[1-9]|1[0-2]", bare):
        return f"{int(bare):02d}"
    return ""


def _half(low: str) -> str:
    if found := re.fullmatch(r"(?:((?:19|20)\d{2})\W*)?b\W*(06|6|12)(?:\W*((?:19|20)\d{2}))?", low):
        year, half = found[1] or found[3], f"B{int(found[2]):02d}"
    elif found := re.fullmatch(r"(?:semester|smt|sem)\W*(ii|i|1|2)(?:\W+((?:19|20)\d{2}))?", low):
        year, half = found[2], "B06" if found[1] in ("i", "1") else "B12"
    else:
        return ""
    return spelled(year or "", half)
