"""Which columns a header lacks, and whether it is rather the header of another feed."""

from collections.abc import Collection, Iterable, Sequence

from data.feeds import Column, Contract
from data.intake.read.across import NoShape
from data.intake.read.files import Sheet
from data.intake.read.heading import Heading, find_heading, likeliest
from data.intake.read.shape import Shape, find_shape

_MORE = 2  # columns that another feed must have found beyond the chosen one
_MANY_MORE = 4  # the same where the chosen one lacks none: a list of published totals has a population's columns too


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


def look_for_heading(sheets: Sequence[Sheet], contract: Contract) -> tuple[Heading | None, bool]:
    """The header by which answers to a file are remembered, and whether a sheet puts several of our rows side by side.

    It is the header of a sheet that lacks nothing, else of the shape: a row of figures is no header that comes again. A sheet
    of that kind that is not understood counts too, because its columns are not what the sender has to match.
    """
    found = likeliest(sheets, contract)
    shapes = [_shape_of(sheet, contract) for sheet in sheets]
    shape = next((one for one, _ in shapes if one is not None), None)
    if shape is None or (found is not None and not lacking(found, contract)):
        return found, any(is_shaped for _, is_shaped in shapes)
    return shape.heading, True


def _shape_of(sheet: Sheet, contract: Contract) -> tuple[Shape | None, bool]:
    """The shape of a sheet, and whether it has one, understood or not."""
    try:
        found = find_shape(sheet, contract)
        return found, found is not None
    except NoShape:
        return None, True


def better_feed(sheets: Sequence[Sheet], chosen: Contract, contracts: Iterable[Contract]) -> str:
    """The one other feed whose columns the header has, while the chosen one lacks some or leaves many; empty without one."""
    own = [found for sheet in sheets if (found := find_heading(sheet, chosen)) is not None]
    more = _MORE if all(lacking(one, chosen) for one in own) else _MANY_MORE
    most = max((one.score for one in own), default=0)
    fitting: dict[str, int] = {}
    for contract in contracts:
        theirs = [one for sheet in sheets if (one := find_heading(sheet, contract)) is not None]
        score = max((one.score for one in theirs if not lacking(one, contract)), default=0)
        if contract.name != chosen.name and score >= most + more:
            fitting[contract.name] = score
    best = [name for name, score in fitting.items() if score == max(fitting.values())]
    return best[0] if len(best) == 1 and all(_shape_of(sheet, chosen)[0] is None for sheet in sheets) else ""
