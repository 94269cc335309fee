"""Months, and the quarters, halves and years they stand in."""


def is_month(period: str) -> bool:
    """Whether a period is a month."""
    return len(period) == 7 and period[5] in "01"


def spans_of(month: str) -> tuple[str, str, str]:
    """The quarter, half and year of a month."""
    year, number = month[:4], int(month[5:])
    return f"{year}-Q{(number + 2) // 3}", f"{year}-B06" if number <= 6 else f"{year}-B12", year


def months_of(period: str) -> list[str]:
    """The months of a period."""
    months = [f"{period[:4]}-{number:02d}" for number in range(1, 13)]
    return [period] if period in months else [month for month in months if period in spans_of(month)]


def last_month_of(period: str) -> str:
    """The last month of a period."""
    return months_of(period)[-1]


def around(period: str) -> str:
    """The quarter of a month, the half of a quarter, the year of a half."""
    first = months_of(period)[0]
    spans = (first, *spans_of(first))
    return spans[spans.index(period) + 1]
