"""The way through treatment: how people came, which service, how it ended, and what followed."""

from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.rehab.headcount import Count, Total, total_of
from dashboard.words.texts import text

STAGES = ("masuk", "layanan", "hasil", "lanjut")
_ORDER = {
    "masuk": ("sukarela", "lapor_diri", "tat", "putusan", "razia"),
    "layanan": ("rawat_inap", "rawat_jalan"),
    "hasil": ("selesai", "berjalan", "putus", "dirujuk", "meninggal"),
    "lanjut": ("pascarehab", "belum_90_hari", "tanpa_pascarehab"),
}
LOST = ("hasil.putus", "lanjut.tanpa_pascarehab")  # where people are lost to treatment


@dataclass(frozen=True)
class Flow:
    """Stays that went from one place of the way to another; both as ``stage.code``."""

    start: str
    end: str
    count: Count


def flows_of(rows: pd.DataFrame) -> list[Flow]:
    """The flows among rows of `queries.breakdown`, in the order of the way."""
    found = [
        Flow(str(a), str(b), Count(None if pd.isna(amount) else float(amount)))
        for a, b, amount in rows.loc[rows["subject"] == "alur", ["a", "b", "amount"]].itertuples(index=False)
    ]
    return sorted(found, key=lambda flow: (place_in_order(flow.start), place_in_order(flow.end)))


def place_in_order(node: str) -> tuple[int, int]:
    """Stage and place of a node, for sorting; what is not known by name comes last."""
    stage, _, code = node.partition(".")
    known = _ORDER.get(stage, ())
    return (STAGES.index(stage) if stage in STAGES else len(STAGES), known.index(code) if code in known else len(known))


def nodes_of(flows: list[Flow]) -> list[str]:
    """The places that flows touch, in the order of the way."""
    return sorted({node for flow in flows for node in (flow.start, flow.end)}, key=place_in_order)


def passed(flows: list[Flow], node: str) -> Total:
    """How many stays reached a node, from the published parts."""
    into = [flow.count for flow in flows if flow.end == node]
    return total_of(into or [flow.count for flow in flows if flow.start == node])


def lost_words(flows: list[Flow]) -> str:
    """How many were lost to treatment, in a sentence."""
    started = total_of(flow.count for flow in flows if flow.end.startswith("layanan."))
    dropped, no_care = (passed(flows, node).words for node in LOST)
    return text("treated.way_lost", lost=dropped, started=started.words, no_care=no_care)


def path_table(flows: list[Flow]) -> pd.DataFrame:
    """The flows as rows."""
    heads = [text(f"treated.{name}") for name in ("way_from", "way_to", "way_count")]
    return pd.DataFrame([(node_words(one.start), node_words(one.end), one.count.value) for one in flows], columns=heads)


def node_words(node: str) -> str:
    """A node as written."""
    stage, _, code = node.partition(".")
    return text(f"treated_node.{stage}_{code}")
