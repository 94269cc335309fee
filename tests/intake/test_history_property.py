"""Random submissions, corrections and withdrawals leave the same rows as landing all active ones from the beginning."""

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from data.feeds import feeds
from tests.conftest import FULL
from tests.following import history, submit
from tests.intake.conftest import BNNP, PUSAT, TODAY, csv_of, empty, month
from tests.intake.test_submit import held, replayed

pytestmark = pytest.mark.slow

FILES = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), min_size=1, max_size=4, unique_by=lambda row: row[0])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("kirim"), FILES, st.booleans()),
        st.tuples(st.just("ganti"), FILES, st.integers(0, 5)),
        st.tuples(st.just("tarik"), st.integers(0, 5), st.just(0)),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25 if FULL else 8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_history_is_the_fold_of_what_is_active(intake_store, steps) -> None:
    store, home = intake_store
    empty(store)
    contract = feeds()["layanan_bulanan"]
    alive: list[tuple[int, object]] = []
    for kind, one, two in steps:
        if kind == "tarik":
            if alive:
                number, who = alive.pop(one % len(alive))
                history.withdraw(store, number, who, "uji")
            continue
        who = PUSAT if kind == "ganti" or two else BNNP
        mine = [number for number, sender in alive if sender is who]
        old = mine[two % len(mine)] if kind == "ganti" and mine else None
        body = csv_of([month(number, Orang=people) for number, people in one])
        report = submit(store, home, contract, body, sender=who, commit=True, today=TODAY, supersedes=old)
        if report.kiriman_id is not None:
            alive = [pair for pair in alive if pair[0] != old]
            alive.append((report.kiriman_id, who))
    with store.writing() as connection:
        now = held(connection, "service_month")
        assert now == replayed(connection, "layanan_bulanan")
