"""Slides with charts and tables that can be edited: they hold numbers, not pictures."""

import io
from datetime import UTC
from typing import Any

import numpy as np
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Emu, Inches, Pt

from dashboard.documents.drawing import Drawing
from dashboard.documents.paper import Chart, Paper, figure_heads, figure_rows
from dashboard.documents.picture import png_of
from dashboard.words.qr import qr_png
from dashboard.words.texts import text
from data.model.clock import now
from data.model.formulas import harmless

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_EDGE, _BODY = Inches(0.6), Inches(1.45)
_FULL = Inches(5.3)
_LEGEND = Inches(3.6)  # width of a map's legend
_INK = RGBColor(0x0B, 0x6E, 0x6E)
_BLANK = 6  # layout without placeholders
_LONG = 45  # characters of a title that does not fit on one line
_ROWS = 12  # rows of a list on one slide
_LINES = 8  # sentences on one slide, to be read from afar


def slides_of(paper: Paper) -> bytes:
    """One slide per section, figures as a table and as charts, villages to visit, and the sources."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    deck.core_properties.title, deck.core_properties.author = paper.title, "Dasbor Bersinar"
    deck.core_properties.created = now().astimezone(UTC).replace(tzinfo=None)
    first = _slide(deck, paper, paper.title)
    _words(first, [f"{paper.period}", paper.verdict], _BODY, 26)
    if paper.url:
        first.shapes.add_picture(qr_png(paper.url), _WIDE - Inches(2.4), Inches(4.6), width=Inches(1.8))
    for title, sentences in paper.sections:
        for start in range(0, len(sentences), _LINES):
            slide = _slide(deck, paper, title)
            _words(slide, [f"• {words}" for words in sentences[start : start + _LINES]], _BODY, 20)
    if paper.drawing is not None:
        _map(_slide(deck, paper, paper.drawing.title), paper.drawing)
    if len(paper.figures):
        _table(_slide(deck, paper, text("paper.figures")), figure_heads(paper), figure_rows(paper))
    for chart in paper.charts:
        _chart(_slide(deck, paper, f"{chart.name} ({chart.unit})"), chart)
    for table in paper.tables:
        for start in range(0, len(table.rows), _ROWS):
            _table(_slide(deck, paper, table.title), table.heads, table.rows[start : start + _ROWS])
    if paper.visits:
        slide = _slide(deck, paper, text("profile.visits"))
        _words(slide, [f"{at}. {name} — {reason}" for at, (name, reason) in enumerate(paper.visits, start=1)], _BODY, 22)
    _words(_slide(deck, paper, text("paper.about")), [*paper.stamp, paper.url], _BODY, 18)
    body = io.BytesIO()
    deck.save(body)
    return body.getvalue()


def _slide(deck: Any, paper: Paper, title: str) -> Any:
    """An empty slide with its title, and the marks and the area at the foot of each."""
    slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    _words(slide, [title], Inches(0.4), 32 if len(title) < _LONG else 24, bold=True, high=Inches(1.0))
    _words(slide, [" · ".join(filter(None, (paper.marks, *paper.stamp[:2])))], _HIGH - Inches(0.55), 11, high=Inches(0.4))
    return slide


def _map(slide: Any, drawing: Drawing) -> None:
    """The map as a picture of twice the pixels, and its legend as text and colours that can be edited."""
    wide, high = _WIDE - 2 * _EDGE - _LEGEND, _FULL
    scale = min(wide / drawing.width, high / drawing.height)
    png = png_of(drawing.svg, drawing.width, drawing.height, 2 * scale / Emu(9525))
    size = (Emu(int(drawing.width * scale)), Emu(int(drawing.height * scale)))
    picture = slide.shapes.add_picture(io.BytesIO(png), _EDGE, _BODY, *size)
    picture._element.xpath(".//p:cNvPr")[0].set("descr", f"{drawing.title}: {drawing.legend_words}")
    for at, (colour, label, count) in enumerate(drawing.legend):
        top, left = _BODY + Inches(0.36) * at, _WIDE - _EDGE - _LEGEND + Inches(0.2)
        key = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top + Inches(0.1), Inches(0.3), Inches(0.2))
        key.fill.solid()
        key.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        _words(slide, [f"{label}   {count}"], top, 15, high=Inches(0.36), left=left + Inches(0.35), wide=_LEGEND - Inches(0.5))


def _words(
    slide: Any,
    lines: list[str],
    top: Emu,
    size: int,
    *,
    bold: bool = False,
    high: Emu = _FULL,
    left: Emu = _EDGE,
    wide: Emu = _WIDE - 2 * _EDGE,
) -> None:
    frame = slide.shapes.add_textbox(left, top, wide, high).text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for at, line in enumerate(filter(None, lines)):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = line, Pt(size), bold
        paragraph.space_after = Pt(size / 3)
        if bold:
            run.font.color.rgb = _INK


def _table(slide: Any, heads: list[str], rows: list[list[str]]) -> None:
    shape = slide.shapes.add_table(len(rows) + 1, len(heads), _EDGE, _BODY, _WIDE - 2 * _EDGE, Inches(0.5) * (len(rows) + 1))
    table = shape.table
    table.columns[0].width = Inches(5.2)
    for column in range(1, len(heads)):
        table.columns[column].width = Emu(int((_WIDE - 2 * _EDGE - Inches(5.2)) / (len(heads) - 1)))
    for at, row in enumerate([heads, *rows]):
        for column, words in enumerate(row):
            cell = table.cell(at, column)
            cell.text = words
            cell.text_frame.paragraphs[0].runs[0].font.size = Pt(14)


def _chart(slide: Any, shown: Chart) -> None:
    data = CategoryChartData()
    # they are in a workbook inside the slides
    data.categories = [harmless(year) for year in shown.years]
    data.add_series(harmless(shown.name), shown.values)
    if np.isfinite(shown.middle):
        data.add_series(text("paper.middle"), [None] * (len(shown.years) - 1) + [shown.middle])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, _EDGE, _BODY, _WIDE - 2 * _EDGE, Inches(5.2), data)
    chart = frame.chart
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.minimum_scale = 0  # columns that do not begin at zero mislead
    chart.value_axis.has_major_gridlines = False
    chart.plots[0].gap_width = 60
    chart.plots[0].has_data_labels = True
    labels = chart.plots[0].data_labels
    labels.font.size, labels.number_format_is_linked = Pt(14), False
    labels.number_format = "#,##0" + ("." + "0" * shown.decimals if shown.decimals else "")
    chart.plots[0].series[0].format.fill.solid()
    chart.plots[0].series[0].format.fill.fore_color.rgb = _INK
    if shown.running in shown.years:  # a year that is not over is hatched, never a fall
        fill = chart.plots[0].series[0].points[shown.years.index(shown.running)].format.fill
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = _INK, RGBColor(0xFF, 0xFF, 0xFF)
