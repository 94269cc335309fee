"""The sign-in form: plain HTML, so that it works before and without the rest of the app."""

from html import escape

from dashboard.texts import text

_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
:root {{ color-scheme: light dark; font-family: 'Segoe UI', system-ui, sans-serif; }}
body {{ display: grid; place-items: center; min-height: 100vh; margin: 0; background: Canvas; color: CanvasText; }}
form {{ width: min(22rem, 88vw); display: grid; gap: .9rem; }}
h1 {{ font-size: 1.5rem; margin: 0; }} p {{ margin: 0; }}
label {{ display: grid; gap: .3rem; font-weight: 600; }}
input, button {{ font: inherit; padding: .6rem .7rem; border-radius: 6px; border: 1px solid #7d8b90; }}
button {{ background: #0b6e6e; color: #fff; border: 0; cursor: pointer; }}
[role=alert] {{ border-left: 4px solid #c23b22; padding: .5rem .8rem; }}
</style></head><body><form method="post" action="/masuk">
<h1>Dasbor Bersinar</h1><p>{lead}</p>{fault}
<label>{username}<input name="username" autocomplete="username" required autofocus></label>
<label>{password}<input name="password" type="password" autocomplete="current-password" required></label>
<button>{submit}</button></form></body></html>"""


def form(fault: str = "") -> str:
    """The page, with what went wrong above the fields."""
    return _PAGE.format(
        title=escape(text("signin.title")),
        lead=escape(text("signin.lead")),
        username=escape(text("signin.username")),
        password=escape(text("signin.password")),
        submit=escape(text("signin.submit")),
        fault=f'<p role="alert">{escape(fault)}</p>' if fault else "",
    )
