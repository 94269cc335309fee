"""Jobs for administrators: running, waiting and ended runs, and a button to start one."""

import json

import pandas as pd
import streamlit as st

from dashboard.cache.runtime import store
from dashboard.components.frame import show_frame
from dashboard.words.texts import number, text
from data import queries
from data.identity.audit import note_within
from data.identity.people import Person
from data.jobs.queue import EVERY, FACTS, ask
from data.model.clock import ZONE
from data.model.errors import Fault
from data.model.roles import Act, check_act

NAMES = (FACTS, *EVERY)


def show_jobs(person: Person) -> None:
    """The newest runs, the last first."""
    found = queries.runs(store(), person.scope)
    if found.empty:
        st.caption(text("job.none"))
        return
    asked, began, ended = (pd.to_datetime(found[name], utc=True) for name in ("asked_at", "started_at", "ended_at"))
    took = (ended - began).dt.total_seconds()
    table = pd.DataFrame(
        {
            text("job.number"): found["id"],
            text("job.name"): [_named(name) for name in found["name"]],
            text("history.state"): [text(f"job_state.{state}") for state in found["state"]],
            text("job.steps"): [
                f"{number(done)}/{number(total)}" if total else ""
                for done, total in zip(found["done"], found["total"], strict=True)
            ],
            text("job.asked"): asked.dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d %H:%M:%S"),
            text("job.seconds"): [number(seconds, 1) if pd.notna(seconds) else "" for seconds in took],
            text("job.inputs"): [", ".join(sorted(inputs)) for inputs in found["inputs"]],
            text("job.result"): [_result(result) for result in found["result"]],
            text("job.fault"): found["fault"],
        }
    )
    show_frame(table, alt=text("job.title"))


def show_start(person: Person) -> None:
    """A button to ask for a job; it begins within seconds, after a run of the same name that is not over."""
    with st.form("pekerjaan", border=True):
        name = st.selectbox(text("job.name"), NAMES, format_func=_named)
        if not st.form_submit_button(text("job.start"), icon=":material/play_arrow:"):
            return
        try:
            check_act(person.role, Act.ADMINISTER)
            with store().writing() as connection:
                run = ask(connection, name)
                note_within(connection, person.username, person.role, "konfigurasi", f"pekerjaan {name}", nomor=run)
        except Fault as fault:
            st.error(str(fault), icon=":material/error:")
            return
    st.rerun()


def _named(name: str) -> str:
    return text(f"job_name.{name}") if name in NAMES else name


def _result(result: dict[str, object]) -> str:
    return json.dumps(result, ensure_ascii=False).strip("{}")
