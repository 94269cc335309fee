"""The words and tables of access to treatment: what the tab and its files say."""

from typing import Any

import pandas as pd

from dashboard.analysis.rehab.access import Reach, parts, reach_of
from dashboard.cache import answers
from dashboard.words.texts import number, text
from data import queries
from data.facts.access_question import ANY, BY_PREVALENCE, INPATIENT, Question
from data.facts.indicators import Indicator, indicator
from data.queries import Freshness
from data.store.scope import Scope
from geo.regions.codes import Level, inside, level_of


def item_of(question: Question) -> Indicator:
    """The indicator of places within reach whose colours, source and marks an answer has."""
    return indicator("jangkauan_inap" if question.service == INPATIENT else "jangkauan_jalan")


def service_words(question: Question) -> str:
    """The service that a question is about, with its operator where it asks for one: what others offer does not count."""
    service = text(f"access.of_{question.service}")
    return service if question.operator == ANY else text("access.service_of", service=service, operator=question.operator)


def own_reach(scope: Scope, state: Freshness, code: str, question: Question) -> Reach | None:
    """The reach of an area; ``None`` where the question was not computed for these boundaries."""
    level = int(level_of(code))
    nation = answers.ask(queries.access, scope, state.data_version, question.spelled(), int(Level.NATION))
    own = answers.ask(queries.access, scope, state.data_version, question.spelled(), level)
    at = int(answers.regions(scope, state.boundary_version, level)["code"].searchsorted(code))
    return None if at >= len(own) else reach_of(own.iloc[at], float(nation["access"].iloc[0]))


def notes_of(found: Reach) -> list[str]:
    """What must stand beside the answer."""
    notes = [text("access.straight")]
    if found.unknown:
        notes.append(text("access.unknown", villages=number(found.unknown), people=number(found.population_unknown)))
    if found.access == found.access:
        notes.append(text("access.relative", value=relative_words(found.access)))
    return notes


def said(found: Reach, place: str, question: Question, level: int) -> str:
    """The answer in a sentence or two."""
    words = {
        "place": place,
        "km": question.radius_km,
        "service": service_words(question),
        "reaching": number(found.reaching),
        "villages": number(found.villages),
        "population": number(found.population_reaching),
        "beyond": number(found.beyond),
        "population_beyond": number(found.population_beyond),
    }
    if level == Level.VILLAGE:
        kind = "unknown" if found.unknown else "yes" if found.reaching else "no"
        return text(f"access.village_{kind}", **words)
    if found.share != found.share:
        return text("access.answer_villages", **words)
    return (
        text("access.answer", share=share_words(found.share), **words)
        + " "
        + text("access.beyond" if found.beyond else "access.all", **words)
    )


def share_words(share: float) -> str:
    """A share in per cent; what is not quite nobody or everybody never reads as such."""
    if 0 < share < 0.05:
        return f"<{number(0.1, 1)}"
    return f">{number(99.9, 1)}" if 99.95 <= share < 100 else number(share, 1)


def relative_words(access: float) -> str:
    """Access over the mean as written; what is nearly nothing never reads as nothing."""
    return f"<{number(0.01, 2)}" if 0 < access < 0.005 else number(access, 2)


def capacity_title(place: str, operator: str) -> str:
    """What a capacity is of: all facilities of an area, or those of one operator."""
    return text("access.capacity" if operator == ANY else "access.capacity_of", place=place, operator=operator)


def parts_of(scope: Scope, state: Freshness, code: str, question: Question, level: int) -> pd.DataFrame:
    """`analysis.rehab.access.parts` of an area at a level; no rows where the question was not computed for these boundaries."""
    values = answers.ask(queries.access, scope, state.data_version, question.spelled(), level)
    nation = answers.ask(queries.access, scope, state.data_version, question.unchanged().spelled(), int(Level.NATION))
    regions = answers.regions(scope, state.boundary_version, level)
    if len(values) != len(regions):
        return parts(values.head(0), regions.head(0), (0, 0), float("nan"))
    return parts(values, regions, inside(regions["code"], code), float(nation["access"].iloc[0]))


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Parts with the most people beyond reach first."""
    return rows.sort_values(["population_beyond", "beyond"], ascending=False, kind="stable", na_position="last")


def table_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Parts as a table, in their order."""
    columns = ("share", "beyond", "population_beyond", "unknown", "villages", "population", "access")
    return pd.DataFrame(
        {text("table.name"): rows["name"]} | {text(f"access.column_{name}"): rows[name].astype(float) for name in columns}
    ).reset_index(drop=True)


def decimals() -> dict[str, int]:
    """Decimals of the columns of `table_of`."""
    return {text("access.column_share"): 1, text("access.column_access"): 2}


def method_words(question: Question, summary: dict[str, Any]) -> list[str]:
    """How the answer is computed, what it follows from, and what it does not promise."""
    words = [
        text(f"access.about_{question.formula}", km=question.radius_km),
        _demand(question, summary),
        text("access.about_facilities", facilities=number(summary["facilities"]), places=number(summary["places"])),
    ]
    if summary["without_number"]:
        words.append(text("access.without_number", facilities=number(summary["without_number"])))
    if summary["unreached"]:
        words.append(text("access.unreached", facilities=number(summary["unreached"])))
    if summary["without_people"]:
        words.append(text("access.without_people", villages=number(summary["without_people"])))
    return [*words, text("access.no_promise")]


def _demand(question: Question, summary: dict[str, Any]) -> str:
    if question.demand != BY_PREVALENCE:
        return text("access.about_rawan", mapped=number(summary["mapped"]))
    years = "–".join(str(year) for year in dict.fromkeys(summary["people_years"])) or "–"
    if not summary["survey"]:
        return text("access.about_people", years=years)
    words = text("access.about_prevalence", years=years, survey=summary["survey"])
    if summary["by_nation"]:
        words += " " + text("access.by_nation", count=number(summary["by_nation"]), provinces=number(summary["provinces"]))
    return words
