"""The tabs of rehabilitation, each one question: its name in the address, and what shows it.

Each takes the person, the state of the data, the area's row and the year.
"""

from collections.abc import Callable

import pandas as pd

from dashboard.components.rehab.access import show_access
from dashboard.components.rehab.community import show_community
from dashboard.components.rehab.services import show_services
from dashboard.components.rehab.treatment import show_treatment
from data.identity.people import Person
from data.queries import Freshness

TABS: dict[str, Callable[[Person, Freshness, "pd.Series[object]", str], None]] = {
    "rehab": show_treatment,
    "akses": show_access,
    "ibm": show_community,
    "layanan": show_services,
}
# tabs whose figures are not counted below the kabupaten/kota: a kecamatan or village sees its kabupaten/kota
BY_REGENCY = ("rehab", "ibm", "layanan")
