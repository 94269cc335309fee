"""Every page of the app, in menu order. A new page is a file beside this one and a line here."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.web.preparing import WHOLE
from data.identity.people import Person
from data.model.roles import Act, may

FOLDER = Path(__file__).parent
# what a page waits for in the first minutes: nothing, or everything in the store that is shown, a province's too;
# the others write, or compare with areas all over the country
NOTHING: tuple[str, ...] = ()
PREVIEW = None


@dataclass(frozen=True)
class PageEntry:
    """A page: its address, which is `path`; its title is the text ``page.<name>``, its file ``<name>.py``.

    `icon` is a name of the Material Symbols, `section` the text ``section.<section>`` it stands under. `act` is what a person
    must be allowed to do to find it in the menu. `draws_map`: boundaries are marked on it. `needs` are the steps of the first
    load that it waits for: ``NOTHING``, some by name, ``WHOLE``, or ``PREVIEW`` where the province of a preview is enough.
    """

    path: str
    icon: str
    section: str
    act: Act | None = None
    draws_map: bool = False
    needs: tuple[str, ...] | None = WHOLE

    @property
    def name(self) -> str:
        """Name of its file and of its title, as Python and the texts write it."""
        return self.path.replace("-", "_")

    @property
    def file(self) -> Path:
        """Path of the page's file."""
        return FOLDER / f"{self.name}.py"

    def is_listed_for(self, person: Person | None) -> bool:
        """Whether the menu shows the page to `person`; ``None`` has not signed in."""
        if self.act is None:
            return True
        return person is not None and may(person, self.act) and (self.act != Act.ADMINISTER or person.administers)


PAGES = (
    PageEntry("peta", "map", "look", draws_map=True, needs=PREVIEW),
    PageEntry("profil", "badge", "look"),
    PageEntry("ringkasan", "dashboard", "look", draws_map=True),
    PageEntry("bersinar", "holiday_village", "look", draws_map=True, needs=PREVIEW),
    PageEntry("kotan", "location_city", "look"),
    PageEntry("rapat", "present_to_all", "meet", draws_map=True),
    PageEntry("keputusan", "gavel", "meet"),
    PageEntry("kirim", "upload_file", "data"),
    PageEntry("kelengkapan", "event_available", "data", needs=PREVIEW),
    PageEntry("mutu", "rule", "data"),
    PageEntry("kamus", "menu_book", "data", needs=NOTHING),
    PageEntry("tentang-data", "database", "data", needs=("regions", "published")),
    PageEntry("jejak", "policy", "data", act=Act.READ_TRAIL),
    PageEntry("pekerjaan", "work_history", "data", act=Act.ADMINISTER),
    PageEntry("pengguna", "manage_accounts", "data", act=Act.ADMINISTER),
)


def page_at(path: str) -> PageEntry:
    """The page of an address; the default page also has the empty address, as Streamlit writes it."""
    return next((entry for entry in PAGES if entry.path == path), PAGES[0])
