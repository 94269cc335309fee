"""What is said of a village beside its figure: the edition it is judged by, and programmes that are not Bersinar."""

import pandas as pd

from dashboard.analysis.periods import day_words
from dashboard.analysis.village_programme import judged_by
from dashboard.words.texts import pick, text
from data.facts.editions import editions


def village_lines(events: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """A line with its edition where anything of Bersinar happened, and one with its other programmes.

    `events` are rows of `queries.programme`, `others` of `queries.other_programmes`.
    """
    lines = [text("edition.judged", name=pick(one.name)) for one in judged_by(events)]
    if not others.empty:
        marked = text("edition.simulated") if others["simulated"].any() else ""
        lines.append(text("edition.others", names="; ".join(map(_named, others.to_dict("records"))), simulated=marked))
    return lines


def edition_lines() -> list[str]:
    """A line for each edition of the criteria, the oldest first: name, from when on, legal basis and source."""
    return [
        text(
            "edition.line" if at else "edition.line_first",
            name=pick(one.name),
            day=day_words(one.valid_from),
            basis=one.legal_basis,
            source=pick(one.source),
        )
        for at, one in enumerate(editions())
    ]


def _named(row: dict[str, object]) -> str:
    declared = row["declared"]
    known = isinstance(declared, pd.Timestamp)
    day = declared if isinstance(declared, pd.Timestamp) else pd.Timestamp(str(row["first"]))
    return text(
        "edition.declared" if known else "edition.begun", name=text(f"edition.{row['programme']}"), day=day_words(day.date())
    )
