"""The ASGI app: it calls no outside address, and a missing store is a sentence, not a crash."""

import subprocess
import sys
import time
import tomllib
from pathlib import Path

import httpx2
import pytest

from data.model.settings import ROOT, Settings
from tests.processes import wait_until
from tests.stores import environment

pytestmark = pytest.mark.slow


def test_streamlit_asks_nobody_for_this_machines_address() -> None:
    code = "import dashboard.app, streamlit.net_util as n, socket; socket.socket = None; assert n.get_external_ip() is None"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert config["browser"]["serverAddress"] == "localhost"
    assert config["browser"]["gatherUsageStats"] is False


def _ask(url: str) -> httpx2.Response:
    for _ in range(120):
        try:
            return httpx2.get(url, headers={"accept": "text/html"}, timeout=10)
        except httpx2.TransportError:
            time.sleep(0.25)
    pytest.fail("no answer")


def test_streamlit_run_with_a_store_that_is_not_there_serves_the_sentence(tmp_path: Path, free_port: int) -> None:
    settings = Settings(home=tmp_path, DATABASE_URL="postgresql://a:b@127.0.0.1:1/c")
    app = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(free_port)],
        env=environment(settings),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert _ask(f"http://127.0.0.1:{free_port}/healthz").status_code == 200, "it is alive"
        assert wait_until(lambda: "nomor laporan" in _ask(f"http://127.0.0.1:{free_port}/").text, 30)
        for path in ("/readyz", "/"):
            answer = _ask(f"http://127.0.0.1:{free_port}{path}")
            assert answer.status_code == 503
            assert "127.0.0.1" not in answer.text, "strangers do not learn where the store is"
        number = answer.headers["x-request-id"]
        assert number in answer.text
    finally:
        app.terminate()
        output = app.communicate(timeout=30)[0]
    assert "Traceback" not in output
    assert "tidak dapat dihubungi" in output
    assert f"{number} muat UNREACHABLE" in output
    assert "external IP" not in output
