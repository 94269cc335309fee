"""Days, months, years and half years as offices, survey tools and spreadsheets write them."""

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.intake.read.values import BadCell, Read
from data.model.period import Grain, Period

MONTH_NAMES = get_month_names("wide", locale="id")
FULL_MONTHS = {
    name.lower(): number for language in ("id", "en") for number, name in get_month_names("wide", locale=language).items()
} | {"pebruari": 2, "nopember": 11}
# as offices write them too
_SHORT = {"peb": 2, "pebr": 2, "febr": 2, "mrt": 3, "agt": 8, "ags": 8, "agst": 8, "sept": 9, "nop": 11, "nov": 11}
MONTHS = (
    FULL_MONTHS
    | {
        name.lower(): number
        for language in ("id", "en")
        for number, name in get_month_names("abbreviated", locale=language).items()
    }
    | _SHORT
)
_EXCEL_EPOCH = date(1899, 12, 30)
_HOW = "Tulis seperti 31/12/2025, 2025-12-31 atau 31 Desember 2025."
_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\s*,\s*")
_TIME = re.compile(
    r"(?:\s+|(?<=\d)t)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(z|utc|[-+]\d{2}:?\d{2}|wib|wita|wit)?$"
)
_RANGE = re.compile(r"^\d{1,2}(\s+[a-z]+)?(\s+\d{4})?\s*(-|–|—|s/d|s\.?\s?d\.?|sampai|hingga|&|dan)\s*\d{1,2}\s*[a-z/.\s]")
_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def is_month(text: str) -> bool:
    """Whether a text is the name of a month and nothing else."""
    return text.strip().lower().rstrip(".") in MONTHS


def read_date(text: str, column: Column, today: date, zones: tuple[ZoneInfo, ...]) -> Read:
    """A day that has come, unless the column allows later ones."""
    read = _any_date(text, zones)
    day = read.value
    assert isinstance(day, date)
    if column.min is not None and day.year < column.min:
        raise BadCell(f"Paling awal tahun {int(column.min)}.", "Periksa tahunnya.")
    if not column.future and day > today:
        raise BadCell("Tanggal ini belum terjadi.", "Periksa tahun dan bulannya.")
    if day.year > today.year + 100:
        raise BadCell("Tahun ini terlalu jauh.", "Periksa tahunnya.")
    return read


