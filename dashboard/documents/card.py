"""A picture of an area for a chat: 1080 by 1350 pixels, PNG. Of published figures."""

from pathlib import Path

from dashboard.documents.paper import Paper
from dashboard.documents.pdf import typeset

_TEMPLATE = Path(__file__).with_name("card.typ")  # its page is as many points as the picture has pixels


def card_of(paper: Paper) -> bytes:
    """The picture: verdict, map, figures, marks, source, date and a short link."""
    return typeset(_TEMPLATE, paper, "png")
