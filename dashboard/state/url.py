"""The chosen state, kept in the address, so that a link reopens the same view.

A parameter has one owner. Shared ones go along to every page. Each other belongs to the pages that read it: every page has a
value of its own, which is in the address while the page is open and comes back with it in the same session.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.analysis.village_programme import WEIGHTS
from dashboard.cache.runtime import previews
from dashboard.web.pages import home_region
from dashboard.web.where import base
from dashboard.words.texts import PARAMETER as LANGUAGE
from dashboard.words.texts import ask_for_language
from data.identity.people import Person
from data.ops.preview import PREFIX
from geo.regions.codes import Level, level_of

REGION, INDICATOR, LEVEL, PERIOD = "w", "indikator", "tingkat", "periode"
THEME, MEASURE = "tema", "ukuran"  # of addresses written before the map had one list of all indicators
PICKED, METHOD, COMPARE, LAYERS, PART = "pilih", "kelas", "banding", "lapis", "isi"
LIMITS, MODE, AGAINST = "batas", "ragam", "lawan"  # of classes; of maps beside or over each other
TOGETHER, ROWS = "bersama", "baris"  # areas compared side by side, and what of them
AS, SCREEN, FIGURES, GRAIN, FEED = "sebagai", "layar", "angka", "deret", "umpan"
MEETING = "nomor"
SECTION = "bagian"
RADIUS = "radius"  # of reach, in kilometres
SERVICE, OPERATOR, DEMAND, FORMULA, WHAT_IF, UNIT = "jenis", "pengelola", "permintaan", "rumus", "andai", "unit"  # of treatment
AGENCY, SUBSTANCE, COUNTED, PAIR, STATE = "instansi", "zat", "hitung", "pasangan", "keadaan"  # of enforcement
WAY, ENTRY = "cara", "isian"  # how a report is sent: by a file or a form; how the form is filled in

SHARED = (REGION, PERIOD, LANGUAGE, AS, SCREEN, FIGURES)
_VIEW = (PICKED, METHOD, LIMITS, MODE, AGAINST, GRAIN)  # of a map and the trend beside it
OWN: dict[str, tuple[str, ...]] = {
    "peta": (INDICATOR, THEME, MEASURE, LEVEL, COMPARE, LAYERS, PART, TOGETHER, ROWS, *_VIEW),
    "beranda": (THEME, SECTION, TOGETHER, *_VIEW),
    "bersinar": (TOGETHER, "kurang", *(f"bobot_{name}" for name in WEIGHTS), *_VIEW),
    "kotan": ("edisi",),
    "rehabilitasi": (SECTION, SERVICE, OPERATOR, DEMAND, FORMULA, RADIUS, WHAT_IF, UNIT, *_VIEW),
    "penindakan": (SECTION, AGENCY, SUBSTANCE, COUNTED, PAIR, STATE, *_VIEW),
    "rapat": (MEETING,),
    "keputusan": ("keputusan",),
    "kirim": (FEED, "kantor", WAY, ENTRY),
    "kelengkapan": (FEED,),
    "mutu": ("aturan",),
    "kamus": (INDICATOR, FEED),
    "tentang-data": ("rinci", "kelompok"),
}
MOST_TOGETHER = 5  # areas beside each other
_FORMER = {
    ("program", ""): "cakupan_bersinar",
    ("rehabilitasi", ""): "kapasitas_inap",
    ("rehabilitasi", "inap"): "kapasitas_inap",
    ("rehabilitasi", "jalan"): "kapasitas_jalan",
    ("penangkapan", ""): "kasus_narkoba",
}
# what is chosen inside an area means nothing in another one
_INSIDE = (PICKED, LEVEL)
_KNOWN = frozenset(SHARED).union(*OWN.values())
_CHANGED, _KEPT, _PAGE = "alamat_berubah", "alamat_halaman", "alamat_di"


def read(name: str) -> str | None:
    """The value of a parameter in the address, with what this run has changed so far; ``None`` where it is absent.

    Raises `KeyError` for a name without an owner.
    """
    if name not in _KNOWN:
        raise KeyError(name)
    changed = st.session_state.get(_CHANGED)
    if changed and _in_body():
        _write()
    elif changed and name in changed:
        return changed[name] or None
    return st.query_params.get(name)


def change(values: Mapping[str, str]) -> None:
    """Change parameters as one move, which is one entry in the browser's history; an empty value removes one.

    Callbacks run before the page: what several of them change in one run is written together. Raises `KeyError` for a name
    that the page does not own.
    """
    own = (*SHARED, *OWN.get(page_now(), ()))
    if unknown := [name for name in values if name not in own]:
        raise KeyError(*unknown)
    st.session_state[_CHANGED] = st.session_state.get(_CHANGED, {}) | values
    if _in_body():
        _write()


def _in_body() -> bool:
    """Whether the page itself runs, or a part of it, and not a callback before it."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.has_script_started


