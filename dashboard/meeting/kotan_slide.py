"""The slide of KOTAN: the newest edition with an assessment inside the area; nothing compares editions."""

import numpy as np
import pandas as pd

from dashboard.analysis.kotan import class_of, edition_name, editions, index_of, shown_decimals, variable_name
from dashboard.cache import answers
from dashboard.meeting import parts
from dashboard.meeting.figures import Sources
from dashboard.meeting.parts import Block, Slide
from dashboard.words.texts import number, pick, text
from data import queries
from data.model.period import Period
from data.queries.kotan import VARIABLES
from geo.regions.codes import NATION, Level


def kotan_slide(found: Sources) -> Slide:
    """Index and rank of a kabupaten/kota, or how many of an area are in each class."""
    made = answers.ask(queries.assessments, found.scope, found.state.data_version, NATION)
    made = made[made["year"] <= Period.parse(found.period).last_year]
    code = found.code[:5] if found.profile.level > Level.REGENCY else found.code
    mine = made if code == NATION else made[made["region_code"].str.startswith(code)]
    note = parts.words([(text("kotan.never_across"), None)])
    if mine.empty:
        who = parts.lead(text("meeting.kotan_who"))
        return parts.slide("kotan", text("slide.kotan"), [who], (), text("meeting.kotan_none", place=found.profile.name))
    edition = editions(mine)[0]
    same = mine[mine["edition"] == int(edition)]
    same = same[same["year"] == same["year"].max()].sort_values("index", ascending=False)
    head = text("meeting.kotan_head", edition=edition_name(edition), year=int(same["year"].iloc[0]))
    if found.profile.level >= Level.REGENCY:
        answer, said = f"{same['name'].iloc[0]}: {head}", _of_regency(same.iloc[0], edition)
    else:
        regencies = answers.regions(found.scope, found.state.boundary_version, Level.REGENCY)["code"]
        total = len(regencies) if code == NATION else int(regencies.str.startswith(f"{code}.").sum())
        counts = {"measured": len(same), "total": total, "silent": total - len(same)}
        measured = text("kotan.measured", **{name: number(count) for name, count in counts.items()})
        answer, said = f"{head}. {measured}", _by_class(same, edition)
    return parts.slide("kotan", text("slide.kotan"), [parts.cards(said), note], [_listed(same, edition, head)], answer)


def _by_class(same: pd.DataFrame, edition: str) -> list[dict[str, str]]:
    """Number of kabupaten/kota in each class."""
    spread = same["index"].map(lambda value: class_of(value, edition)).value_counts()
    return [
        {"name": pick(label), "value": number(spread.get(at, 0)), "unit": text("levels.2"), "note": ""}
        for at, label in enumerate(index_of(edition).labels)
    ]


def _of_regency(row: pd.Series, edition: str) -> list[dict[str, str]]:
    """Index with its interval and class, then the five variables."""
    item, places = index_of(edition), shown_decimals(edition)
    interval = text("kotan.no_interval")
    if np.isfinite(row["low"]):
        low, high = number(row["low"], places), number(row["high"], places)
        interval = text("kotan.interval", low=low, high=high, respondents=number(row["respondents"]))
    label = pick(item.labels[class_of(row["index"], edition)])
    index = {"name": pick(item.short), "value": number(row["index"], places), "unit": label, "note": interval}
    variables = [(variable_name(name, edition), number(row[name], places)) for name in VARIABLES]
    return [index, *({"name": name, "value": value, "unit": "", "note": ""} for name, value in variables)]


def _listed(same: pd.DataFrame, edition: str, head: str) -> Block | None:
    """Everybody measured, the highest first."""
    item, places = index_of(edition), shown_decimals(edition)
    names = [variable_name(name, edition) for name in VARIABLES]
    rows = [
        [
            row["name"],
            number(row["index"], places),
            pick(item.labels[class_of(row["index"], edition)]),
            *(number(row[name], places) for name in VARIABLES),
        ]
        for _, row in same.iterrows()
    ]
    return parts.table(head, [text("table.name"), text("kotan.index"), text("kotan.class"), *names], rows)