def _any_date(text: str, zones: tuple[ZoneInfo, ...]) -> Read:
    native = text.startswith(NATIVE)
    low = text.lstrip(NATIVE).lower().translate(str.maketrans("’‘`´", "''''")).strip()
    if native and re.fullmatch(r"-?\d+(\.\d+)?", low):
        return _number(low)
    low = _WEEKDAY.sub("", low)
    moment = _TIME.search(low)
    if moment is None:
        return _plain(low)
    read = _plain(low[: moment.start()])
    day = read.value
    assert isinstance(day, date)
    hour, minute, second = int(moment[1]), int(moment[2]), int(moment[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise BadCell("Jamnya tidak ada.", _HOW)
    if (moment[4] or "wib") in ("wib", "wita", "wit"):
        return read if not (hour or minute or second) else Read(day, "jam dihapus, tanggal dipakai")
    return _day_there(datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_offset(moment[4])), zones)


def _offset(text: str) -> timezone:
    if text in ("z", "utc"):
        return timezone.utc  # noqa: UP017 - one type for both
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise BadCell("Zona waktunya tidak ada.", _HOW)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _day_there(moment: datetime, zones: tuple[ZoneInfo, ...]) -> Read:
    """The day of a moment where the sender is; a fault where its zones have different days then."""
    days = {moment.astimezone(zone).date() for zone in zones}
    words = "/".join(_NAMES.get(zone.key, zone.key) for zone in zones)
    if len(days) > 1:
        raise BadCell(f"Pada jam ini tanggalnya berbeda di {words}.", "Tulis tanggal setempat tanpa jam, misalnya 2025-12-31.")
    return Read(days.pop(), f"jam dan zona waktu dihapus, tanggal menurut {words}")


def _number(low: str) -> Read:
    """A number cell in a column of dates: days of Excel, or year, month and day in one."""
    return _compact(low) if re.fullmatch(r"(19|20)\d{6}", low) else _serial(low)


def _compact(low: str) -> Read:
    return Read(_day(int(low[:4]), int(low[4:6]), int(low[6:])), "delapan angka dibaca sebagai tahun, bulan, tanggal")


def _plain(low: str) -> Read:
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", low):
        return Read(_day(int(found[1]), int(found[2]), int(found[3])))
    if found := re.fullmatch(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*([-/.])\s*(\d{4}|\d{2})", low):
        if found[2] != found[4]:  # 1-3/2025 may be three months, 12/5-2025 anything
            raise BadCell("Ini dapat berarti rentang, bukan satu tanggal.", _HOW)
        year = int(found[5])
        if len(found[5]) == 2:
            return Read(_day(2000 + year, int(found[3]), int(found[1])), "tahun dua angka dibaca sebagai 20xx")
        return Read(_day(year, int(found[3]), int(found[1])), "dibaca sebagai tanggal/bulan/tahun")
    if found := re.fullmatch(r"(\d{1,2})[\s./-]+([a-z]+)\.?[\s./-]+(\d{4}|\d{2})", low):
        if found[2] not in MONTHS:
            raise BadCell("Nama bulannya tidak dikenal.", _HOW)
        day = _day(int(found[3]) % 2000 + 2000 if len(found[3]) == 2 else int(found[3]), MONTHS[found[2]], int(found[1]))
        return Read(day, "nama bulan dibaca" if len(found[3]) == 4 else "tahun dua angka dibaca sebagai 20xx")
    if re.fullmatch(r"(19|20)\d{6}", low):
        return _compact(low)
    if re.fullmatch(r"\d{5}", low):
        return _serial(low)
    if _RANGE.match(low):
        raise BadCell("Ini rentang tanggal, bukan satu tanggal.", "Tulis satu tanggal, misalnya hari pertamanya: 31/12/2025.")
    raise BadCell("Perlu tanggal.", _HOW)


def _serial(text: str) -> Read:
    number = float(text)
    if not 18_000 <= number <= 80_000:  # 1949 to 2119
        raise BadCell("Perlu tanggal.", _HOW)
    return Read(_EXCEL_EPOCH + timedelta(days=int(number)), "angka hari Excel dibaca sebagai tanggal")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell("Tanggal ini tidak ada di kalender.", _HOW) from None


def read_month(text: str, today: date, zones: tuple[ZoneInfo, ...]) -> Read:
    """The first day of a month that has begun."""
    how = "Tulis seperti 2025-03 atau Maret 2025."
    low = text.lower().strip().lstrip(NATIVE)
    note = ""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", low):
        day = _day(int(found[1]), int(found[2]), 1)
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", low):
        day = _day(int(found[2]), int(found[1]), 1)
    elif (found := re.fullmatch(r"([a-z]+)\.?[\s./-]+(\d{4})", low)) and found[1] in MONTHS:
        day, note = date(int(found[2]), MONTHS[found[1]], 1), "nama bulan dibaca"
    else:
        try:
            whole = _any_date(text, zones).value
        except BadCell:
            raise BadCell("Perlu bulan.", how) from None
        assert isinstance(whole, date)
        day, note = whole.replace(day=1), "" if whole.day == 1 else "hari dihapus, bulan dipakai"
    if day.year < 2000 or day > today:
        raise BadCell("Bulan ini di luar jangkauan.", "Periksa tahun dan bulannya.")
    return Read(day, note)


def read_year(text: str, column: Column, today: date) -> Read:
    """A year of four digits."""
    found = re.fullmatch(r"(?:tahun\s*|t\.?a\.?\s*)?((?:19|20)\d{2})(?:[.,]0+)?", text.lower().lstrip(NATIVE).strip())
    if not found:
        raise BadCell("Perlu tahun, misalnya 2025.", "Tulis empat angka.")
    year = int(found[1])
    least = int(column.min) if column.min is not None else 2000
    last = today.year + (50 if column.future else 1)
    if not least <= year <= last:
        raise BadCell(f"Tahun {least} sampai {last}.", "Periksa tahunnya.")
    return Read(year)


def read_half_year(text: str) -> Read:
    """A half year as B06 or B12."""
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
