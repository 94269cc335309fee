"""Accounts on screen: the list, one account's rights, a new one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.cache import answers
from dashboard.cache.runtime import store
from dashboard.components.frame import show_frame
from dashboard.words.texts import number, text
from data.feeds import agencies
from data.identity import accounts
from data.identity.accounts import SHORTEST_REASON, Giver, Wanted
from data.identity.people import Person
from data.model import clock
from data.model.clock import ZONE
from data.model.errors import Fault
from data.store.scope import Scope
from geo.regions.codes import NATION, Level, level_of

_SOON = timedelta(days=30)
_SAID = "akun_kabar"  # what the previous run did: a page that changed something is redrawn
_USUAL = timedelta(days=365)


@dataclass(frozen=True)
class _Grant:
    role: str
    prefixes: tuple[str, ...]
    reason: str
    until: date


def show_accounts(person: Person, version: str) -> pd.DataFrame | None:
    """The accounts that this administrator looks after; the rows (a grant each) of the one that was chosen."""
    _show_what_was_done()
    found = accounts.people_below(store(), person.scope)
    people = found.drop_duplicates("username")
    today = clock.today()
    ends = {name: _end(days) for name, days in found.groupby("username")["until"]}
    soon = sum(end is not None and today <= end <= today + _SOON for end in ends.values())
    st.html(
        '<p class="bs-answer">'
        + text(
            "account.answer",
            count=number(len(people)),
            active=number(people["active"].sum()),
            soon=number(soon),
            bare=number((~people["second_factor"].astype(bool) & people["sso_name"].isna()).sum()),
        )
        + "</p>"
    )
    if people.empty:
        st.caption(text("account.none"))
        return None
    names = _names(person.scope, version, set(found["prefix"].dropna()))
    areas = (
        found.dropna(subset=["prefix"])
        .groupby("username")["prefix"]
        .agg(lambda codes: ", ".join(map(names.__getitem__, codes)))
    )
    of_account = people["username"].map
    table = pd.DataFrame(
        {
            text("field.username"): people["username"],
            text("account.name"): people["full_name"],
            text("account.role"): [text(f"role.{role}") for role in people["role"]],
            text("account.office"): people["office"].fillna("–"),
            text("account.areas"): of_account(areas).fillna("–"),
            text("account.until"): [f"{end:%Y-%m-%d}" if (end := ends[name]) else "–" for name in people["username"]],
            text("account.state"): [_state(row, ends[row.username], today) for row in people.itertuples()],
            text("account.way"): [_way(row) for row in people.itertuples()],
            text("account.last"): [
                "–" if pd.isna(at) else f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" for at in people["last_sign_in"]
            ],
            text("account.reason"): people["reason"].fillna("–"),
            text("account.giver"): people["granted_by"].fillna("–"),
        }
    )
    rows = show_frame(
        table, most=520, on_select="rerun", selection_mode="single-row", key="akun_daftar", alt=text("account.title")
    ).selection.rows
    if not rows or rows[0] >= len(people):
        st.caption(text("account.choose"))
        return None
    return found[found["username"] == people["username"].iloc[rows[0]]]


def show_change(person: Person, grants: pd.DataFrame, version: str) -> None:
    """Another role, other regions, another end; a new password; off and on."""
    one = grants.iloc[0]
    username, giver = str(one["username"]), Giver(person.username, person.scope)
    with st.container(border=True):
        st.subheader(text("account.one", name=one["full_name"], username=username))
        with st.container(horizontal=True, gap="small"):
            if st.button(text("account.reset"), icon=":material/lock_reset:"):
                _do(lambda: accounts.reset(store(), username, giver), text("account.reset_done", name=username))
            active = bool(one["active"])
            label, icon = ("account.off", ":material/block:") if active else ("account.on", ":material/check_circle:")
            if st.button(text(label), icon=icon):
                _do(
                    lambda: accounts.switch(store(), username, giver, active=not active),
                    text("account.switched", name=username),
                )
        with st.form(f"kantor_{username}", border=False):
            agency, office = _ask_office(username, one["agency"] or "", one["office"] or "")
            if st.form_submit_button(text("account.place")):
                _do(
                    lambda: accounts.place(store(), username, agency, office, giver),
                    text("account.placed", name=username),
                )
        with st.form(f"ubah_{username}", border=False):
            kept = [prefix or NATION for prefix in grants["prefix"].dropna()]
            grant = _ask_grant(person, version, username, one["role"], kept, _end(grants["until"]))
            if st.form_submit_button(text("account.change"), type="primary"):
                _do(
                    lambda: accounts.change_grants(
                        store(), username, grant.role, grant.prefixes, giver, reason=grant.reason, until=grant.until
                    ),
                    text("account.changed", name=username),
                )


def show_new(person: Person, version: str) -> None:
    """A new account: by password, which is shown once, or by the name that the single sign-on knows."""
    with st.expander(text("account.new"), icon=":material/person_add:"), st.form("akun_baru", border=False):
        left, right = st.columns(2, vertical_alignment="bottom")
        username = left.text_input(text("field.username"), max_chars=40, help=text("account.username_help"))
        full_name = right.text_input(text("account.name"), max_chars=80)
        sso_name = left.text_input(text("account.sso"), max_chars=120, help=text("account.sso_help"))
        administers = right.checkbox(text("account.administers"), help=text("account.administers_help"))
        agency, office = _ask_office("baru", "", "")
        grant = _ask_grant(person, version, "baru", None, [], None)
        if st.form_submit_button(text("account.make"), type="primary"):
            password = None if sso_name.strip() else accounts.one_time_password()
            wanted = Wanted(
                username.strip(),
                full_name.strip() or username.strip(),
                grant.role,
                grant.prefixes,
                password,
                sso_name=sso_name.strip() or None,
                must_change=True,
                administers=administers,
                reason=grant.reason,
                until=grant.until,
                agency=agency,
                office=office,
            )
            _do(lambda: _made(wanted, person), text("account.made", name=wanted.username))


def _made(wanted: Wanted, person: Person) -> str:
    accounts.add_account(store(), wanted, Giver(person.username, person.scope))
    return wanted.password or ""


def _ask_office(key: str, agency: str, office: str) -> tuple[str, str]:
    """Fields of the one agency and office in whose name an account sends."""
    left, right = st.columns(2, vertical_alignment="bottom")
    known = ["", *agencies()]
    chosen = left.selectbox(
        text("account.agency"),
        known,
        index=known.index(agency) if agency in known else 0,
        key=f"instansi_{key}",
        format_func=lambda name: name or text("account.no_agency"),
    )
    named = right.text_input(
        text("account.office"), value=office, max_chars=120, key=f"kantor_{key}", help=text("account.office_help")
    )
    return str(chosen), named


def _ask_grant(person: Person, version: str, key: str, role: str | None, codes: list[str], until: date | None) -> _Grant:
    """Fields of a right: role, regions, why and until when."""
    left, right = st.columns(2)
    roles = list(accounts.roles_below(person.prefixes))
    chosen = left.selectbox(
        text("account.role"),
        roles,
        index=roles.index(role) if role in roles else 0,
        key=f"peran_{key}",
        format_func=lambda name: text(f"role.{name}"),
    )
    names = _within(person, version)
    regions = right.multiselect(
        text("account.areas"),
        list(names),
        [code for code in codes if code in names],
        key=f"wilayah_{key}",
        format_func=names.__getitem__,
        placeholder=text("account.areas_hint"),
    )
    reason = left.text_input(
        text("account.why", least=SHORTEST_REASON), key=f"alasan_{key}", max_chars=300, placeholder=text("account.why_hint")
    )
    today = clock.today()
    last = right.date_input(
        text("account.until"),
        max(until or today + _USUAL, today),
        min_value=today,
        key=f"sampai_{key}",
        max_value=max(until or today, today + timedelta(days=accounts.LONGEST_GRANT_DAYS)),
    )
    assert isinstance(last, date)
    return _Grant(chosen, tuple("" if code == NATION else code for code in regions), reason, last)


def _within(person: Person, version: str) -> dict[str, str]:
    """Regions that this person may grant, from their own down two levels: code and name."""
    found: dict[str, str] = {}
    for prefix in person.prefixes:
        top = level_of(prefix or NATION)
        for level in range(top, min(top + 2, Level.VILLAGE) + 1):
            frame = answers.regions(person.scope, version, level)
            inside = frame[frame["code"].str.startswith(prefix)] if prefix else frame
            found |= {code: _called(code, name) for code, name in zip(inside["code"], inside["name"], strict=True)}
    return found


def _names(scope: Scope, version: str, prefixes: set[str]) -> dict[str, str]:
    """Names of some regions by their prefix."""
    found = {}
    for level in {level_of(prefix or NATION) for prefix in prefixes}:
        frame = answers.regions(scope, version, level).set_index("code")["name"]
        found |= {
            prefix: _called(prefix or NATION, str(frame.get(prefix or NATION, prefix)))
            for prefix in prefixes
            if level_of(prefix or NATION) == level
        }
    return found


def _called(code: str, name: str) -> str:
    return name if code == NATION else f"{name} ({code})"


def _end(days: pd.Series) -> date | None:
    """The last day of somebody's rights; ``None`` where one of them has no end, or there is none."""
    return None if days.isna().any() else max(days)


def _way(row: object) -> str:
    """How somebody signs in."""
    if isinstance(name := getattr(row, "sso_name", None), str):
        return f"SSO · {name}"
    return text("account.two_factors" if getattr(row, "second_factor", False) else "account.one_factor")


def _state(row: object, end: date | None, today: date) -> str:
    if not getattr(row, "active", False):
        return text("account.is_off")
    if end is not None and end < today:
        return text("account.has_ended")
    if getattr(row, "must_change", False):
        return text("account.not_yet")
    return text("account.is_administrator" if getattr(row, "administers", False) else "account.is_on")


def _do(act: Callable[[], str | None], said: str) -> None:
    """Run the act, then the whole page with the message `said` and the password that was made; a fault is shown in place."""
    try:
        password = act()
    except Fault as fault:
        st.error(str(fault), icon=":material/error:")
        return
    st.session_state[_SAID] = said, password
    st.rerun()


def _show_what_was_done() -> None:
    """The message of the previous run; a password that it made is shown only this once."""
    said, password = st.session_state.pop(_SAID, ("", None))
    if not said:
        return
    st.success(said, icon=":material/check:")
    if password:
        st.code(password, language=None)
        st.caption(text("account.once"))
