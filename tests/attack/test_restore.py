"""A store is lost and restored from its backup, with or without its accounts."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from data.__main__ import main
from data.identity import audit
from data.model import schema
from data.model.errors import Problem
from data.ops.transfer.backup import back_up, restore
from data.store import Store
from data.store.prepare import prepare
from tests.people import WORD, add_person, problem_of, sign_in
from tests.stores import Run, environment


def _quiet(done: int, total: int) -> None:
    pass


def _people(store: Store) -> list[tuple[object, ...]]:
    query = (
        "select p.username, p.password_hash, p.totp, g.prefix from akses.person p "
        "left join akses.region_grant g on g.person_id = p.id order by 1, 4"
    )
    with store.writing() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.mark.parametrize(("kind", "other"), [("postgis", "embedded"), ("embedded", "postgis")])
def test_people_their_rights_and_the_trail_come_back(run: Run, tmp_path: Path, kind: str, other: str) -> None:
    lost = prepare(run.copy(kind, "wilayah", tmp_path / "hilang"))
    add_person(lost, "siti", "Siti", "bnnp", ["75", "31"], WORD)
    sign_in(lost, "siti")
    file = tmp_path / "cadangan.zip"
    saved = back_up(lost, file, _quiet, people=True)
    assert lost.admin is not None
    with lost.writing() as connection:
        head = audit.verify(connection)
    with lost.admin.connect() as connection:  # a superuser: nobody else may read the key
        key = bytes(connection.scalar(sa.text("select inner_pad from akses.signing_key where retired_at is null")))
    before = _people(lost)
    assert [row[3] for row in before if row[0] == "siti"] == ["31", "75"]
    lost.close()
    assert key not in file.read_bytes()
    assert not {one.table for one in saved} & {"akses.signing_key", "akses.api_token", "akses.gis_account"}

    found = prepare(run.copy(other, "kosong", tmp_path / "baru"))
    with found.writing() as connection:
        connection.execute(schema.person.delete())
    assert restore(found, file, _quiet, simulated_too=False) == saved
    assert _people(found) == before
    with found.writing() as connection:
        again = audit.verify(connection, (head.position, head.digest))
    assert (again.faults, again.rows) == ([], head.rows)
    assert sign_in(found, "siti").prefixes == ("31", "75")
    add_person(found, "budi", "Budi", "bnnp", ["75"], WORD)  # numbers go on where they were
    with found.writing() as connection:
        assert audit.verify(connection, (head.position, head.digest)).faults == []
    found.close()


def test_people_come_back_into_an_empty_store_only(run: Run, tmp_path: Path) -> None:
    lost = prepare(run.copy("postgis", "kosong", tmp_path / "hilang"))
    add_person(lost, "siti", "Siti", "bnn_pusat", [""], WORD)
    back_up(lost, tmp_path / "dengan.zip", _quiet, people=True)
    back_up(lost, tmp_path / "tanpa.zip", _quiet)
    lost.close()
    used = prepare(run.copy("postgis", "kosong", tmp_path / "dipakai"))
    add_person(used, "jahat", "Jahat", "bnn_pusat", [""], WORD)
    before = _people(used)
    act = lambda: restore(used, tmp_path / "dengan.zip", _quiet, simulated_too=False)  # noqa: E731
    assert problem_of(act) is Problem.TARGET_NOT_EMPTY
    assert _people(used) == before
    restore(used, tmp_path / "tanpa.zip", _quiet, simulated_too=False)
    assert _people(used) == before, "without people the store keeps its own"
    used.close()


def test_the_command_says_what_is_not_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = run.copy("postgis", "kosong", tmp_path / "home")
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    for more, said in (([], "jejak audit TIDAK ikut"), (["--dengan-akun"], "jejak audit ikut")):
        assert main(["cadangkan", str(tmp_path / "a.zip"), *more]) == 0
        last = " ".join(capsys.readouterr().out.splitlines()[-3:])
        assert said in last
        assert "secrets.json" in last
