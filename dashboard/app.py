"""The ASGI app: Streamlit's pages beside our own routes. `streamlit run dashboard/app.py`."""

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # `streamlit run` puts this folder on the path, not the root

import streamlit as st
import streamlit.net_util
import uvicorn.config
from starlette.concurrency import run_in_threadpool

from dashboard.cache.runtime import settings, store
from dashboard.state.page_server import streamlit_server
from dashboard.web import jobs, preparing
from dashboard.web.entrance import behind_proxies
from dashboard.web.middleware import middleware
from dashboard.web.routes import routes
from dashboard.web.search import warm
from dashboard.web.static import compress_all
from data.log import start_log
from data.model.errors import Fault

_COLLECT_EVERY_S = 60
_KNOWN_WITHIN_S = 6.0  # then it answers, and shows what is being prepared

# Streamlit asks a server on the internet for this machine's address, to print it and to compare origins.
streamlit.net_util.get_external_ip = lambda: None
uvicorn.config.ProxyHeadersMiddleware = behind_proxies


@contextlib.asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    start_log()
    preparing.begin()
    jobs.begin()
    await run_in_threadpool(preparing.wait_until_known, _KNOWN_WITHIN_S)
    # Objects made by imports never die: left in the collector they cost each page run a fifth of a second.
    gc.collect()
    gc.freeze()
    compressing = asyncio.create_task(run_in_threadpool(compress_all, streamlit_server()))
    tasks = [asyncio.create_task(_sweep()), asyncio.create_task(_warm()), compressing]
    yield {}
    for task in tasks:
        task.cancel()
    await run_in_threadpool(jobs.end)
    await run_in_threadpool(preparing.end)
    with contextlib.suppress(Fault):
        store().close()


async def _sweep() -> None:
    """Collect garbage once a minute: Streamlit's own collection after every run is off (config.toml)."""
    while True:
        await asyncio.sleep(_COLLECT_EVERY_S)
        gc.collect()


async def _warm() -> None:
    """Build the search index of each store that is served, one after the other."""
    served = None
    while not preparing.status().ready or served != "utama":
        if not preparing.status().lacks(("regions",)) and served != preparing.status().served:
            served = preparing.status().served
            with contextlib.suppress(Fault):
                await run_in_threadpool(warm)
        await asyncio.sleep(1)


try:
    settings()
except Fault as fault:
    sys.exit(str(fault))

app = st.App(ROOT / "pages" / "shell.py", lifespan=lifespan, routes=routes(), middleware=middleware(streamlit_server()))
