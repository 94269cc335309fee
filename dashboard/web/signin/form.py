"""One small form on a page of its own."""

from dataclasses import dataclass
from html import escape

from dashboard.cache.runtime import here
from dashboard.words.texts import text

_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Dasbor Bersinar</title><style>
:root {{ color-scheme: light dark; font-family: 'Segoe UI', system-ui, -apple-system, Roboto, 'Noto Sans', sans-serif; }}
body {{ display: grid; place-items: center; min-height: 100vh; margin: 0; background: Canvas; color: CanvasText; }}
main {{ width: min(24rem, 88vw); display: grid; gap: 1rem; padding: 1.5rem 0; }}
form {{ display: grid; gap: .9rem; }}
h1 {{ font-size: 1.5rem; margin: 0; }} .brand {{ font-weight: 600; color: light-dark(#0b6e6e, #5cc8c0); }}
p, figure {{ margin: 0; line-height: 1.45; }}
label {{ display: grid; gap: .3rem; font-weight: 600; }}
input, button, .way {{ font: inherit; padding: .6rem .7rem; border-radius: 6px; border: 1px solid #7d8b90; }}
button {{ background: #0b6e6e; color: #fff; border: 0; cursor: pointer; font-weight: 600; }}
.way {{ text-align: center; text-decoration: none; color: inherit; }}
.plain {{ color: light-dark(#0b6e6e, #7fd8d0); justify-self: start; }}
figure {{ background: #fff; padding: .8rem; justify-self: center; border-radius: 6px; }} figure svg {{ display: block; }}
code {{ font-size: 1.05rem; letter-spacing: .06em; overflow-wrap: anywhere; }}
:focus-visible {{ outline: 3px solid #c2571a; outline-offset: 2px; }}
[role=alert] {{ border-left: 4px solid #c23b22; padding: .5rem .8rem; }}
</style></head><body><main><p class="brand">Dasbor Bersinar</p><h1>{title}</h1><p>{lead}</p>{fault}{extra}
<form method="post" action="{action}">{fields}<button>{submit}</button></form>{links}</main></body></html>"""


@dataclass(frozen=True)
class Field:
    """An input; `kind` is that of HTML, a hidden one shows nothing."""

    name: str
    kind: str
    autocomplete: str = "off"
    value: str = ""

    def html(self, *, first: bool) -> str:
        """The input with its label."""
        more = ' inputmode="numeric" maxlength="7"' if self.autocomplete == "one-time-code" else ""
        shown = f'name="{self.name}" type="{self.kind}" autocomplete="{self.autocomplete}" value="{escape(self.value)}"{more}'
        if self.kind == "hidden":
            return f"<input {shown}>"
        return f"<label>{escape(text(f'field.{self.name}'))}<input {shown} required{' autofocus' if first else ''}></label>"


def page(
    name: str,
    action: str,
    fields: list[Field],
    *,
    fault: str = "",
    extra: str = "",
    links: dict[str, str] | None = None,
    **words: object,
) -> str:
    """The page `name` (texts ``{name}.title, .lead, .submit``); `extra` is HTML of our own, `links` are label: address."""
    drawn = "".join(f'<a class="plain" href="{escape(here(to))}">{escape(label)}</a>' for label, to in (links or {}).items())
    return _PAGE.format(
        title=escape(text(f"{name}.title")),
        lead=escape(text(f"{name}.lead", **words)),
        action=escape(here(action)),
        extra=extra,
        submit=escape(text(f"{name}.submit")),
        fault=f'<p role="alert">{escape(fault)}</p>' if fault else "",
        links=drawn,
        fields="".join(field.html(first=at == 0) for at, field in enumerate(fields)),
    )
