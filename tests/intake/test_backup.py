"""A backup of one kind of store restores into an empty one of the other, with equal rows."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from data.model.errors import Fault, Problem
from data.model.settings import Settings
from data.ops.transfer.backup import back_up, read_passphrase, restore
from data.ops.transfer.sealed import MAGIC, Sealing, unseal
from data.store import Store
from data.store.prepare import prepare
from tests.following import history
from tests.intake.conftest import PUSAT, month
from tests.stores import mark_simulated

pytestmark = pytest.mark.slow


def _quiet(done: int, total: int) -> None:
    pass


@pytest.fixture
def target(
    request: pytest.FixtureRequest, intake_store: tuple[Store, Path], tmp_path: Path, scratch_postgis: Callable[[], Settings]
):
    """An empty store of the other kind."""
    other = scratch_postgis() if intake_store[0].kind == "embedded" else Settings(home=tmp_path / "lain")
    store = prepare(other)
    yield store
    store.close()


def test_what_was_saved_comes_back_and_goes_on(send, place, tmp_path: Path, target: Store) -> None:
    first = send("layanan_bulanan", [month(1), month(2)])
    file = tmp_path / "cadangan.zip"
    saved = back_up(place[0], file, _quiet)
    assert {one.table: one.rows for one in saved}["inti.service_month"] == 2
    assert restore(target, file, _quiet, simulated_too=False) == saved
    # the restored store knows its history: the submission can be withdrawn there
    assert history.withdraw(target, first.kiriman_id, PUSAT, "uji").gone == 2
    with pytest.raises(Fault) as fault:
        restore(target, file, _quiet, simulated_too=False)
    assert fault.value.problem is Problem.TARGET_NOT_EMPTY


def test_a_damaged_backup_restores_nothing(send, place, tmp_path: Path, target: Store) -> None:
    send("layanan_bulanan", [month(1)])
    file = tmp_path / "cadangan.zip"
    back_up(place[0], file, _quiet)
    changed = tmp_path / "rusak.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body.replace(b"BNN Pusat", b"BNN Pusxt"))
    (tmp_path / "potong.zip").write_bytes(file.read_bytes()[:2_000])
    (tmp_path / "lain.zip").write_text("bukan zip")
    for name in ("rusak.zip", "potong.zip", "lain.zip", "tidak-ada.zip"):
        with pytest.raises(Fault):
            restore(target, tmp_path / name, _quiet, simulated_too=False)
        with target.writing() as connection:
            assert connection.scalar(sa.text("select count(*) from inti.region")) == 0


def test_a_backup_of_simulated_data_asks(send, place, tmp_path: Path, target: Store) -> None:
    mark_simulated(place[0])
    back_up(place[0], tmp_path / "a.zip", _quiet)
    with pytest.raises(Fault) as fault:
        restore(target, tmp_path / "a.zip", _quiet, simulated_too=False)
    assert fault.value.problem is Problem.SIMULATION_REFUSED


def test_a_backup_is_read_by_this_account_alone(place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "cadangan.zip"
    modes: list[int] = []
    (tmp_path / "cadangan.zip.part").write_text("dari proses yang mati")
    (tmp_path / "cadangan.zip.part").chmod(0o644)

    def look(done: int, total: int) -> None:
        modes.append((tmp_path / "cadangan.zip.part").stat().st_mode & 0o777)

    back_up(place[0], file, look)
    assert set(modes) == {0o600}, "while it is written, too"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_sealed_backup_opens_with_its_passphrase_alone(send, place, tmp_path: Path, target: Store) -> None:
    send("layanan_bulanan", [month(1)])
    file, secret = tmp_path / "cadangan.zip", "kuda laut di Bunaken"
    saved = back_up(place[0], file, _quiet, passphrase=secret)
    assert b"inti.service_month" not in file.read_bytes()
    for passphrase in (None, "kuda laut di Bunakeb"):
        with pytest.raises(Fault) as fault:
            restore(target, file, _quiet, simulated_too=False, passphrase=passphrase)
        assert fault.value.problem is Problem.BACKUP_SEALED
    assert restore(target, file, _quiet, simulated_too=False, passphrase=secret) == saved


def test_what_was_sealed_is_whole_or_does_not_open() -> None:
    for size in (0, 1, 1 << 20, (1 << 20) + 1, 3 << 20):
        body, sealed = os.urandom(size), io.BytesIO()
        sealing = Sealing(sealed, "kata sandi panjang")
        sealing.write(body)
        sealing.finish()
        opened = io.BytesIO()
        unseal(io.BytesIO(sealed.getvalue()), opened, "kata sandi panjang")
        assert opened.getvalue() == body
        cut = sealed.getvalue()[: len(MAGIC) + 16 + ((1 << 20) + 16) * (size >> 20)]  # at the end of a piece
        changed = bytearray(sealed.getvalue())
        changed[-1] ^= 1
        for broken in (cut, bytes(changed), sealed.getvalue() + b"x", sealed.getvalue()[:-1]):
            if broken != sealed.getvalue():
                with pytest.raises(InvalidTag):
                    unseal(io.BytesIO(broken), io.BytesIO(), "kata sandi panjang")


@pytest.mark.parametrize("text", [None, "", "pendek", "\nkata sandi di baris kedua"])
def test_a_passphrase_file_without_a_passphrase_is_refused(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "sandi").write_text(text)
    with pytest.raises(Fault) as fault:
        read_passphrase(tmp_path / "sandi")
    assert fault.value.problem is Problem.NO_PASSPHRASE
