"""Definitions as small tables: text in, dict out."""


def rows(table: str) -> list[dict[str, str]]:
    """Rows of a table drawn with ``|``; the first line names the columns, empty cells are ''."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip() and not set(line.strip()) <= set("|-+ ")]
    split = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(split[0], cells, strict=True)) for cells in split[1:]]
