"""The steps of the load as HTML: inside a page of the app, or as a page of its own while nobody can sign in yet."""

import math
from html import escape

from dashboard.web.preparing.status import Status, Step
from dashboard.words.texts import language, number, text
from data.log import logged
from data.model.errors import Fault, Problem
from data.ops.worker import Place

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2"><title>{title} · Dasbor Bersinar</title>
<link rel="stylesheet" href="{assets}/app.css"><link rel="stylesheet" href="{assets}/preparing.css">
</head><body class="bs-alone"><main><p class="bs-brand">Dasbor Bersinar</p>{body}</main></body></html>"""
_TEN = 10


def page(status: Status, assets: str) -> str:
    """A whole page that reloads itself; `assets` is where the app serves its own files from."""
    return _PAGE.format(language=language(), title=escape(text("prepare.title")), assets=escape(assets), body=body(status))


def body(status: Status, *, whole: bool = False, exact: bool = False) -> str:
    """The steps and the time left. `whole`: the page behind needs the nation; `exact`: a fault may name this machine."""
    parts = [f"<h1>{escape(text('prepare.title'))}</h1>"]
    lead = "prepare.whole" if whole else "prepare.lead_preview" if "pratinjau" in status.steps else "prepare.lead"
    parts.append(f'<p class="bs-lead">{escape(text(lead))}</p>')
    if status.fault is not None:
        parts.append(_alert(status.fault, exact=exact))
    elif status.waits:
        parts.append(f'<p class="bs-lead">{escape(text("prepare.waits"))}</p>')
    else:
        parts.append(f'<p class="bs-left">{escape(left(status))}</p>{_bar(share(status), text("prepare.all"))}')
    several = len(status.steps) > 1
    for place, steps in status.steps.items():
        side = "" if status.fault is not None else left(status, place).lower()
        heading = _heading(place, side) if several else ""
        parts.append(f'<div class="bs-steps">{heading}<ol>{"".join(map(_step, steps.values()))}</ol></div>')
    return f'<section class="bs-prepare">{"".join(parts)}</section>'


def strip(status: Status, *, exact: bool = False) -> str:
    """One line above a page that shows one province, until the nation is there."""
    if status.fault is not None:
        return f'<div class="bs-strip"><span>{escape(text("prepare.preview_stopped"))}</span></div>' + _alert(
            status.fault, exact=exact
        )
    words = text("prepare.preview", left=left(status).lower())
    return f'<div class="bs-strip"><span>{escape(words)}</span>{_bar(share(status), text("prepare.all"))}</div>'


def left(status: Status, place: Place = "utama") -> str:
    """The time until a store is complete, in words no more precise than the estimate."""
    if not status.steps:
        return text("prepare.starting")
    if place in status.whole:
        return text("prepare.there")
    seconds = status.seconds_left(place)
    if seconds < _TEN:
        return text("prepare.soon")
    if seconds < 90:
        return text("prepare.seconds", count=number(math.ceil(seconds / _TEN) * _TEN))
    return text("prepare.minutes", count=number(math.ceil(seconds / 60)))


def share(status: Status) -> float:
    """The share of the whole load that is done, by time (0 to 1)."""
    steps = [step for steps in status.steps.values() for step in steps.values()]
    whole = sum(step.usual for step in steps)
    return sum(step.usual * _part(step) for step in steps) / whole if whole else 0.0


def _part(step: Step) -> float:
    """The share of a step that is done: as it reports, else estimated from its usual time."""
    if step.done or step.began is None:
        return float(step.done)
    return min(step.part or step.passed() / step.usual, 0.97)


def _alert(fault: Fault, *, exact: bool) -> str:
    sentence = str(fault) if exact else logged(fault, where="muat")
    again = "" if fault.problem is Problem.LOAD_FAILED else f"<br><small>{escape(text('prepare.again'))}</small>"
    return f'<p class="bs-alert" role="alert">{escape(sentence)}{again}</p>'


def _bar(part: float, label: str) -> str:
    percent = round(part * 100)
    return (
        f'<div class="bs-bar" role="progressbar" aria-label="{escape(label)}" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{percent}"><i style="width:{percent}%"></i></div>'
    )


def _heading(place: Place, side: str) -> str:
    return f"<h2>{escape(text(f'prepare.{place}'))} <small>{escape(side)}</small></h2>"


def _step(step: Step) -> str:
    state = "did" if step.done else "does" if step.began is not None else "waits"
    name = text(f"prepare.{step.name}")
    side = text("prepare.took", seconds=number(round(step.seconds))) if step.seconds is not None else ""
    bar = _bar(_part(step), name) if state == "does" else ""
    mark = "✓" if step.done else ""
    said = text("prepare.waits_turn" if state == "waits" else f"prepare.{state}")
    return (
        f'<li class="bs-{state}"><b aria-hidden="true">{mark}</b><span>{escape(name)}'
        f'<span class="bs-unseen">: {escape(said)}</span></span><small>{escape(side)}</small>{bar}</li>'
    )
