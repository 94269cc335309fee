"""Tables of the page about data, in the reader's language."""

import json

import pandas as pd

from dashboard import runtime
from dashboard.texts import pick, text
from data import queries
from data.access.token import Scope
from data.indicators import indicator
from geo import reference

_STATUS = {1: "ada", 2: "tidak_dilaporkan", 3: "tidak_diukur", 4: "tidak_berlaku", 5: "disembunyikan"}


def source_table(scope: Scope) -> pd.DataFrame:
    """Every source with its publisher, date, licence and rows."""
    frame = queries.sources(runtime.store(), scope)
    frame["kind"] = frame["kind"].map(lambda kind: text(f"kind.{kind}"))
    columns = ("title", "publisher", "kind", "as_of", "row_count", "licence", "note")
    return frame[list(columns)].rename(columns={name: text(f"source.{name}") for name in columns})


def completeness_table(scope: Scope, level: int) -> pd.DataFrame:
    """Regions by indicator, period and kind of answer."""
    frame = queries.completeness(runtime.store(), scope, level)
    frame["indicator"] = frame["indicator"].map(lambda code: pick(indicator(code).name))
    frame["status"] = frame["status"].map(lambda status: text(f"nothing.{_STATUS[status]}"))
    wide = frame.pivot_table(index=["indicator", "period"], columns="status", values="regions", fill_value=0, aggfunc="sum")
    names = {"indicator": text("export.indicator"), "period": text("export.period")}
    return wide.reset_index().rename_axis(columns=None).rename(columns=names)


def placement_table(scope: Scope) -> pd.DataFrame:
    """How many villages were placed by which way."""
    frame = queries.placement(runtime.store(), scope)
    frame["placed_by"] = frame["placed_by"].map(lambda way: text(f"placed.{way}"))
    return frame.rename(columns={"placed_by": text("about.way"), "villages": text("levels.4").capitalize()})


def overlap_table() -> pd.DataFrame:
    """Overlap of indicative and official areas as measured when the reference was made."""
    measured = json.loads(reference.REPORT.read_text(encoding="utf-8")).get("overlap_with_official", {})
    return pd.DataFrame(
        [
            {
                text("choose.level"): text(f"level.{level}"),
                text("about.compared"): row["compared"],
                text("about.median_iou"): row["median_iou"],
                text("about.p10_iou"): row["p10_iou"],
            }
            for level, row in sorted(measured.items())
        ]
    )
