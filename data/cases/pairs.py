"""Pairs of neighbouring agencies: which stages each reports, when one can expect the other to know a case, who mends what."""

from dataclasses import dataclass

from data.feeds import feeds

INVESTIGATORS = ("Polri", "BNN")
INVESTIGATOR, PROSECUTOR, COURT, PRISON = "Penyidik", "Kejaksaan", "Pengadilan", "Pemasyarakatan"
AGENCIES = {
    INVESTIGATOR: INVESTIGATORS, PROSECUTOR: (PROSECUTOR,), COURT: (COURT,), PRISON: (PRISON,),
}  # fmt: skip
STAGES = ("lp", "spdp", "tahap1", "p21", "tahap2", "register", "putusan", "eksekusi", "lapas_masuk")
# whose act a stage is: where two sides date it differently, the other one mends
ACT_OF = {
    "lp": INVESTIGATOR, "spdp": INVESTIGATOR, "tahap1": INVESTIGATOR, "p21": PROSECUTOR, "tahap2": PROSECUTOR,
    "register": COURT, "putusan": COURT, "eksekusi": PRISON, "lapas_masuk": PRISON,
}  # fmt: skip
WAIT_DAYS = 30  # what came within so many days before the last day of the data may still be under way
DUE_DAYS = 30  # to settle a difference


@dataclass(frozen=True)
class Pair:
    """Two neighbouring sides. The first of `handed` that the left side reports says when the right one got the case, `slow`
    days later at most; `taken` are the stages by which the right side begins, the first of them that it reports.
    """

    name: str
    left: str
    right: str
    handed: tuple[str, ...]
    taken: tuple[str, ...]
    slow: int = 0
    only_prison: bool = False  # the right side expects only those sentenced to prison


PAIRS = (
    Pair(
        "penyidik-kejaksaan",
        INVESTIGATOR,
        PROSECUTOR,
        handed=("spdp", "tahap1", "p21", "tahap2"),
        taken=("spdp", "tahap1", "p21", "tahap2", "putusan"),
    ),
    Pair(
        "kejaksaan-pengadilan",
        PROSECUTOR,
        COURT,
        handed=("register", "tahap2", "putusan"),
        taken=("register", "putusan"),
        slow=60,
    ),
    Pair(
        "pengadilan-pemasyarakatan",
        COURT,
        PRISON,
        handed=("eksekusi", "putusan"),
        taken=("eksekusi", "lapas_masuk"),
        slow=90,
        only_prison=True,
    ),
)
BY_NAME = {pair.name: pair for pair in PAIRS}


def agency_of(kind: str) -> str:
    """The agency of an office of this kind as stages name it; empty for others. `akses.agency_of_account()` decides."""
    codes = feeds()["tahap_perkara"].column("agency").codes
    return next((code.code for code in codes if kind and kind in code.words["id"]), "")


def concerns(pair: Pair, kind: str) -> bool:
    """Whether offices of this kind belong to one of the two sides."""
    return agency_of(kind) in (*AGENCIES[pair.left], *AGENCIES[pair.right])