def _write() -> None:
    changed = st.session_state.pop(_CHANGED)
    now = st.query_params.to_dict()
    then = {name: value for name, value in (now | changed).items() if value or name not in changed}
    if then != now:
        st.query_params.from_dict(then)  # one message to the browser, whatever the number of parameters
    _keep(page_now())


def _keep(page: str) -> None:
    kept = {name: value for name, value in st.query_params.items() if name in OWN.get(page, ())}
    st.session_state[_KEPT] = st.session_state.get(_KEPT, {}) | {page: kept}


def page_now() -> str:
    """Address of the page that runs."""
    return str(st.session_state.get(_PAGE, ""))


def arrive(page: str) -> None:
    """Begin a run of a page: what the address says of it is what the page has."""
    st.session_state[_PAGE] = page
    if st.session_state.get(_CHANGED):
        _write()
    _keep(page)


def parameters(page: str, person: Person) -> dict[str, str]:
    """The parameters of a link to a page: the shared ones as they are, its own as they were when it was last open."""
    shared = {name: value for name in SHARED if (value := read(name)) is not None}
    return {REGION: home_region(person)} | shared | st.session_state.get(_KEPT, {}).get(page, {})


def _language() -> str | None:
    """What the address says of the language; ``None`` outside of a page's run."""
    if not st.runtime.exists() or get_script_run_ctx(suppress_warning=True) is None:
        return None
    return read(LANGUAGE)


ask_for_language(_language)


def chosen(name: str, options: Sequence[str], default: str) -> str:
    """The value of a parameter; the default where it is absent or not among `options`."""
    value = read(name)
    return value if value is not None and value in options else default


def choose(name: str, value: str, default: str | None = None) -> None:
    """Write a parameter; a default is not written, so that addresses stay short."""
    change({name: "" if value == default else value})


def picked() -> str:
    """Code of the region picked on the map or in a table; empty where there is none."""
    return read(PICKED) or ""


def together() -> tuple[str, ...]:
    """Codes of the areas chosen to be compared, each once; what is no code of a region is left out."""
    codes = dict.fromkeys((read(TOGETHER) or "").split(","))
    return tuple(code for code in codes if _is_code(code))[:MOST_TOGETHER]


def compare_areas(codes: Sequence[str]) -> None:
    """Write the areas to be compared, the first `MOST_TOGETHER` of them."""
    change({TOGETHER: ",".join(tuple(dict.fromkeys(codes))[:MOST_TOGETHER])})


def _is_code(code: str) -> bool:
    try:
        return level_of(code) >= Level.NATION
    except ValueError:
        return False


def asked_region(person: Person) -> str:
    """What the address says of the region, as it stands; the person's own region where it says nothing."""
    return read(REGION) or home_region(person)


def region(person: Person) -> str:
    """The chosen region; a malformed code counts as none. In a preview, a region of its province."""
    code = asked_region(person)
    try:
        level_of(code)
    except ValueError:
        code = home_region(person)
    # a preview has one province: its figures of the nation would be that province's under another name
    return PREFIX if previews() and not code.startswith(PREFIX) else code


def go_to(code: str) -> None:
    """Choose a region; what was chosen inside the previous one is cleared on every page."""
    kept = st.session_state.get(_KEPT, {})
    st.session_state[_KEPT] = {
        page: {name: value for name, value in own.items() if name not in _INSIDE} for page, own in kept.items()
    }
    own = OWN.get(page_now(), ())
    change({REGION: code} | {name: "" for name in _INSIDE if name in own})


def asked_indicator() -> str | None:
    """Code of the indicator that the address names, in today's words or former ones; ``None`` where it names none."""
    theme = read(THEME)
    return read(INDICATOR) or (_FORMER.get((theme, read(MEASURE) or "")) if theme else None)


def choose_indicator(code: str) -> None:
    """Write the indicator of the map; what an old address said of it goes."""
    change({INDICATOR: code, THEME: "", MEASURE: ""})


def own_level(code: str) -> str:
    """The level that a map shows of a region unless another is chosen: the one below it; villages show their own."""
    return str(min(level_of(code) + 1, Level.VILLAGE))


def asked_level(code: str) -> int:
    """The level that a map is asked to show: the chosen one, else the one below the chosen region."""
    return int(chosen(LEVEL, ["1", "2", "3", "4"], own_level(code)))


def address(page: str = "") -> str:
    """The address of this view, for links in documents; of this page unless another is named.

    Empty outside of a page's run, or where no host can be trusted.
    """
    here = base(st.context.url or "")
    if not here:
        return ""
    now = {name: st.query_params[name] for name in st.query_params}
    return f"{here}/{page or page_now()}" + (f"?{urlencode(now)}" if now else "")
