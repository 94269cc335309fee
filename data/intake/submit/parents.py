"""Rows of a region beside rows of the regions inside it: perhaps their total, which would be counted twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Column, Contract, Mapping
from data.intake.read.faults import CellFault, Remarks
from data.intake.submit.check import Check
from data.intake.submit.parts import Part
from geo.regions.codes import NATION

LEAVE, USE = "lewati", "pakai"
_LENGTHS = (2, 5, 8)  # of codes that have others inside
_BETWEEN = "\x1f"


@dataclass
class Parents:
    """Watches the parts of one file, where the numbers of a region are added to those of the regions inside it."""

    contract: Contract
    mapping: Mapping | None
    remarks: Remarks
    _keys: list[pa.Table] = field(default_factory=list)
    _places: list[tuple[str, np.ndarray]] = field(default_factory=list)

    def watched(self, parts: Iterator[Part], check: Check) -> Iterator[Part]:
        """The parts; without such rows where the sender said so, else they are faults once all parts are seen."""
        column = self._column()
        if column is None:
            yield from parts
            return
        answer = self.mapping.answers.get(_question(column), "") if self.mapping is not None else ""
        if answer == LEAVE:
            yield from self._without(list(parts), column, check)
            return
        for part in parts:
            self._see(part, column)
            yield part
        if self._keys:
            self._say_used(column) if answer == USE else self._ask(column)

    def _column(self) -> Column | None:
        """The region of the key, if numbers of its levels are added. Population is not: there each level is its own figure."""
        regions = (one for one in self.contract.columns if one.type == "region" and one.name in self.contract.key)
        return next(regions, None) if self.contract.levels_add else None

    def _see(self, part: Part, column: Column) -> None:
        self._keys.append(_key(part.rows, self.contract, column, self._counted()))
        self._places.append((part.sheet, part.places_in_sheet))

    def _counted(self) -> list[str]:
        return [one.name for one in self.contract.columns if one.type == "integer"]

    def _ask(self, column: Column) -> None:
        rows = pa.concat_tables(self._keys)
        found = np.flatnonzero(_is_parent(rows))
        if not len(found):
            return
        wheres = [(sheet, int(row)) for sheet, numbers in self._places for row in numbers]
        code = str(rows["code"][int(found[0])].as_py())
        for at in found.tolist():
            sheet, row = wheres[at]
            here = str(rows["code"][at].as_py())
            expected = (
                "Baris ini untuk wilayah yang bagian-bagiannya juga ada di berkas ini: jumlahnya dapat terhitung dua kali."
            )
            todo = "Hapus barisnya, atau jawab apakah baris induk dilewati atau dipakai."
            self.remarks.fault(CellFault(sheet, row, column.label["id"], here, expected, todo))
        said = f"baris {wheres[int(found[0])][1]}, {code}{self._compared(rows, int(found[0]))}"
        count = len(found)
        self.remarks.offer(_question(column), LEAVE, f"{count} baris wilayah induk adalah jumlah dan dilewati ({said}).")
        self.remarks.offer(_question(column), USE, f"{count} baris wilayah induk adalah angka tersendiri dan dipakai ({said}).")

    def _say_used(self, column: Column) -> None:
        """Note parent rows that are used beside their parts, with the numbers of the first."""
        rows = pa.concat_tables(self._keys)
        found = np.flatnonzero(_is_parent(rows))
        if len(found):
            example = f"{rows['code'][int(found[0])].as_py()}{self._compared(rows, int(found[0]))}"
            said = "baris wilayah induk dipakai di samping bagian-bagiannya, sesuai jawaban pengirim"
            self.remarks.note(column.label["id"], said, len(found), example)

    def _compared(self, rows: pa.Table, at: int) -> str:
        """The number of a parent row beside the sum of the rows one level below it."""
        counted = self._counted()
        if not counted:
            return ""
        own, total = self._sums(rows, at, counted[0])
        return f": {self.contract.column(counted[0]).label['id']} {own}, jumlah bagiannya {total}"

    def _sums(self, rows: pa.Table, at: int, name: str) -> tuple[object, object]:
        code, rest = rows["code"][at].as_py(), rows["rest"][at].as_py()
        inside = pc.and_(pc.equal(rows["rest"], rest), _inside(rows["code"], code))
        below = rows.filter(inside)
        least = pc.min(pc.binary_length(below["code"])).as_py()
        total = pc.sum(below.filter(pc.equal(pc.binary_length(below["code"]), least))[name]).as_py()
        return rows[name][at].as_py(), total

    def _no_sum(self, rows: pa.Table, at: int) -> str:
        """Where a parent row's numbers are not the sums of its parts, the first of them with both numbers."""
        for name in self._counted():
            own, total = self._sums(rows, at, name)
            if own is not None and own != total:
                return f"{self.contract.column(name).label['id']} {own}, sedangkan bagian-bagiannya berjumlah {total or 0}"
        return ""

    def _without(self, parts: list[Part], column: Column, check: Check) -> Iterator[Part]:
        """The parts without parent rows; one that is not the sum of its parts is a fault: its number would be lost."""
        tables = [_key(part.rows, self.contract, column, self._counted()) for part in parts]
        rows = pa.concat_tables(tables) if tables else None
        gone = _is_parent(rows) if rows is not None else np.zeros(0, dtype=bool)
        wheres = [(part.sheet, int(row)) for part in parts for row in part.places_in_sheet]
        for at in np.flatnonzero(gone).tolist():
            if rows is not None and (other := self._no_sum(rows, at)):
                sheet, row = wheres[at]
                expected = f"Baris wilayah induk dijawab sebagai jumlah, tetapi {other}."
                todo = "Betulkan angkanya, hapus barisnya, atau jawab bahwa baris induk dipakai."
                self.remarks.fault(CellFault(sheet, row, column.label["id"], str(rows["code"][at].as_py()), expected, todo))
                self.remarks.offer(
                    _question(column), USE, f"Baris wilayah induk adalah angka tersendiri dan dipakai ({other})."
                )
        at = 0
        for part in parts:
            here = gone[at : at + part.rows.num_rows]
            at += part.rows.num_rows
            if not here.any():
                yield part
                continue
            example = f"baris {part.places_in_sheet[here][0]}"
            said = "baris wilayah induk dilewati, sesuai jawaban pengirim"
            self.remarks.note(column.label["id"], said, int(here.sum()), example)
            check.leave_out(int(here.sum()))
            keep = pa.array(~here)
            yield Part(part.rows.filter(keep), part.received.filter(keep), part.sheet, part.places_in_sheet[~here], part.labels)


