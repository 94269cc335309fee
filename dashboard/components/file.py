"""One way to hand out a file: made when asked for, and noted."""

from collections.abc import Callable

import streamlit as st

from dashboard.runtime import store
from data.access.audit import note
from data.access.token import Scope


def show_file_button(
    label: str, make: Callable[[], bytes], *, scope: Scope, file_name: str, mime: str, icon: str = ":material/download:"
) -> None:
    """A button that makes the file when it is pressed. What cannot be noted is not handed out."""

    def made() -> bytes:
        body = make()
        note(store(), scope, "unduh", file_name, byte=len(body))
        return body

    st.download_button(label, data=made, icon=icon, mime=mime, file_name=file_name)
