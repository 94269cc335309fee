"""The tabs of enforcement, each one question, by their names in the address; none is counted below the kabupaten/kota."""

from dashboard.components.cases.course import show_course
from dashboard.components.cases.enforcement import show_enforcement
from dashboard.components.cases.reconciliation import show_reconciliation
from dashboard.components.cases.warnings import show_warnings
from dashboard.components.tabs import Tab

TABS = {
    "alur": Tab(show_course, "perkara_lp"),
    "rekonsiliasi": Tab(show_reconciliation, "perkara_lp"),
    "pemberantasan": Tab(show_enforcement, "jumlah_kasus"),
    "peringatan": Tab(show_warnings),
}
