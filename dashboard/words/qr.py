"""The address of a view as a QR code."""

import io

import segno


def qr_svg(url: str) -> str:
    """The code as SVG; empty where there is no address."""
    if not url:
        return ""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, omitsize=True)
    return picture.getvalue().decode()


def qr_png(url: str) -> io.BytesIO:
    """The code as PNG, for formats without vectors."""
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    return picture
