"""Which columns a header lacks, and whether it is rather the header of another feed."""

from collections.abc import Collection, Iterable, Sequence

from data.feeds import Column, Contract
from data.intake.read.across import NoShape
from data.intake.read.files import Sheet
from data.intake.read.heading import Heading, find_heading
from data.intake.read.shape import find_shape

_MORE = 2  # columns that another feed must have found beyond the chosen one


def lacking(heading: Heading, contract: Contract, constants: Collection[str] = ()) -> list[Column]:
    """The columns that a row needs and neither the header nor a mapping's `constants` give."""
    return [
        one for one in contract.columns if one.required and one.name not in constants and not _given(one, heading, contract)
    ]


def _given(column: Column, heading: Heading, contract: Contract) -> bool:
    if column.name in heading.columns:
        return True
    wide = contract.wide
    if wide and heading.wide and column.name in (wide.code, wide.date):
        return True
    if heading.across and (column.name in heading.across[0].places or column.name in heading.across[0].said):
        return True
    # a village may be named by its own column of context alone
    return column.type == "region" and max(column.levels) in heading.context


def has_shape(sheets: Sequence[Sheet], contract: Contract) -> bool:
    """Whether a sheet is understood that puts several of our rows side by side, or says what they lack in its title."""
    return any(_shaped(sheet, contract) for sheet in sheets)


def _shaped(sheet: Sheet, contract: Contract) -> bool:
    try:
        return find_shape(sheet, contract) is not None
    except NoShape:
        return False


def better_feed(sheets: Sequence[Sheet], chosen: Contract, contracts: Iterable[Contract]) -> str:
    """The one other feed whose columns the header has, while the chosen one lacks some; empty without one."""
    own = [found for sheet in sheets if (found := find_heading(sheet, chosen)) is not None]
    if any(not lacking(one, chosen) for one in own):
        return ""
    most = max((one.score for one in own), default=0)
    fitting: dict[str, int] = {}
    for contract in contracts:
        theirs = [one for sheet in sheets if (one := find_heading(sheet, contract)) is not None]
        score = max((one.score for one in theirs if not lacking(one, contract)), default=0)
        if contract.name != chosen.name and score >= most + _MORE:
            fitting[contract.name] = score
    best = [name for name, score in fitting.items() if score == max(fitting.values())]
    return best[0] if len(best) == 1 and not has_shape(sheets, chosen) else ""
