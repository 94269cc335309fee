"""The slides as PPTX, as the screen shows them: text and tables to edit, lines as charts that hold their numbers, maps as
pictures with their names and a legend.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Emu, Pt

from dashboard.meeting.handout import Handout, alt_of, heading, table_lines
from dashboard.words.qr import qr_png
from data.model.clock import now
from data.model.formulas import harmless

# everything below is in pixels of a slide of 1280 x 720, as in rapat.css
_WIDE, _HIGH, _EDGE, _FOOT = 1280, 720, 29, 36
_BLANK = 6  # layout without placeholders
_INK, _ACCENT, _BAD, _GREY = (RGBColor.from_string(one) for one in ("10262B", "0B6E6E", "A12D12", "41565B"))
_LINE, _HEAD, _WHITE = (RGBColor.from_string(one) for one in ("C3D0D2", "E7F0F0", "FFFFFF"))
_STATUS = {"lewat": _BAD, "tercapai": RGBColor.from_string("17694A"), "selesai": RGBColor.from_string("17694A")}


def pptx_of(handout: Handout) -> bytes:
    """One slide for each slide of the screen; notes of the presenter stand in the notes of the slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _px(_WIDE), _px(_HIGH)
    deck.core_properties.title, deck.core_properties.author = handout.title, "Dasbor Bersinar"
    deck.core_properties.language = handout.language
    deck.core_properties.created = now().astimezone(UTC).replace(tzinfo=None)
    for at, one in enumerate(handout.slides, start=1):
        _slide(deck.slides.add_slide(deck.slide_layouts[_BLANK]), handout, one, f"{at} / {len(handout.slides)}")
    body = io.BytesIO()
    deck.save(body)
    return body.getvalue()


def _slide(slide: Any, handout: Handout, one: Mapping[str, Any], count: str) -> None:
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, _px(_WIDE), _px(44))
    band.fill.solid()
    band.fill.fore_color.rgb = _ACCENT
    band.line.fill.background()
    _text(slide, [f"{handout.place}   {handout.period}"], (_EDGE, 0, 780, 44), 21, colour=_WHITE, bold=True, middle=True)
    if handout.marks:
        _text(slide, [handout.marks], (810, 0, 441, 44), 20, colour=RGBColor.from_string("FFE3CC"), bold=True, middle=True)
    over, said = heading(one)
    top = 54
    if over:
        _text(slide, [over], (_EDGE, top, 1222, 30), 21, colour=_GREY, bold=True)
        top += 30
    lines = 1 + len(said) // 56
    _text(slide, [said], (_EDGE, top, 1222, 48 * lines), 40, colour=_ACCENT, bold=True)
    top += 48 * lines + 14
    bottom = _HIGH - _FOOT - 8
    if one["name"] == "asal" and handout.url:
        bottom -= 150
        slide.shapes.add_picture(qr_png(handout.url), _px(_EDGE), _px(bottom + 4), height=_px(140))
        _text(slide, [handout.url], (_EDGE + 160, bottom + 50, 1000, 40), 20)
    for at, block in enumerate(one["blocks"]):
        left = len(one["blocks"]) - at - 1
        room = bottom - top - sum(_needs(rest) for rest in one["blocks"][at + 1 :]) - 10 * left
        high = room if left == 0 or block["kind"] in _GROWING else _needs(block)
        _WAYS[block["kind"]](slide, handout, block, (_EDGE, top, 1222, high))
        top += high + 10
    _text(slide, [f"{handout.foot}   {count}"], (_EDGE, _HIGH - _FOOT, 1222, 30), 20, colour=_GREY)
    if note := handout.notes.get(one["name"], ""):
        slide.notes_slide.notes_text_frame.text = note


