"""An embedded store that agencies sent real rows to is served to this machine, without simulated rows beside them."""

from pathlib import Path

import httpx2
import pytest
import sqlalchemy as sa

from dashboard.web import entrance
from data.feeds import feeds
from data.intake.submit.report import Sender
from data.model.errors import Fault, Problem
from data.model.roles import Role
from data.ops import bootstrap
from data.store.prepare import prepare
from tests.following import submit
from tests.processes import wait_until
from tests.start.test_first_minute import running
from tests.stores import UNSEEN, Run

EVENT = b"Desa/kelurahan;Peristiwa;Tanggal\n75.71.01.1001;pencanangan;2024-05-01\n"
SENDER = Sender("BNN Pusat", "pusat", Role.BNN_PUSAT)


@pytest.mark.slow
def test_a_start_serves_what_was_sent_and_adds_nothing(run: Run, tmp_path: Path, free_port: int) -> None:
    settings = run.copy("embedded", "wilayah", tmp_path / "home")
    store = prepare(settings)
    assert bootstrap.fills_itself(store)
    report = submit(store, settings.home, feeds()["bersinar_peristiwa"], EVENT, sender=SENDER, commit=True)
    assert report.accepted, report.remarks
    assert not bootstrap.fills_itself(store)
    with pytest.raises(Fault) as fault:
        bootstrap.load(store, settings, simulate=True, show=UNSEEN)
    assert fault.value.problem is Problem.REAL_ROWS_THERE
    with running(settings, free_port) as app:
        assert app.answers()
        assert wait_until(lambda: httpx2.get(f"{app.url}/readyz", timeout=10).status_code == 200, 120), app.said
        assert httpx2.get(app.url, timeout=30).status_code == 200
        assert "simulasi" not in app.said.lower()
    with store.writing() as connection:
        kinds = connection.scalars(sa.text("select kind from inti.source")).all()
        assert connection.scalar(sa.text("select count(*) from inti.bersinar_event")) == 1
    store.close()
    assert "simulasi" not in kinds


@pytest.mark.parametrize(
    ("host", "bound", "client", "here"),
    [
        ("localhost:8501", "127.0.0.1", "127.0.0.1", True),
        ("localhost:8501", "127.0.0.1", "testclient", True),  # nobody else reaches a loopback address
        ("[::1]:8501", "0.0.0.0", "127.0.0.1", True),
        ("localhost:8501", "0.0.0.0", "10.1.2.3", False),  # a name is easily said
        ("10.1.2.3:8501", "0.0.0.0", "127.0.0.1", False),
        ("dasbor.kantor.go.id", "127.0.0.1", "127.0.0.1", False),  # a proxy passes it on
        ("", "127.0.0.1", "127.0.0.1", False),
        ("localhost", "", "", False),
    ],
)
def test_real_rows_without_accounts_are_read_on_this_machine_only(host: str, bound: str, client: str, *, here: bool) -> None:
    assert entrance.stays_here(host, bound, (client, 1)) is here
