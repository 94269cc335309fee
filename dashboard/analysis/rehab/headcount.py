"""How many people are in rehabilitation: one answer, its interval, and who shares them."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.cache import answers
from dashboard.words.texts import number, text
from data import queries
from data.facts.indicators import SMALL_COUNT
from data.store.scope import Scope


@dataclass(frozen=True)
class Count:
    """A count of people or stays; `amount` is ``None`` where it is published as fewer than 5."""

    amount: float | None

    @property
    def words(self) -> str:
        """The count as written."""
        return text("treated.few", most=number(SMALL_COUNT)) if self.amount is None else number(self.amount)

    @property
    def value(self) -> float | str:
        """The count for a workbook: a number where there is one."""
        return self.words if self.amount is None else self.amount

    @property
    def least(self) -> float:
        """The smallest number it may stand for."""
        return 1 if self.amount is None else self.amount

    @property
    def most(self) -> float:
        """The largest number it may stand for."""
        return SMALL_COUNT - 1 if self.amount is None else self.amount


NOBODY = Count(0)


@dataclass(frozen=True)
class Total:
    """A sum of counts, between `least` and `most`; these are equal where every part has an amount."""

    least: float
    most: float

    @property
    def words(self) -> str:
        """The sum as written: a number, or the interval that it lies in."""
        if self.least == self.most:
            return number(self.least)
        if (self.least, self.most) == (1, SMALL_COUNT - 1):
            return text("treated.few", most=number(SMALL_COUNT))
        return text("treated.range", least=number(self.least), most=number(self.most))


def total_of(counts: Iterable[Count]) -> Total:
    """The sum of counts, with those that are published as fewer than 5 between 1 and 4 each."""
    parts = list(counts)
    return Total(sum(count.least for count in parts), sum(count.most for count in parts))


@dataclass(frozen=True)
class Headcount:
    """People in treatment on any day of a year in a region, and their `contacts` with services.

    `agencies`: by name, people and stays, most people first. `totals`: new clients of agencies that sent totals only.
    `overlap`: people known to just these agencies, most first. `least` and `most` end the interval that contains the number of
    different people; they are equal where everybody could be matched and every agency sent rows. `exact`: no count is rounded.
    """

    people: Count
    contacts: Total
    agencies: list[tuple[str, Count, Count]]
    totals: list[tuple[str, Count]]
    overlap: list[tuple[tuple[str, ...], Count]]
    least: float
    most: float
    exact: bool

    @property
    def is_known(self) -> bool:
        """Whether anybody reported."""
        return bool(self.agencies or self.totals)

    @property
    def is_sure(self) -> bool:
        """Whether the interval is one number."""
        return self.least == self.most


def headcount(scope: Scope, version: int, region_code: str, period: str) -> Headcount:
    """The answer for a region and year as `scope` may see it; all zero where nothing was reported."""
    return headcount_of(answers.ask(queries.breakdown, scope, version, region_code, period))


def headcount_of(rows: pd.DataFrame) -> Headcount:
    """The answer from rows of `queries.breakdown`.

    Who is known to several agencies counts once. Clients of agencies that sent totals may all be among the others or none of
    them, so the number lies between the largest agency (or all that could be counted) and the sum.
    """
    found: dict[str, dict[str, Count]] = {}
    for subject, a, amount in zip(rows["subject"], rows["a"], rows["amount"], strict=True):
        if subject != "alur":
            found.setdefault(subject, {})[a] = Count(None if pd.isna(amount) else float(amount))
    people = found.get("orang", {}).get("", NOBODY)
    doubtful = found.get("orang_mungkin_sama", {}).get("", NOBODY)
    contacts, each = found.get("layanan_instansi", {}), found.get("orang_instansi", {})
    totals = found.get("rekap_instansi", {})
    largest = max((each.get(name, NOBODY).least + totals.get(name, NOBODY).least for name in {*each, *totals}), default=0)
    return Headcount(
        people=people,
        contacts=total_of(contacts.values()),
        agencies=sorted(((name, each[name], contacts[name]) for name in each), key=lambda row: (-row[1].least, row[0])),
        totals=_most_first(totals),
        overlap=[(tuple(names.split("+")), count) for names, count in _most_first(found.get("orang_irisan", {}))],
        least=max(people.least, largest) - doubtful.most if totals or doubtful.most else people.least,
        most=people.most + sum(count.most for count in totals.values()),
        exact=bool((rows["sensitivity"] > 0).all()),
    )


def _most_first(counts: dict[str, Count]) -> list[tuple[str, Count]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1].least, pair[0]))


def headcount_words(found: Headcount) -> str:
    """The answer as a sentence."""
    if not found.is_known:
        return text("treated.none")
    if found.totals and not found.agencies:
        return text("treated.only_totals", clients=total_of(count for _, count in found.totals).words)
    if found.people.amount is None and not found.totals:
        return text("treated.exact", people=found.people.words)
    if found.is_sure:
        return text("treated.exact", people=number(found.most))
    return text("treated.between", least=number(found.least), most=number(found.most))


def rule_words(found: Headcount) -> list[str]:
    """How the people were counted, sentence by sentence."""
    words = [text("treated.rule", contacts=found.contacts.words)]
    if found.totals:
        words.append(text("treated.rule_totals", agencies=", ".join(name for name, _ in found.totals)))
    elif not found.is_sure and found.people.amount is not None:
        words.append(text("treated.rule_unsure"))
    return words if found.exact else [*words, text("treated.rounded")]


def agency_table(found: Headcount) -> pd.DataFrame:
    """People and stretches of service by agency, and new clients of those that sent totals only; counts under 5 as text."""
    rows: dict[str, list[object]] = {name: [people.value, contacts.value, None] for name, people, contacts in found.agencies}
    for name, count in found.totals:
        rows.setdefault(name, [None, None, None])[2] = count.value
    heads = [text(f"treated.{name}") for name in ("agency", "persons", "stays", "new_totals")]
    frame = pd.DataFrame([[name, *row] for name, row in rows.items()], columns=heads)
    return frame if found.totals else frame[heads[:3]]


def overlap_table(found: Headcount) -> pd.DataFrame:
    """People by combination of agencies."""
    rows = [(combination(group), count.value) for group, count in found.overlap]
    return pd.DataFrame(rows, columns=[text("treated.agency"), text("treated.persons")])


def combination(group: tuple[str, ...]) -> str:
    """A combination of agencies as written."""
    return " + ".join(group) if len(group) > 1 else text("treated.only", agency=group[0])