def _needs(block: Mapping[str, Any]) -> int:
    """The height of a block of text, in pixels."""
    if block["kind"] == "words":
        return sum(30 * (1 + len(line["words"]) // 100) for line in block["lines"]) + (30 if block["title"] else 0)
    return 60 if block["kind"] == "lead" else 0


Box = tuple[int, int, int, int]  # left, top, width, height


def _lead(slide: Any, _: Handout, block: Mapping[str, Any], box: Box) -> None:
    _text(slide, [block["words"]], box, 30)


def _words(slide: Any, _: Handout, block: Mapping[str, Any], box: Box) -> None:
    marks = {"better": "✓", "worse": "!", "": "•"}
    lines = [block["title"]] if block["title"] else []
    _text(slide, [*lines, *(f"{marks[line['mark']]}  {line['words']}" for line in block["lines"])], box, 22)


def _asks(slide: Any, _: Handout, block: Mapping[str, Any], box: Box) -> None:
    left, top, wide, high = box
    each = min(120, high // len(block["lines"]))
    for at, line in enumerate(block["lines"]):
        _text(slide, [f"{at + 1}."], (left, top + at * each, 50, 40), 30, colour=_ACCENT, bold=True)
        _text(slide, [line["what"]], (left + 54, top + at * each, wide - 54, 40), 30, bold=True)
        _text(slide, [line["why"]], (left + 54, top + at * each + 42, wide - 54, each - 46), 23, colour=_GREY)


def _cover(slide: Any, handout: Handout, block: Mapping[str, Any], box: Box) -> None:
    left, top, wide, high = box
    half = wide // 2
    _text(slide, [block["place"]], (left, top + 90, half, 170), 66, bold=True)
    _text(slide, [handout.started, *block["lines"]], (left, top + 280, half, 130), 31, colour=_GREY)
    _picture(slide, handout, block, (left + half + 20, top, half - 20, high))


def _cards(slide: Any, _: Handout, block: Mapping[str, Any], box: Box) -> None:
    left, top, wide, high = box
    count = len(block["cards"])
    across = count if count < 3 else 2 if count == 4 else 3
    down = -(-count // across)
    each, tall = (wide - 12 * (across - 1)) // across, min((high - 12 * (down - 1)) // down, 260)
    for at, card in enumerate(block["cards"]):
        x, y = left + at % across * (each + 12), top + at // across * (tall + 12)
        frame = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, _px(x), _px(y), _px(each), _px(tall))
        frame.adjustments[0] = 0.04
        frame.fill.background()
        frame.line.color.rgb = _LINE
        words = frame.text_frame
        words.word_wrap, words.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        said = ((card["name"], 23, True, _INK), (card["value"], 50, True, _INK), (card["unit"], 21, False, _INK))
        for line, (words_of, size, bold, colour) in enumerate((*said, (card["note"], 21, False, _GREY))):
            if words_of:
                paragraph = words.paragraphs[0] if line == 0 else words.add_paragraph()
                _run(paragraph, words_of, size, bold=bold, colour=colour)


def _table(slide: Any, _: Handout, block: Mapping[str, Any], box: Box) -> None:
    left, top, wide, _high = box
    rows = table_lines(block)
    shape = slide.shapes.add_table(len(rows), len(rows[0]), _px(left), _px(top), _px(wide), _px(44 * len(rows)))
    shares = (1.0, 2.6, 1.5, 1.1, 2.0) if len(rows[0]) == 5 else (1.0,) * len(rows[0])
    for column, share in zip(shape.table.columns, shares, strict=True):
        column.width = _px(int(wide * share / sum(shares)))
    for at, row in enumerate(rows):
        mark = block["marks"][at - 1] if at and block["marks"] else ""
        for column, words in enumerate(row):
            cell = shape.table.cell(at, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _HEAD if at == 0 else _WHITE
            colour = _STATUS.get(mark, _INK) if column == 0 else _INK
            bold = at == 0 or (column == 0 and mark in _STATUS)
            _run(cell.text_frame.paragraphs[0], str(words), 21, bold=bold, colour=colour)


def _trend(slide: Any, _: Handout, block: Mapping[str, Any], box: Box) -> None:
    """A chart with its numbers. Years that are not over are series without a line: hollow points beside the whole years."""
    left, top, wide, high = box
    data = CategoryChartData(number_format="#,##0" + ("." + "0" * block["decimals"] if block["decimals"] else ""))
    data.categories = [harmless(year) for year in block["years"]]
    running, drawn = block["running"], []
    for name, values, colour in ((block["own"], block["values"], _ACCENT), (block["peers"], block["middle"], _BAD)):
        for part in (False, True):
            kept = [value if flag == part else None for value, flag in zip(values, running, strict=True)]
            if any(value is not None for value in kept):
                label = f"{name} ({block['note'].partition(':')[2].strip()})" if part else name
                data.add_series(harmless(label), kept)
                drawn.append((colour, part, colour is _ACCENT))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, _px(left), _px(top + 30), _px(wide), _px(high - 30), data)
    _text(slide, [block["title"]], (left, top, wide, 30), 22, bold=True)
    _alt(frame, alt_of(block))
    chart = frame.chart
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = chart.category_axis.tick_labels.font.size = Pt(16)
    chart.value_axis.minimum_scale = 0  # an axis that does not begin at zero misleads
    chart.value_axis.has_major_gridlines = chart.value_axis.visible = False
    for series, (colour, part, own) in zip(chart.plots[0].series, drawn, strict=True):
        _style(series, colour, hollow=part, own=own)


def _style(series: Any, colour: RGBColor, *, hollow: bool, own: bool) -> None:
    series.smooth = False
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 11 if own else 8
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _WHITE if hollow else colour
    series.marker.format.line.color.rgb = colour
    if hollow:
        series.format.line.fill.background()
    else:
        series.format.line.color.rgb, series.format.line.width = colour, Pt(3.5)
        if not own:
            series.format.line.dash_style = MSO_LINE.DASH
    if own:
        labels = series.data_labels
        labels.show_value, labels.font.size, labels.font.bold = True, Pt(20), True
        labels.font.color.rgb = colour


def _columns(slide: Any, _: Handout, block: Mapping[str, Any], box: Box) -> None:
    """Bars of a meeting held before slides had lines: their numbers were stored as text alone."""
    rows = [[one["label"], one["value"]] for one in block["columns"]]
    _table(slide, _, {"heads": [block["title"], block["middle_words"]], "rows": rows, "marks": []}, box)


def _map(slide: Any, handout: Handout, block: Mapping[str, Any], box: Box) -> None:
    left, top, wide, high = box
    aside = 390
    _text(slide, [block["title"]], (left, top, wide, 32), 22, bold=True)
    _picture(slide, handout, block, (left, top + 36, wide - aside - 20, high - 36))
    x, y = left + wide - aside, top + 44
    for line in block["legend"]:
        key = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, _px(x), _px(y + 7), _px(28), _px(18))
        key.fill.solid()
        key.fill.fore_color.rgb = RGBColor.from_string(line["colour"].lstrip("#").upper())
        key.line.color.rgb = _GREY
        _text(slide, [f"{line['label']}   {line['count']}"], (x + 36, y, aside - 36, 30), 20)
        y += 33
    if names := handout.map_lines(block):
        _text(slide, [" · ".join(names)], (x, y + 8, aside, top + high - y - 8), 20, colour=_GREY)


def _picture(slide: Any, handout: Handout, block: Mapping[str, Any], box: Box) -> None:
    """The drawing of a block in the middle of `box`, as large as it fits."""
    found = handout.picture(block)
    if found is None:
        return
    left, top, wide, high = box
    scale = min(wide / found[1], high / found[2])
    w, h = int(found[1] * scale), int(found[2] * scale)
    at = (_px(left + (wide - w) // 2), _px(top + (high - h) // 2), _px(w), _px(h))
    _alt(slide.shapes.add_picture(io.BytesIO(handout.png(block, w) or b""), *at), alt_of(block))


_WAYS: dict[str, Callable[[Any, Handout, Mapping[str, Any], Box], None]] = {
    "lead": _lead, "words": _words, "asks": _asks, "cover": _cover, "cards": _cards, "table": _table, "trend": _trend,
    "columns": _columns, "map": _map,
}  # fmt: skip
_GROWING = ("cover", "cards", "table", "trend", "columns", "map", "asks")


def _text(
    slide: Any,
    lines: Sequence[str],
    box: Box,
    size: int,
    *,
    colour: RGBColor = _INK,
    bold: bool = False,
    middle: bool = False,
) -> None:
    frame = slide.shapes.add_textbox(*map(_px, box)).text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    if middle:
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for at, line in enumerate(filter(None, lines)):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        _run(paragraph, line, size, bold=bold, colour=colour)


def _run(paragraph: Any, words: str, size: int, *, bold: bool, colour: RGBColor) -> None:
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = words, Pt(size * 0.75), bold
    run.font.color.rgb = colour


def _alt(shape: Any, words: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def _px(pixels: float) -> Emu:
    return Emu(int(pixels * 9525))
