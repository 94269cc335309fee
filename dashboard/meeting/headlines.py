"""The sentence that stands over a slide: what its map, its line or its list says."""

from collections.abc import Sequence

import numpy as np

from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator

_STEADY = 0.05  # a smaller share of change is not called a rise or a fall
_MOST_NAMES = 2
_SHORT = 10  # letters of a unit that finds room in a sentence


def of_map(item: Indicator, names: Sequence[str], values: Sequence[float], level: str) -> str:
    """The highest and the lowest part, how many are at zero, and how many have no figure (NaN)."""
    said = [number(value, item.decimals) for value in values]
    known = [at for at, value in enumerate(values) if np.isfinite(value)]
    if not known:
        return text("headline.map_none", level=level)
    unit, silent = _unit(item), len(values) - len(known)
    rest = text("headline.silent", count=number(silent)) if silent else ""
    if len({said[at] for at in known}) == 1:
        key = "headline.map_one" if len(known) == 1 else "headline.map_same"
        return text(key, name=names[known[0]], count=number(len(known)), level=level, value=said[known[0]], unit=unit) + rest
    highest = _end(max(known, key=lambda at: values[at]), known, names, said, level)
    zero = [at for at in known if said[at] == number(0, item.decimals)]
    if len(zero) > 1:
        low = text("headline.zero_many", count=number(len(zero)), level=level)
    else:
        lowest = _end(min(known, key=lambda at: values[at]), known, names, said, level)
        low = text("headline.lowest", **lowest)
    return text("headline.highest", unit=unit, **highest) + low + rest


def _unit(item: Indicator) -> str:
    """A short unit with its blank; a long one stands over the drawing, beside the name of the figure."""
    unit = pick(item.unit)
    return f" {unit}" if len(unit) <= _SHORT else ""


def _end(at: int, known: Sequence[int], names: Sequence[str], said: Sequence[str], level: str) -> dict[str, str]:
    """The part at one end, or how many stand there together, and the figure."""
    same = sum(said[other] == said[at] for other in known)
    return {"name": names[at] if same == 1 else f"{number(same)} {level}", "value": said[at]}


def of_stages(labels: Sequence[str], counts: Sequence[int], level: str) -> str:
    """The most frequent of some stages, and out of how many."""
    total = sum(counts)
    if not total:
        return text("headline.map_none", level=level)
    most = int(np.argmax(counts))
    return text("headline.stage", label=labels[most], count=number(counts[most]), total=number(total), level=level)


def of_trend(item: Indicator, years: Sequence[str], values: Sequence[float], running: Sequence[bool]) -> str:
    """From the first whole year to the last, then the running one by itself: it is no fall that a year is not over."""
    unit, places = _unit(item), item.decimals
    whole = [(year, value) for year, value, part in zip(years, values, running, strict=True) if np.isfinite(value) and not part]
    parts = [(year, value) for year, value, part in zip(years, values, running, strict=True) if np.isfinite(value) and part]
    said = []
    if len(whole) == 1:
        said.append(text("headline.one_year", year=whole[0][0], value=number(whole[0][1], places), unit=unit))
    elif whole:
        (first, before), (last, now) = whole[0], whole[-1]
        key = "steady" if abs(now - before) <= _STEADY * abs(before) else ("rise" if now > before else "fall")
        if number(now, places) == number(before, places):
            key = "same"
        said.append(
            text(f"headline.{key}", first=first, last=last, before=number(before, places), now=number(now, places), unit=unit)
        )
    said += [text("headline.running", year=year, value=number(value, places), unit=unit) for year, value in parts]
    return " ".join(said) or text("headline.trend_none")


def of_standing(better: Sequence[str], worse: Sequence[str], *, known: bool, compared: bool) -> str:
    """In what the area is better and worse than its peers. `compared` is false where there are none to compare with."""
    if not known:
        return text("headline.nothing_known")
    if not compared:
        return text("headline.no_peers")
    said = [
        text(f"headline.{key}", count=number(len(names)), names=listed(names))
        for key, names in (("better", better), ("worse", worse))
        if names
    ]
    return " ".join(said) or text("headline.like_peers")


def of_decisions(late: int, going: int, reached: int, closed: int) -> str:
    """How the decisions of previous meetings stand, without the numbers that are zero."""
    if not late + going + reached + closed:
        return text("headline.no_decisions")
    if not late + going + reached:
        return text("headline.all_closed", count=number(closed))
    counts = (("late", late), ("going", going), ("reached", reached))
    return ", ".join(text(f"headline.decisions_{key}", count=number(count)) for key, count in counts if count) + "."


def of_needed(count: int) -> str:
    """How many things wait for a decision."""
    return text("headline.needed", count=number(count)) if count else text("headline.needed_none")


def listed(names: Sequence[str]) -> str:
    """The first names, and how many follow."""
    if len(names) <= _MOST_NAMES:
        return text("headline.and").join(names)
    rest = text("headline.others", count=number(len(names) - _MOST_NAMES))
    return ", ".join(names[:_MOST_NAMES]) + rest
