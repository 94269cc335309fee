"""The tabs of enforcement, each one question: its name in the address, and what shows it.

Each takes the person, the state of the data, the row of the nation, a province or a kabupaten/kota, and the period.
"""

from collections.abc import Callable

import pandas as pd

from dashboard.components.cases.course import show_course
from dashboard.components.cases.enforcement import show_enforcement
from dashboard.components.cases.reconciliation import show_reconciliation
from dashboard.components.cases.warnings import show_warnings
from data.identity.people import Person
from data.queries import Freshness

TABS: dict[str, Callable[[Person, Freshness, "pd.Series[object]", str], None]] = {
    "alur": show_course,
    "rekonsiliasi": show_reconciliation,
    "pemberantasan": show_enforcement,
    "peringatan": show_warnings,
}
# the indicator whose periods a tab can be asked for; early warning is always of the newest months
PERIOD_OF = {"alur": "perkara_lp", "rekonsiliasi": "perkara_lp", "pemberantasan": "jumlah_kasus"}
