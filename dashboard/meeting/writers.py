"""The kinds of files of a meeting. One content, as the screen shows it, is written by each of them."""

from collections.abc import Callable

from dashboard.meeting.handout import Handout, handout_of
from dashboard.meeting.to_docx import docx_of
from dashboard.meeting.to_pdf import pdf_of
from dashboard.meeting.to_pptx import pptx_of

__all__ = ["WRITERS", "handout_of"]
_OFFICE = "application/vnd.openxmlformats-officedocument."
# by suffix: what writes it, and its kind
WRITERS: dict[str, tuple[Callable[[Handout], bytes], str]] = {
    "pptx": (pptx_of, _OFFICE + "presentationml.presentation"),
    "pdf": (pdf_of, "application/pdf"),
    "docx": (docx_of, _OFFICE + "wordprocessingml.document"),
}
