"""Exact values for the map: addresses signed for one person, answered with that person's current rights."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache

from itsdangerous import BadSignature
from starlette.requests import Request

from dashboard.cache.runtime import store
from dashboard.web.caller import who_asks
from dashboard.web.signing import lasting
from dashboard.words.facility import card_lines, has_beds
from data import queries
from data.facts.indicators import indicator
from data.identity.people import Person
from data.queries import Freshness
from data.store.scope import Scope

BLOCK = 256  # regions answered together
_SALT = "bersinar-nilai"


@dataclass(frozen=True)
class Asked:
    """The request that an address describes."""

    username: str
    indicator: str
    level: int
    boundary_version: str
    data_version: int
    published: bool  # browsers cache answers by their address: exact figures have another one


@lru_cache(maxsize=10)
def names(boundary_version: str, level: int) -> list[str]:
    """Names of a level in number order; they change with the boundaries alone."""
    return queries.regions(store(), Scope.public(), level)["name"].tolist()


def address(person: Person, code: str, level: int, state: Freshness) -> str:
    """The signed part of an address. It names the request and the person, and grants no right by itself."""
    asked = [person.username, code, level, state.boundary_version, state.data_version, person.published]
    return str(lasting(store(), _SALT).dumps(asked))


def asked_by(request: Request, signed: str) -> tuple[Person, Asked] | None:
    """The person, their scope and the request; ``None`` for a forged address, or one of somebody else's session.

    Blocking: it may read the account.
    """
    try:
        asked = Asked(*lasting(store(), _SALT).loads(signed))
    except (BadSignature, TypeError):
        return None
    person = who_asks(request, asked.username)
    if person is None or person.username != asked.username:
        return None
    return replace(person, published=asked.published), asked


def block(person: Person, asked: Asked, index: int) -> bytes:
    """Names, and by period values with their parts, of `BLOCK` regions from number ``index * BLOCK``, as JSON.

    Values that the person may not see, or that are withheld, are null: the rows never leave the store.
    """
    item = indicator(asked.indicator)
    first = index * BLOCK
    called = names(asked.boundary_version, asked.level)[first : first + BLOCK]
    rows = queries.block(store(), person.scope, asked.indicator, asked.level, first, first + BLOCK)
    values: dict[str, list[float | None]] = {}
    parts: dict[str, list[list[float] | None]] = {}
    for row in rows.itertuples():
        at = int(row.number) - first
        known = values.setdefault(row.period, [None] * len(called))
        if row.value is not None and row.value == row.value:
            known[at] = round(row.value, item.decimals)
            if item.denominator is not None and row.numerator == row.numerator and row.denominator == row.denominator:
                parts.setdefault(row.period, [None] * len(called))[at] = [row.numerator, row.denominator]
    return json.dumps({"names": called, "values": values, "parts": parts}, ensure_ascii=False, separators=(",", ":")).encode()


def points(person: Person) -> bytes:
    """Facilities as points with the lines of their cards, as JSON: columns, not rows, because there are many.

    `kind` is ``inap`` where people stay, else ``jalan``; `size` is how many people there are places for at one time.
    """
    frame = queries.facilities(store(), person.scope)
    body = {
        "lon": frame["lon"].round(4).tolist(),
        "lat": frame["lat"].round(4).tolist(),
        "name": frame["name"].tolist(),
        "operator": frame["operator"].tolist(),
        "kind": ["inap" if has_beds(row) else "jalan" for row in frame.to_dict("records")],
        "size": (frame["beds"] + frame["places"]).tolist(),
        "lines": [card_lines(row) for row in frame.to_dict("records")],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
