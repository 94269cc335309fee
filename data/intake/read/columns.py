"""Whole columns of text: their types, and what Arrow can read of them without a second look."""

import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Column
from data.intake.read.cells import clean

TYPES = {
    "text": pa.string(),
    "link": pa.string(),
    "code": pa.string(),
    "codes": pa.string(),
    "region": pa.string(),
    "half_year": pa.string(),
    "list": pa.string(),
    "token": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "date": pa.date32(),
    "month": pa.date32(),
    "year": pa.int32(),
    "yes_no": pa.bool_(),
}
MANY = 5_000  # distinct texts from which the plain ones are read by Arrow


def plain(column: Column, texts: pa.ChunkedArray) -> tuple[pa.ChunkedArray | None, pa.ChunkedArray]:
    """The values of a column that Arrow reads beyond doubt, and the texts that are left for the cell reader."""
    if len(texts) < MANY or column.type not in ("text", "decimal", "integer"):
        return None, texts
    if column.type == "text":
        long = pc.utf8_length(texts)
        fits = pc.and_(pc.less_equal(long, column.longest), pc.greater_equal(long, column.least))
        fits = pc.and_(fits, pc.match_substring_regex(texts, r"^[\x21\x22\x24-\x7e][\x21-\x7e]*( [\x21-\x7e]+)*$"))
    elif column.type == "decimal":
        fits = pc.match_substring_regex(texts, r"^-?\d{1,12}(\.\d+)?$")
        points = pc.any(pc.match_substring_regex(texts, r"^-?\d+\.(\d{1,2}|\d{4,})$")).as_py()
        if not points or pc.any(pc.match_substring(texts, ",")).as_py():  # 1.234 may be a thousand and more
            fits = pc.and_(fits, pc.invert(pc.match_substring_regex(texts, r"^-?\d{1,3}\.\d{3}$")))
    else:
        fits = pc.match_substring_regex(texts, r"^-?\d{1,17}$")
    nothing = pa.scalar(None, pa.string())
    values = pc.if_else(fits, texts, nothing)
    if column.type != "text":
        values = values.cast(TYPES[column.type])
        for bound, inside in ((column.min, pc.greater_equal), (column.max, pc.less_equal)):
            if bound is not None:
                values = pc.if_else(inside(values, pa.scalar(bound, values.type)), values, pa.scalar(None, values.type))
    return values, pc.if_else(values.is_null(), texts, nothing)


def trimmed(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """A whole column cleaned as `cells.clean` cleans a cell."""
    if pc.any(
        pc.match_substring_regex(texts, r"[\x00-\x1f\x7f\x{a0}\x{200b}\x{200e}\x{200f}\x{feff}\x{85}]|^\pZ|\pZ$")
    ).as_py():
        texts = pc.replace_substring_regex(texts, r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{200b}\x{200e}\x{200f}\x{feff}]", "")
        texts = pc.utf8_trim_whitespace(pc.replace_substring(texts, "\u00a0", " "))
    if pc.any(pc.match_substring(texts, "'")).as_py():
        texts = pa.chunked_array([_unguarded(one) for one in texts.chunks], pa.string())
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _unguarded(texts: pa.StringArray) -> pa.StringArray:
    quoted = pc.fill_null(pc.match_substring(texts, "'"), False)
    return pc.replace_with_mask(
        texts, quoted, pa.array([clean(text) for text in texts.filter(quoted).to_pylist()], pa.string())
    )
