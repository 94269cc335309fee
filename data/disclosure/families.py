"""Which indicators have to be hidden together, because they count the same people or can be reckoned from each other."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Flow:
    """Counts by month that add up to quarters, half-years and years.

    `layers` hold each other, smallest first. `follow` are figures of the same people that are hidden in the same cells;
    `force` names counts whose small years hide the whole row of that year. `unit` is how much stands for one person.
    """

    layers: tuple[str, ...]
    follow: tuple[str, ...] = ()
    force: tuple[str, ...] = ()
    unit: int = 1


@dataclass(frozen=True)
class Yearly:
    """Counts of whole years. `count` says where the people of a figure stand: its ``numerator`` or its ``denominator``.

    `total` names an indicator that counts the same people, or more: where its year is hidden, these are.
    """

    layers: tuple[str, ...]
    follow: tuple[str, ...] = ()
    count: str = "numerator"
    total: str = ""


@dataclass(frozen=True)
class Shares:
    """Parts of one total by year: the parts, and what is left of the total, are hidden together.

    `standing` are counts of a day, which next year's tell of:
    a row that is hidden once is hidden in all years. `total` names the indicator that counts what the parts are parts of, or
    nearly: a share shows its total, so that it is hidden wherever that indicator's year is.
    """

    parts: tuple[str, ...]
    standing: bool = False
    total: str = ""


@dataclass(frozen=True)
class Stock:
    """A count of a day that arrivals and departures (`flows`) carry from month to month; `days` is what some of it stayed.

    A row that is small once, or of which a year of either flow is hidden, is hidden always. Others are hidden at the end of
    months, quarters and halves of which a flow is hidden. So whatever is shown of a stock follows from what is shown of its
    flows and from what there was at the beginning.
    """

    code: str
    flows: tuple[str, ...] = ()
    days: str = ""


Family = Flow | Yearly | Shares | Stock

_STAGES = ("spdp", "tahap1", "p21", "tahap2", "register", "putusan", "eksekusi")
# a family stands behind those that hold its total or carry it
FAMILIES: tuple[Family, ...] = (
    Flow(("jumlah_kasus", "tersangka"), follow=("kasus_narkoba",)),
    Flow(("ibm_klien",)),
    Flow(("rehab_baru",), follow=("hari_tunggu_rehab",)),
    Flow(("rehab_berakhir",)),
    Flow(("okupansi_inap",), unit=30),  # bed-days
    Flow(("tat_dilaksanakan",), follow=("hari_tat",), force=("hari_tat",)),
    *(Yearly((f"hari_ke_{stage}", f"perkara_{stage}")) for stage in _STAGES),
    Yearly(("perkara_lp",), total="jumlah_kasus"),  # the same cases as the police and the prosecutor count them
    Yearly(("orang_direhabilitasi",)),
    Shares(("masuk_sukarela", "masuk_tat", "masuk_putusan", "masuk_razia"), total="rehab_baru"),
    Shares(("tat_rehabilitasi", "tat_rehabilitasi_dan_proses", "tat_proses_hukum"), total="tat_dilaksanakan"),
    Shares(("retensi_12_bulan", "retensi_6_bulan", "retensi_3_bulan"), total="rehab_baru"),
    Shares(("kasus_tanpa_tempat",), total="jumlah_kasus"),
    Shares(("tersangka_anak",), total="tersangka"),
    Shares(("rehab_selesai",), total="rehab_berakhir"),
    Shares(("pascarehab",), total="rehab_selesai"),
    Shares(("putusan_rehabilitasi",), total="perkara_putusan"),
    Shares(("data_sepakat",)),
    Shares(("ibm_dinilai_ulang",), total="ibm_klien"),
    Yearly(
        ("whoqol_fisik",), follow=("whoqol_psikologis", "whoqol_sosial", "whoqol_lingkungan"), count="denominator",
        total="ibm_dinilai_ulang",
    ),
    Shares(("perkara_mandek",), standing=True),
    Stock("rehab_aktif", flows=("rehab_baru", "rehab_berakhir"), days="okupansi_inap"),
)  # fmt: skip


def members(family: Family) -> tuple[str, ...]:
    """Every indicator of a family."""
    match family:
        case Flow(layers, follow, force):
            return tuple(dict.fromkeys((*layers, *follow, *force)))
        case Yearly(layers, follow):
            return (*layers, *follow)
        case Shares(parts):
            return parts
        case Stock(code):
            return (code,)


def total_of(family: Family) -> str:
    """The indicator whose hidden years hide the family's; empty where there is none."""
    return family.total if isinstance(family, Yearly | Shares) else ""


def concerned(codes: set[str]) -> list[Family]:
    """Families one of whose indicators is among `codes`, and those that share a total or flows with them, in order."""
    reached = set(codes)
    while True:
        found = [family for family in FAMILIES if reached & _tied(family)]
        wide = reached.union(*map(_tied, found))
        if wide == reached:
            return found
        reached = wide


def linked(families: Iterable[Family]) -> list[list[Family]]:
    """Families in groups that share totals or flows, each group in order."""
    groups: list[list[Family]] = []
    for family in families:
        near = [group for group in groups if any(_tied(family) & _tied(other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), family])
    return groups


def _tied(family: Family) -> set[str]:
    """Its indicators, and those that count their total or carry them."""
    return {*members(family), total_of(family), *((*family.flows, family.days) if isinstance(family, Stock) else ())} - {""}
