"""A figure by year beside the median of peer areas, as a picture for screen, PDF and letters.

A year that is not over stands by itself, hollow on a dashed stem: a line down to it would be read as a fall.
"""

from html import escape
from typing import Any

from dashboard.documents.picture import FONT

WIDTH, HEIGHT = 1180.0, 400.0  # as on a slide of 1280 x 720
_LEFT, _RIGHT, _TOP, _FOOT = 60.0, 60.0, 64.0, 44.0
_OWN, _PEER, _INK = "#0b6e6e", "#a12d12", "#10262b"


def trend_svg(block: dict[str, Any]) -> str:
    """The block ``trend`` as SVG; the axis begins at zero."""
    values, middle, years = block["values"], block["middle"], block["years"]
    top = max([value for value in (*values, *middle) if value is not None] or [1.0]) or 1.0
    step = (WIDTH - _LEFT - _RIGHT) / max(len(years) - 1, 1)

    def spot(at: int, value: float) -> tuple[float, float]:
        x = _LEFT + at * step if len(years) > 1 else WIDTH / 2
        return x, HEIGHT - _FOOT - value / top * (HEIGHT - _TOP - _FOOT)

    ground = HEIGHT - _FOOT
    made = [f'<line x1="0" y1="{ground}" x2="{WIDTH:.0f}" y2="{ground}" stroke="{_INK}" stroke-width="2"/>']
    for at, year in enumerate(years):
        anchor = "start" if at == 0 and len(years) > 1 else "end" if at == len(years) - 1 and len(years) > 1 else "middle"
        x = {"start": 8.0, "end": WIDTH - 8, "middle": spot(at, 0)[0]}[anchor]
        made.append(_said(year, x, HEIGHT - 10, 24, _INK, anchor=anchor))
    for series, colour, dash in ((middle, _PEER, ' stroke-dasharray="10 8"'), (values, _OWN, "")):
        whole = [None if part else value for value, part in zip(series, block["running"], strict=True)]
        for run in _runs(whole):
            line = " ".join("{:.1f},{:.1f}".format(*spot(at, whole[at] or 0.0)) for at in run)
            made.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="5"{dash}/>')
        for at, value in enumerate(series):
            if value is not None:
                made.append(_point(*spot(at, value), ground, colour, hollow=block["running"][at], large=series is values))
    for at, value in enumerate(values):
        if value is not None:
            x, y = spot(at, value)
            if block["running"][at]:
                made.append(_said(block["words"][at], x - 16, y + 10, 30, _OWN, bold=True, anchor="end"))
            else:
                made.append(_said(block["words"][at], x, y - 18, 30, _OWN, bold=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">'
        f'<g font-family="{FONT}">{"".join(made)}</g></svg>'
    )


def _runs(values: list[float | None]) -> list[list[int]]:
    """Positions of neighbouring known values, as far as a line may go."""
    found: list[list[int]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append(at)
    return [run for run in found if len(run) > 1]


def _point(x: float, y: float, ground: float, colour: str, *, hollow: bool, large: bool) -> str:
    size = 9 if large else 6
    if not hollow:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour}"/>'
    beside = x if large else x + 20  # the two stems stay apart
    return (
        f'<line x1="{beside:.1f}" y1="{y:.1f}" x2="{beside:.1f}" y2="{ground}" stroke="{colour}" stroke-width="4" '
        f'stroke-dasharray="5 7"/><circle cx="{beside:.1f}" cy="{y:.1f}" r="{size}" fill="#ffffff" stroke="{colour}" '
        'stroke-width="4"/>'
    )


def _said(words: str, x: float, y: float, size: int, colour: str, *, bold: bool = False, anchor: str = "middle") -> str:
    # a rim, so that figures stay legible on a line
    weight = ' font-weight="700" stroke="#ffffff" stroke-width="6" stroke-linejoin="round" paint-order="stroke"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{max(y, size):.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )
