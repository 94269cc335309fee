"""A store of the small country (on both kinds in a full run), emptied before each test; senders; and small files."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.feeds import Mapping, feeds
from data.intake.submit import submission
from data.intake.submit.report import Report, Sender
from data.model import schema
from data.model.roles import Role
from data.store import Store
from data.store.prepare import prepare
from tests.conftest import FULL, KINDS
from tests.following import submit
from tests.intake.case_list import CASES, FOLDER
from tests.intake.checked import Check
from tests.people import as_person
from tests.spec.country import make_country
from tests.stores import Run

TODAY = date(2026, 11, 1)
NAMES = {
    "ID": "Indonesia", "75": "Gorontalo", "75.01": "Kabupaten Gorontalo", "75.02": "Kabupaten Boalemo", "75.01.01": "Limboto",
    "75.02.01": "Paguyaman", "75.01.01.1001": "Kayubulan", "75.01.01.2001": "Tenilo", "75.01.01.2002": "Bulota",
    "75.01.01.2003": "Malahu", "75.02.01.2001": "Tenilo",
}  # fmt: skip
PUSAT = Sender("BNN Pusat", "pusat", "bnn_pusat")
BNNP = Sender("BNNP Gorontalo", "budi", "bnnp", ("75",))
BNNK = Sender("BNNK Kabupaten Gorontalo", "kiki", "bnnk", ("75.01",))


@pytest.fixture(scope="session", params=KINDS if FULL else ["postgis"])
def intake_store(
    run: Run, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Path]]:
    home = tmp_path_factory.mktemp("kiriman")
    store = prepare(run.copy(request.param, "kosong", home / "toko"))
    make_country(store, NAMES)
    as_person(store, "bnn_pusat", "")
    yield store, home
    store.close()


@pytest.fixture(scope="session")
def all_regions(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """A store that knows all regions of Indonesia and nothing about them, with the folder of its keys; it is left so."""
    home = tmp_path_factory.mktemp("semua_wilayah")
    store = prepare(run.copy("postgis", "daftar", home / "toko"))
    yield store, home
    store.close()


@pytest.fixture
def place(intake_store: tuple[Store, Path]) -> tuple[Store, Path]:
    """The store and the folder of its keys, with regions and nothing else."""
    empty(intake_store[0])
    (intake_store[1] / "kunci-token.json").unlink(missing_ok=True)  # else a test that rotates keys leaves its own behind
    return intake_store


def empty(store: Store) -> None:
    """Take out whatever tests sent."""
    with store.writing() as connection:
        connection.execute(
            sa.text(
                "truncate mentah.kiriman_cakupan, mentah.langkah, mentah.isi, mentah.pemetaan, mentah.draf, "
                "mentah.kolom_bebas, mentah.kewajiban, "
                "inti.temuan, inti.token_link"
            )
        )
        connection.execute(
            sa.text(
                "truncate inti.job_run, inti.case_link, inti.case_root, inti.case_difference_step, inti.case_difference, "
                "analitik.agreement, analitik.difference_count"
            )
        )
        connection.execute(sa.text("truncate mentah.kiriman restart identity cascade"))
        for table in (*LANDED, "case_substance", "case_suspect"):
            connection.execute(sa.text(f"truncate inti.{table} cascade"))
        connection.execute(schema.source.delete().where(schema.source.c.id != "s", schema.source.c.id != "gis_langsung"))
        for table in (
            schema.nilai,
            schema.lapis,
            schema.bagian,
            schema.breakdown,
            schema.survival,
            schema.case_funnel,
            schema.case_step,
            schema.case_waiting,
            schema.case_standing,
            schema.access,
            schema.ibm_change,
            schema.warning,
            schema.cluster_run,
            schema.cluster,
            schema.scan_cluster,
        ):
            connection.execute(table.delete())


LANDED = sorted({landing.table for contract in feeds().values() for landing in contract.lands})


@pytest.fixture
def send(place: tuple[Store, Path]) -> Callable[..., Report]:
    """Send rows (a list of dictionaries written as CSV, or bytes) of a feed; committed unless `commit` is False."""

    def sent(
        feed: str, rows: object, sender: Sender = PUSAT, *, commit: bool = True, name: str = "uji.csv", **more: object
    ) -> Report:
        body = rows if isinstance(rows, bytes) else csv_of(rows)  # type: ignore[arg-type]
        return submit(
            place[0], place[1], feeds()[feed], body, sender=sender, commit=commit, file_name=name, today=TODAY, **more
        )  # type: ignore[arg-type]

    return sent


@pytest.fixture
def rows_in(place: tuple[Store, Path]) -> Callable[..., list[dict[str, object]]]:
    """Rows of a table of `inti`, as dictionaries."""

    def read(table: str, *columns: str, order: str = "1") -> list[dict[str, object]]:
        names = ", ".join(columns) or "*"
        with place[0].writing() as connection:
            return [
                dict(row)
                for row in connection.execute(sa.text(f"select {names} from inti.{table} order by {order}")).mappings()
            ]

    return read


@pytest.fixture
def check(all_regions: tuple[Store, Path]) -> Check:
    """Check a file of `cases/tables` by the beginning of its name, or bytes, with answers to offers."""

    def checked(file: str | bytes, feed: str = "layanan_bulanan", region: str = "75", **answers: str) -> Report:
        if isinstance(file, str):
            case = next(one for one in CASES if one.file.startswith(file))
            feed, region, name, body = case.feed, case.region, case.file, (FOLDER / case.file).read_bytes()
        else:
            name, body = "uji", file
        sender = Sender("BNN Pusat", "uji", Role.BNN_PUSAT, (region,))
        given = {question.replace("__", ":").replace("_", " "): answer for question, answer in answers.items()}
        mapping = Mapping(answers=given) if given else None
        return submission.submit(
            *all_regions, feeds()[feed], body, sender=sender, commit=False, file_name=name, today=TODAY, mapping=mapping
        )

    return checked


def csv_of(rows: list[dict[str, object]]) -> bytes:
    """A CSV with semicolons; keys are headers."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def month(number: int, **more: object) -> dict[str, object]:
    """A row of `layanan_bulanan`."""
    return {
        "Wilayah kantor": "75.01",
        "Bulan": f"2025-{number:02d}",
        "Layanan": "skhpn",
        "Jumlah kegiatan": 10,
        "Orang": 10,
    } | more
