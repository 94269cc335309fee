"""The result of a check: four counts, faults by row and column, and what was resolved without asking."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard.components.file import show_file_button
from dashboard.components.frame import show_frame
from dashboard.components.sending.session import Opened
from dashboard.words.texts import number, pick, text
from data.feeds import feeds
from data.intake.submit.report import Report
from data.intake.workers import marked_copy
from data.store.scope import Scope

_SHOWN = 300
_COUNT_WIDTH = 150  # pixels: two beside each other on a phone, so that what is wrong is not far below


def _wrapped(frame: pd.DataFrame, caption: str) -> str:
    """A table whose cells wrap, so that what to do is never cut; on a phone each row is a block with its own headings."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in frame.columns)
    rows = "".join(
        "<tr>" + "".join(f'<td data-head="{escape(head)}">{escape(cell)}</td>' for head, cell in row.items()) + "</tr>"
        for row in frame.to_dict("records")
    )
    return (
        f'<div class="bs-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="bs-faults">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def show_report(report: Report, file: Opened, scope: Scope) -> None:
    """Counts, then faults with the marked copy, then notes."""
    landed = report.landed
    counts = (("new", landed.new), ("changed", landed.changed), ("unchanged", landed.unchanged), ("rejected", report.rejected))
    with st.container(horizontal=True, gap="small"):
        for name, count in counts:
            st.metric(text(f"send.{name}"), number(count), border=True, width=_COUNT_WIDTH)
    if report.remarks.fault_count:
        st.error(
            text("send.faulty", count=number(report.remarks.fault_count), rows=number(report.rejected)),
            icon=":material/error:",
        )
        form = not isinstance(file.body, bytes)
        labels = {one.name: pick(one.label) for one in feeds()[report.feed].columns} if form else {}
        faults = [  # the first entry of a form stands in the second row of its sheet
            (
                one.sheet,
                str(max(one.row - form, 0) or ""),
                labels.get(one.column, one.column),
                one.found,
                one.expected,
                one.todo,
            )
            for one in report.remarks.faults[:_SHOWN]
        ]
        heads = [text(f"fault.{name}") for name in ("sheet", "row", "column", "found", "expected", "todo")]
        heads[1] = text("form.entry") if form else heads[1]
        frame = pd.DataFrame(faults, columns=heads)
        if frame[heads[0]].nunique() == 1:  # the name of the only sheet would push what to do out of sight
            frame = frame.drop(columns=heads[0])
        st.html(_wrapped(frame, text("send.faults")))
        if isinstance(body := file.body, bytes):
            show_file_button(
                text("send.marked"),
                lambda: marked_copy(body, file.name, report),
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
