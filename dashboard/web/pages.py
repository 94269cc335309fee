"""Every page of the app: its address, its place in the menu, for whom. A new page is a file in `pages/` and a line here."""

from dataclasses import dataclass
from pathlib import Path

from dashboard.web.preparing.status import WHOLE
from data.identity.people import Person
from data.model.roles import Act, Role, may
from data.model.settings import ROOT
from geo.regions.codes import NATION

# what a page waits for in the first minutes: nothing, or everything in the store that is shown, a province's too;
# the others write, or compare with areas all over the country
NOTHING: tuple[str, ...] = ()
PREVIEW = None
# groups in the bar, in its order; the pages of one stand beside each other. The last two are in the menu at its end
BAR = ("home", "map", "villages", "cities", "treat", "enforcement", "meet", "data")
MENU = ("method", "manage")
# for those who send, settle and check, and for those who audit
_DATA = (Act.SEND, Act.SETTLE, Act.CHECK_QUALITY, Act.READ_TRAIL)


@dataclass(frozen=True)
class PageEntry:
    """A page: its address, which is `path`; its title is the text ``page.<name>``, its file ``pages/<name>.py``.

    `group` is one of ``BAR`` or ``MENU``. `acts`: a person who may do one of them finds the page in the menu; without any,
    everybody does. `draws_map`: boundaries are marked on it. `placed`: it shows the area that was chosen. `needs` are the
    steps of the first load that it waits for: ``NOTHING``, some by name, ``WHOLE``, or ``PREVIEW`` where the province of a
    preview is enough.
    """

    path: str
    group: str
    acts: tuple[Act, ...] = ()
    draws_map: bool = False
    placed: bool = True
    needs: tuple[str, ...] | None = WHOLE

    @property
    def name(self) -> str:
        """Name of its file and of its title, as Python and the texts write it."""
        return self.path.replace("-", "_")

    @property
    def file(self) -> Path:
        """Path of the page's file."""
        return ROOT / "pages" / f"{self.name}.py"

    def is_listed_for(self, person: Person | None) -> bool:
        """Whether the menu shows the page to `person`; ``None`` has not signed in."""
        if not self.acts:
            return True
        allowed = person is not None and any(may(person, act) for act in self.acts)
        return allowed and (self.acts != (Act.ADMINISTER,) or (person is not None and person.administers))


PAGES = (
    PageEntry("peta", "map", draws_map=True, needs=PREVIEW),
    PageEntry("beranda", "home", draws_map=True),
    PageEntry("bersinar", "villages", draws_map=True, needs=PREVIEW),
    PageEntry("kotan", "cities"),
    PageEntry("rehabilitasi", "treat", draws_map=True, needs=PREVIEW),
    PageEntry("penindakan", "enforcement", draws_map=True),
    PageEntry("rapat", "meet", draws_map=True),
    PageEntry("keputusan", "meet"),
    PageEntry("kirim", "data", acts=(Act.SEND,)),
    PageEntry("kelengkapan", "data", acts=_DATA, needs=PREVIEW),
    PageEntry("mutu", "data", acts=_DATA),
    PageEntry("kamus", "method", placed=False, needs=NOTHING),
    PageEntry("tentang-data", "method", placed=False, needs=("regions", "published")),
    PageEntry("jejak", "manage", acts=(Act.READ_TRAIL,), placed=False),
    PageEntry("pekerjaan", "manage", acts=(Act.ADMINISTER,), placed=False),
    PageEntry("pengguna", "manage", acts=(Act.ADMINISTER,), placed=False),
)
MAP, HOME = PAGES[0], PAGES[1]
# pages that are part of another one now: links that were sent lead there
FORMER = {"profil": HOME, "ringkasan": HOME}


def page_at(path: str) -> PageEntry | None:
    """The page of an address, or ``None`` where there is none."""
    return next((entry for entry in PAGES if entry.path == path), None)


def listed(group: str, person: Person | None) -> tuple[PageEntry, ...]:
    """The pages of a group that the menu shows to `person`."""
    return tuple(entry for entry in PAGES if entry.group == group and entry.is_listed_for(person))


def home_region(person: Person) -> str:
    """The region a person starts at: the only one granted, else the nation."""
    return person.prefixes[0] if len(person.prefixes) == 1 and person.prefixes[0] else NATION


def landing(person: Person) -> PageEntry:
    """The page of the bare address: heads of one region and its BNNK begin with that region, all others with the map."""
    ahead = person.role in (Role.BNNK, Role.REGIONAL_HEAD) and home_region(person) != NATION
    return HOME if ahead else MAP
