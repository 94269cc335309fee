"""Tables of the page about data, in the reader's language."""

import json
from typing import Any

import pandas as pd

from dashboard.cache import answers, runtime
from dashboard.state import pickers
from dashboard.words.sentences import status_words
from dashboard.words.texts import number, pick, text
from data import queries
from data.facts.indicators import GROUPS, in_group, indicator
from data.queries import Freshness
from data.store.scope import Scope
from geo import reference


def source_table(scope: Scope) -> pd.DataFrame:
    """Every source with its publisher, date, licence and rows."""
    frame = queries.sources(runtime.store(), scope)
    frame["kind"] = frame["kind"].map(lambda kind: text(f"kind.{kind}"))
    columns = ("title", "publisher", "kind", "as_of", "row_count", "licence", "note")
    return frame[list(columns)].rename(columns={name: text(f"source.{name}") for name in columns})


def choose_group(level: int) -> str:
    """The chosen group of indicators, of those with an indicator at a level."""
    groups = [group for group in GROUPS if any(level in item.levels for item in in_group(group))]
    return pickers.select("kelompok", text("about.group"), groups, groups[0], lambda name: text(f"group.{name}"), width=260)


def completeness_table(scope: Scope, state: Freshness, level: int, group: str) -> pd.DataFrame:
    """Regions by indicator of a group, period and kind of answer."""
    codes = tuple(item.code for item in in_group(group))
    frame = answers.ask(queries.completeness, scope, state.data_version, level, codes, state.periods)
    frame["indicator"] = frame["indicator"].map(lambda code: pick(indicator(code).name))
    frame["status"] = frame["status"].map(status_words)
    wide = frame.pivot_table(index=["indicator", "period"], columns="status", values="regions", fill_value=0, aggfunc="sum")
    names = {"indicator": text("export.indicator"), "period": text("export.period")}
    return wide.reset_index().rename_axis(columns=None).rename(columns=names)


def placement_table(scope: Scope) -> pd.DataFrame:
    """Number of villages by way of placing."""
    frame = queries.placement(runtime.store(), scope)
    frame["placed_by"] = frame["placed_by"].map(lambda way: text(f"placed.{way}"))
    return frame.rename(columns={"placed_by": text("about.way"), "villages": text("levels.4").capitalize()})


def contents_table(scope: Scope) -> pd.DataFrame:
    """Rows by table and kind of source."""
    frame = queries.contents(runtime.store(), scope)
    return pd.DataFrame(
        {
            text("about.table"): frame["content"].map(lambda name: text(f"content.{name}")),
            text("source.kind"): frame["kind"].map(lambda kind: text(f"kind.{kind}")),
            text("source.row_count"): frame["row_count"],
        }
    )


def beside_table(scope: Scope, state: Freshness) -> pd.DataFrame:
    """Published figures beside what the store's rows add up to."""
    frame = answers.beside(scope, state.data_version)
    columns = ("topic", "measure", "place", "scope", "year", "value", "own", "publisher", "note")
    frame = frame.assign(own=[own_words(row) for row in frame.itertuples()])
    frame = frame[list(columns)].assign(topic=frame["topic"].map(lambda topic: text(f"topic.{topic}")))
    frame["year"] = frame["year"].astype(str)
    names = {name: text(f"published.{name}") for name in columns if name != "note"} | {"note": text("published.note_column")}
    return frame.rename(columns=names)


def own_words(row: Any) -> str:
    """What the store holds beside a published figure: a number, or an interval with the agencies that cannot be matched."""
    if row.least == row.most:
        return number(row.most)
    each = sorted(json.loads(row.agencies).items(), key=lambda pair: -pair[1])
    listed = ", ".join(f"{name} {number(count)}" for name, count in each)
    return text("published.between", least=number(row.least), most=number(row.most), agencies=listed)


def boundary_table(scope: Scope) -> pd.DataFrame:
    """Versions of the boundaries, the one in use first."""
    frame = queries.boundary_versions(runtime.store(), scope)
    report = pd.json_normalize(frame["report"].map(lambda found: found or {}).tolist())
    columns = {
        "resmi": "official", "indikatif": "indicative", "tanpa": "without", "diperbaiki": "repaired",
        "tumpang_tindih_km2": "overlap", "celah_ditutup_km2": "gap",
    }  # fmt: skip
    result = pd.DataFrame(
        {
            text("boundary.title"): frame["title"],
            text("boundary.used"): frame["state"].map(lambda name: text(f"boundary_state.{name}")),
            text("boundary.loaded"): frame["loaded_at"].dt.strftime("%Y-%m-%d %H:%M"),
        }
    )
    for name, key in columns.items():
        result[text(f"boundary.{key}")] = report[name].astype(float) if name in report else float("nan")
    return result


def checks_table(scope: Scope, state: Freshness) -> pd.DataFrame:
    """Villages of the version in use that lost nearly all their area or have no shape."""
    frame = queries.boundary_checks(runtime.store(), scope, state.boundary_version)
    change = 100 * (frame["area_km2"] / frame["area_before_km2"] - 1)
    return pd.DataFrame(
        {
            text("table.code"): frame["code"],
            text("table.name"): frame["name"],
            text("boundary.area"): frame["area_km2"].astype(float),
            text("boundary.before"): frame["area_before_km2"].astype(float),
            text("boundary.change") + " (%)": change.astype(float),
        }
    )


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
