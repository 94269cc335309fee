"""The result of a check: four counts, faults by row and column, and what was resolved without asking."""

import pandas as pd
import streamlit as st

from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.components.sending.session import Opened
from dashboard.words.texts import number, text
from data.intake.submit.report import Report
from data.intake.workers import marked_copy
from data.store.scope import Scope

_SHOWN = 300


def show_report(report: Report, file: Opened, scope: Scope) -> None:
    """Counts, then faults with the marked copy, then notes."""
    landed = report.landed
    counts = (("new", landed.new), ("changed", landed.changed), ("unchanged", landed.unchanged), ("rejected", report.rejected))
    for column, (name, count) in zip(st.columns(4), counts, strict=True):
        column.metric(text(f"send.{name}"), number(count), border=True)
    if report.remarks.fault_count:
        st.error(
            text("send.faulty", count=number(report.remarks.fault_count), rows=number(report.rejected)),
            icon=":material/error:",
        )
        faults = [
            (one.sheet, str(one.row or ""), one.column, one.found, one.expected, one.todo)
            for one in report.remarks.faults[:_SHOWN]
        ]
        heads = [text(f"fault.{name}") for name in ("sheet", "row", "column", "found", "expected", "todo")]
        frame = pd.DataFrame(faults, columns=heads)
        if frame[heads[0]].nunique() == 1:  # the name of the only sheet would push what to do out of sight
            frame = frame.drop(columns=heads[0])
        narrow = {head: st.column_config.Column(width=width) for head, width in zip(heads[1:4], (60, 130, 130), strict=True)}
        show_frame(frame, alt=text("send.faults"), column_config=narrow)
        show_file_button(
            text("send.marked"),
            lambda: marked_copy(file.body, file.name, report),
            scope=scope,
            icon="edit_document",
            file_name=f"{file.name.rsplit('.', 1)[0]}_ditandai.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    notes = report.remarks.noted()
    if notes:
        with st.expander(text("send.notes", count=number(len(notes))), icon=":material/checklist:"):
            frame = pd.DataFrame(notes, columns=[text(f"fault.{name}") for name in ("column", "done", "times", "example")])
            show_frame(frame, alt=text("send.notes", count=number(len(notes))))
