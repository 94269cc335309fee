"""One difference: both records beside each other, what was decided so far, and a form to decide."""

from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from dashboard.analysis.cases import reconciliation as agreed
from dashboard.analysis.periods import day_words
from dashboard.cache.runtime import store
from dashboard.words.texts import text
from data import queries
from data.cases import register
from data.cases.pairs import Pair
from data.cases.register import Seen
from data.identity.people import Person
from data.model.errors import Fault

_BY_HAND = "by_hand"
TURN, _SAID = "selisih_putaran", "selisih_hasil"  # decisions made in this session, and what came of the last


def show_decision(person: Person, row: "pd.Series[object]", pair: Pair, places: dict[str, str]) -> None:
    """An entry that the person reads."""
    with st.container(border=True, key="selisih_terpilih"):
        st.markdown(f"**{text('recon.one', number=row['id'])}** · {agreed.kind_words(str(row['kind']), pair)}")
        st.html(_beside(agreed.side_by_side(row, pair, places)))
        _show_steps(person, int(str(row["id"])))
        _show_form(person, row, pair)


def _beside(table: pd.DataFrame) -> str:
    """Both records as a small table whose cells wrap, so that a phone shows both."""
    heads = "".join(f'<th scope="col">{escape(str(head))}</th>' for head in table.columns)
    rows = "".join(
        "<tr>"
        + f'<th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f'<table class="bs-beside"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _show_steps(person: Person, identifier: int) -> None:
    steps = queries.difference_steps(store(), person.scope, identifier)
    if steps.empty:
        return
    st.markdown(f"**{text('recon.steps')}**")
    for line in agreed.step_lines(steps):
        st.caption(line)


def _choices(row: "pd.Series[object]") -> list[str]:
    """What can be decided about an entry in its state."""
    state, kind = str(row["state"]), str(row["kind"])
    if state == "hilang":
        return []
    if state == "ditutup":
        return ["undo"]
    first = ["take"] if state == "terbuka" else []
    own = {"suggested": ["accept", "refuse"], "differs": [], "only_left": [_BY_HAND], "only_right": [_BY_HAND]}[kind]
    alone = kind.startswith("only_")
    closing = [name for name in register.OUTCOMES if alone or name != "no_counterpart"]
    if kind != "differs":
        closing.remove("both_right")
    return [*first, *own, *closing, *(["undo"] if state == "dikerjakan" else [])]


def _show_form(person: Person, row: "pd.Series[object]", pair: Pair) -> None:
    choices = _choices(row)
    if not choices:
        return
    seen = Seen(int(str(row["id"])), int(str(row["edition"])))
    partner = _choose_partner(person, row, pair) if _BY_HAND in choices else None
    name = f"putusan_{seen.number}_{seen.edition}"
    with st.form(name, border=False):
        st.radio(text("recon.decision"), choices, format_func=lambda one: text(f"recon.act_{one}"), key=f"{name}_pilihan")
        st.text_input(
            text("recon.reason"),
            placeholder=text("recon.reason_hint"),
            max_chars=register.LONGEST_REASON,
            key=f"{name}_alasan",
        )
        # decided before the page runs again: by then the list may hold another entry in this row
        st.form_submit_button(
            text("recon.keep"), icon=":material/task_alt:", on_click=_decide, args=(name, seen, partner, person)
        )


def _decide(name: str, seen: Seen, partner: Seen | None, person: Person) -> None:
    """Decide about the entry as it was shown; what came of it is said by `show_outcome`."""
    chosen, reason = str(st.session_state[f"{name}_pilihan"]), str(st.session_state[f"{name}_alasan"])
    if chosen == _BY_HAND and partner is None:
        st.session_state[_SAID] = False, text("recon.choose_partner")
        return
    try:
        _act(chosen, seen, partner, reason, person)()
    except Fault as fault:
        st.session_state[_SAID] = False, str(fault)
    else:
        st.session_state[_SAID] = True, text("recon.kept", number=seen.number, act=text(f"recon.act_{chosen}"))
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def show_outcome() -> None:
    """What came of the decision just made, once."""
    if _SAID in st.session_state:
        done, words = st.session_state.pop(_SAID)
        (st.success if done else st.error)(words, icon=":material/task_alt:" if done else ":material/error:")


def _choose_partner(person: Person, row: "pd.Series[object]", pair: Pair) -> Seen | None:
    """The case of the other agency that the person chose to link with."""
    found = queries.other_side(store(), person.scope, int(str(row["id"])))
    if found.empty:
        st.caption(text("recon.no_partner"))
        return None
    labels = {
        (int(one.id), int(one.edition)): text(
            "recon.partner_days", number=one.number, day=day_words(one.day, short=True), days=f"{int(one.days):+d}"
        )
        for one in found.itertuples(index=False)
    }
    side = pair.right if row["kind"] == "only_left" else pair.left
    picked = st.selectbox(
        text("recon.partner", side=agreed.side_words(side)),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"pasangan_{row['id']}",
        placeholder=text("recon.partner", side=agreed.side_words(side)),
    )
    return Seen(*picked) if picked else None


def _act(chosen: str, seen: Seen, partner: Seen | None, reason: str, person: Person) -> Callable[[], None]:
    if chosen == _BY_HAND and partner is not None:
        return lambda: register.link_by_hand(store(), seen, partner, reason, person)
    match chosen:
        case "take":
            return lambda: register.take(store(), seen, person)
        case "accept":
            return lambda: register.accept(store(), seen, reason, person)
        case "refuse":
            return lambda: register.refuse(store(), seen, reason, person)
        case "undo":
            return lambda: register.undo(store(), seen, reason, person)
        case _:
            return lambda: register.close(store(), seen, chosen, reason, person)
