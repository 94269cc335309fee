"""What the product gives back of rows that were accepted can be sent again: nothing is at fault, nothing changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from dashboard.documents.files import plain_csv
from data.feeds import Contract, Mapping, feeds
from data.intake.as_sent import as_sent
from data.intake.entry import book_of, rows_from
from data.intake.read.cells import NATIVE
from data.intake.read.files import Workbook
from data.intake.submit import history
from data.intake.submit.report import Report
from data.intake.submit.submission import marked_copy, submit
from data.ops.simulation.files import MARK, feed_rows, ugly
from data.ops.simulation.generate import generate
from data.store import Store
from geo import reference
from tests.intake.conftest import PUSAT, TODAY
from tests.people import as_person
from tests.stores import Run, mark_simulated

# registers before what refers to them
ORDER = sorted(feeds(), key=lambda name: any(column.refers for column in feeds()[name].columns))
ROWS = 25


@dataclass
class Sent:
    """What was sent of each feed, and what became of it."""

    store: Store
    home: Path
    files: dict[str, bytes]
    reports: dict[str, Report]

    def send(self, feed: str, file: bytes | Workbook, *, commit: bool = False, mapping: Mapping | None = None) -> Report:
        """Check a file, or land it."""
        return submit(
            self.store,
            self.home,
            feeds()[feed],
            file,
            sender=PUSAT,
            commit=commit,
            file_name="uji.csv",
            today=TODAY,
            mapping=mapping,
        )  # fmt: skip

    def received(self, feed: str) -> pa.Table:
        """The rows as they were sent, for those who may read them."""
        scope = as_person(self.store, "bnn_pusat", "")
        return history.rows_of(self.store, scope, int(self.reports[feed].kiriman_id or 0))


def rows_to_send(contract: Contract, simulated: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows of the simulated city; of a feed that is not simulated, its example for several years."""
    if contract.name in simulated:
        return simulated[contract.name].head(ROWS)
    example = {column.name: column.example for column in contract.columns}
    return pd.DataFrame([example | {contract.period_from: year} for year in range(2019, 2023)])


@pytest.fixture(scope="module")
def sent(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    """A file of every feed, as an office keeps it: other words, dates and numbers than ours, dashes, a total, a row twice."""
    regions = reference.read_regions()
    names = dict(zip(regions["code"], regions["name"], strict=True))
    simulated = feed_rows(generate(regions, 2045, "kota"))
    home = tmp_path_factory.mktemp("kirim_lagi")
    with run.own("postgis", "daftar", home) as loaded:
        mark_simulated(loaded.store)
        made = Sent(loaded.store, home, {}, {})
        for name in ORDER:
            contract = feeds()[name]
            made.files[name] = ugly(contract, rows_to_send(contract, simulated), names, 1)
            made.reports[name] = made.send(name, made.files[name], commit=True)
        yield made


def as_csv(sent: Sent, feed: str) -> bytes:
    """The rows as sent, as the page of sending offers them."""
    return plain_csv(as_sent(feeds()[feed], sent.received(feed), MARK).to_pandas(), "")


def as_form(sent: Sent, feed: str) -> Workbook:
    """The rows as the form shows them that a submission is corrected with."""
    _, table = history.reopened(sent.store, int(sent.reports[feed].kiriman_id or 0), PUSAT)
    return book_of(feeds()[feed], rows_from(feeds()[feed], table))


def as_marked(sent: Sent, feed: str) -> bytes:
    """The sender's own file with what was found, here nothing."""
    return marked_copy(sent.files[feed], "uji.xlsx", sent.reports[feed])


@pytest.mark.parametrize("back", [as_csv, as_form, as_marked])
@pytest.mark.parametrize("feed", ORDER)
def test_rows_that_come_back_change_nothing(sent: Sent, feed: str, back: Callable[[Sent, str], bytes | Workbook]) -> None:
    landed = sent.reports[feed].landed.new
    assert landed >= 1
    again = sent.send(feed, back(sent, feed))
    assert again.remarks.faults == []
    assert again.rows_in == sent.reports[feed].rows_in
    assert (again.landed.new, again.landed.changed, again.landed.unchanged) == (0, 0, landed)


def test_a_number_that_was_corrected_in_them_is_the_one_change(sent: Sent) -> None:
    frame = as_sent(feeds()["layanan_bulanan"], sent.received("layanan_bulanan")).to_pandas()
    people = next(name for name in frame.columns if name.strip().lower() == "orang")
    frame.loc[len(frame) - 1, people] = "4.321"
    again = sent.send("layanan_bulanan", plain_csv(frame, ""))
    assert again.remarks.faults == []
    assert (again.landed.new, again.landed.changed) == (0, 1)


@pytest.mark.parametrize(
    ("header", "cell", "written"),
    [
        ("Skor", f"{NATIVE}1.995", "1,9950"),  # 1,995 could be a thousand
        ("Skor", f"{NATIVE}48.5", "48,5"),
        ("Skor", f"{NATIVE}0.00002", "0,00002"),
        ("Skor", f"{NATIVE}12.5%", "12,5%"),
        ("Skor", f"{NATIVE}48", "48"),
        ("Skor", "1.995", "1.995"),
        ("Skor", None, ""),
        ("Nilai kantor", f"{NATIVE}1.5", "1,5"),
        ("Desa/kelurahan", f"{NATIVE}75.71", "75.71"),
        ("Kode kecamatan", f"{NATIVE}75.1", "75.1"),
        ("Tahun", f"{NATIVE}2025-03-01", "2025-03-01"),
    ],
)
def test_a_number_gets_the_decimal_comma_and_a_code_keeps_its_point(header: str, cell: str | None, written: str) -> None:
    beside = {"#lembar": ["Data"], "Desa/kelurahan": ["x"], "Tahun": ["2025"], "Skor": ["1"]}
    written_so = as_sent(feeds()["kawasan_rawan"], pa.table(beside | {header: [cell]}))
    assert written_so[header].to_pylist() == [written]


def test_the_mark_of_simulated_rows_leaves_the_notes_of_a_feed(sent: Sent) -> None:
    received = sent.received("prevalensi")
    notes = next(name for name in received.column_names if name.strip().lower() == "catatan")
    made = as_sent(feeds()["prevalensi"], received, MARK)
    assert made[notes].to_pylist() == received[notes].to_pylist()
    assert set(made["#tanda"].to_pylist()) == {MARK}