def _question(column: Column) -> str:
    return f"induk:{column.label['id']}"


def _key(rows: pa.Table, contract: Contract, column: Column, counted: list[str]) -> pa.Table:
    """Region, the rest of the key as one text, and the counts; null where the row is at fault."""
    rest = [pc.cast(rows[name], pa.string()) for name in contract.key if name != column.name]
    joined = pc.binary_join_element_wise(*rest, _BETWEEN) if rest else pa.array([""] * rows.num_rows)
    counts = {name: pc.cast(rows[name], pa.int64()) for name in counted}
    return pa.table({"code": pc.cast(rows[column.name], pa.string()), "rest": joined} | counts)


def _is_parent(rows: pa.Table) -> np.ndarray:
    """Whether each row's region holds that of another row with the same rest of the key."""
    code, rest = rows["code"], rows["rest"]
    nation = pc.fill_null(pc.equal(code, NATION), False)
    length = pc.if_else(nation, 0, pc.binary_length(code))
    found = np.zeros(rows.num_rows, dtype=bool)
    if pc.count_distinct(length).as_py() < 2:
        return found
    others = pc.filter(rest, pc.invert(nation))
    found |= _true(pc.and_(nation, pc.is_in(rest, value_set=pc.unique(others).drop_null())))
    for size in _LENGTHS:
        inner = pc.fill_null(pc.greater(length, size), False)
        if not pc.any(inner).as_py():
            continue
        holders = pc.binary_join_element_wise(
            pc.utf8_slice_codeunits(code.filter(inner), 0, size), rest.filter(inner), _BETWEEN
        )
        own = pc.binary_join_element_wise(code, rest, _BETWEEN)
        found |= _true(pc.and_(pc.equal(length, size), pc.is_in(own, value_set=pc.unique(holders).drop_null())))
    return found


def _inside(codes: pa.ChunkedArray, code: str) -> pa.ChunkedArray:
    if code == NATION:
        return pc.not_equal(codes, NATION)
    return pc.starts_with(codes, f"{code}.")


def _true(mask: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(pc.fill_null(mask, False).to_numpy(zero_copy_only=False), dtype=bool)
