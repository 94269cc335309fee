"""Own numbers of agencies, and how they name another's case: with typing errors, without a number, in another kabupaten."""

import numpy as np
import pandas as pd

from data.ops.simulation.base import World

TYPING_ERROR, NO_NUMBER, OTHER_PLACE, OTHER_SPELLING = 0.02, 0.015, 0.004, 0.01
_OWN_GIVEN = 0.9
_QUOTE_OTHERS = ("Kejaksaan", "Pengadilan", "Pemasyarakatan")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def as_quoted(world: World, stages: pd.DataFrame) -> pd.DataFrame:
    """`stages` with ``agency_number``, and with LKN, LP and kabupaten/kota as prosecutors, courts and prisons write them.

    The truth keeps what each record is: ``nomor_perkara`` lists by agency the LKN behind every number that is written
    otherwise.
    """
    rng = world.rng("case_numbers")
    stages = stages.assign(agency_number=None)
    truth: dict[str, dict[str, str]] = {}
    counts = {"salah_ketik": 0, "tanpa_nomor": 0, "kabupaten_lain": 0, "ejaan_lain": 0}
    parts = [stages[~stages["agency"].isin(_QUOTE_OTHERS)].copy()]
    parts[0]["agency_number"] = _notices(parts[0])
    for agency in _QUOTE_OTHERS:
        rows = stages[stages["agency"] == agency]
        records = rows.groupby("case_key", sort=False).agg(place=("regency_code", "first"), day=("stage_date", "min"))
        records["own"] = _own(agency, records)
        written = pd.Series(records.index, index=records.index, dtype=object)
        way = rng.random(len(records))
        typed = way < TYPING_ERROR
        bare = (way >= TYPING_ERROR) & (way < TYPING_ERROR + NO_NUMBER)
        other = (way >= 0.5) & (way < 0.5 + OTHER_SPELLING)
        written[typed] = [_mistyped(rng, key) for key in written[typed]]
        written[bare] = [
            f"{agency} {place} {own}" for place, own in zip(records["place"][bare], records["own"][bare], strict=True)
        ]
        written[other] = [_spelled(rng, key) for key in written[other]]
        # a list with one number twice is refused: such an error was seen and mended
        again = typed & (written.duplicated(keep=False) | written.isin(records.index)).to_numpy()
        written[again] = written.index[again]
        place = records["place"].copy()
        moved = ~bare & (rng.random(len(records)) < OTHER_PLACE)
        place[moved] = _neighbours(place[moved], world)
        changed = written[written.to_numpy() != written.index.to_numpy()]
        truth[agency] = dict(zip(changed.to_numpy().tolist(), changed.index.tolist(), strict=True))
        counts["salah_ketik"] += int((typed & (written.to_numpy() != written.index.to_numpy())).sum())
        counts["tanpa_nomor"] += int(bare.sum())
        counts["ejaan_lain"] += int(other.sum())
        counts["kabupaten_lain"] += int((place != records["place"]).sum())
        at = rows["case_key"]
        given = (rng.random(len(rows)) < _OWN_GIVEN) | at.isin(records.index[bare])
        parts.append(
            rows.assign(
                agency_number=at.map(records["own"]).where(given, None), case_key=at.map(written), regency_code=at.map(place)
            )
        )
    world.truth["nomor_perkara"] = truth
    world.truth["salah_nomor"] = counts
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


def _notices(stages: pd.DataFrame) -> pd.Series:
    """Numbers of the notices (SPDP) that investigators send; other steps of theirs have none of their own."""
    notice = stages["stage"] == "spdp"
    serial = stages["case_key"].str.rsplit("/", n=1).str[-1].str.lstrip("0")
    month = pd.to_datetime(stages["stage_date"]).dt.month.map(dict(enumerate(_ROMAN, start=1)))
    year = pd.to_datetime(stages["stage_date"]).dt.year.astype(str)
    number = "SPDP/" + serial + "/" + month + "/" + year + "/" + stages["regency_code"]
    return number.where(notice, None)


def _own(agency: str, records: pd.DataFrame) -> pd.Series:
    """Numbers of an agency's own book: counted by kabupaten/kota and year, in the order of their days."""
    day = pd.to_datetime(records["day"])
    order = records.assign(year=day.dt.year).sort_values("day", kind="stable")
    serial = (order.groupby(["place", "year"]).cumcount() + 1).reindex(records.index).astype(str)
    year = day.dt.year.astype(str)
    match agency:
        case "Kejaksaan":
            return "PDM-" + serial + "/" + records["place"] + "/Enz/" + year
        case "Pengadilan":
            return serial + "/Pid.Sus/" + year + "/PN " + records["place"]
        case _:
            return "BI." + serial + "/" + year + "/" + records["place"]


def _mistyped(rng: np.random.Generator, key: str) -> str:
    """The number with two neighbours swapped, a digit changed, dropped or typed twice, in the part that counts cases."""
    head, _, tail = key.rpartition("/")
    at = int(rng.integers(len(tail)))
    match int(rng.integers(4)):
        case 0 if len(tail) > 1:
            at = min(at, len(tail) - 2)
            tail = tail[:at] + tail[at + 1] + tail[at] + tail[at + 2 :]
        case 1:
            tail = tail[:at] + str(int(rng.integers(10))) + tail[at + 1 :]
        case 2:
            tail = tail[:at] + tail[at + 1 :]
        case _:
            tail = tail[:at] + tail[at] + tail[at:]
    return f"{head}/{tail}"


def _spelled(rng: np.random.Generator, key: str) -> str:
    """The same number as another office would write it."""
    start, year, place, serial = key.split("/")
    short = serial.lstrip("0") or "0"
    return (
        f"{start.lower()}/{year}/{place}/{short}",
        f"{start} / {year} / {place} / {serial}",
        f"No. {'-'.join((start, year, place, short))}",
    )[int(rng.integers(3))]


def _neighbours(places: pd.Series, world: World) -> list[str]:
    """The next kabupaten/kota of the same province; the same where there is no other."""
    codes = world.regencies.index.to_series()
    following = codes.groupby(codes.str[:2]).transform(lambda one: np.roll(one.to_numpy(), -1))
    return places.map(following).tolist()
