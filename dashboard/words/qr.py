"""The address of a view as a code that a phone reads."""

import io

import segno


def qr_svg(url: str) -> str:
    """As vectors; empty where there is no address."""
    if not url:
        return ""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, omitsize=True)
    return picture.getvalue().decode()


def qr_png(url: str) -> io.BytesIO:
    """As a picture, for formats that take no vectors."""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    return picture
