"""The tabs of rehabilitation, each one question, by their names in the address."""

from dashboard.components.rehab.access import show_access
from dashboard.components.rehab.community import show_community
from dashboard.components.rehab.services import show_services
from dashboard.components.rehab.treatment import show_treatment
from dashboard.components.tabs import Tab
from geo.regions.codes import Level

TABS = {
    "rehab": Tab(show_treatment, "rehab_baru"),
    "akses": Tab(show_access, "rehab_baru", finest=Level.VILLAGE),
    "ibm": Tab(show_community, "rehab_baru"),
    "layanan": Tab(show_services, "rehab_baru"),
}
