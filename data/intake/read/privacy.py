"""Keeps identities out: headers and values that look like a NIK, a telephone number, a birth date or a list of names."""

import re
from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from data.feeds import Contract, Mapping
from data.intake.read.cells import NATIVE
from data.intake.read.heading import Heading, key
from data.model.identities import NIK_TEXT, PHONE, looks_like_nik

_HEADERS = {
    "nik": "NIK", "nonik": "NIK", "nomorinduk": "NIK", "nomorindukkependudukan": "NIK", "noktp": "NIK", "nomorktp": "NIK",
    "ktp": "NIK", "nokk": "nomor kartu keluarga", "kartukeluarga": "nomor kartu keluarga",
    "nama": "nama orang", "namalengkap": "nama orang", "namaklien": "nama orang", "namapasien": "nama orang",
    "namatersangka": "nama orang", "namaresiden": "nama orang", "namapm": "nama orang", "namaorangtua": "nama orang",
    "namaibu": "nama orang", "namapenggiat": "nama orang", "namarelawan": "nama orang", "namaagenpemulihan": "nama orang",
    "namapendamping": "nama orang", "namapeserta": "nama orang", "alias": "nama orang",
    "alamat": "alamat", "alamatlengkap": "alamat", "alamatrumah": "alamat", "alamatklien": "alamat",
    "nohp": "nomor telepon", "nomorhp": "nomor telepon", "notelp": "nomor telepon", "notelepon": "nomor telepon",
    "telepon": "nomor telepon", "telp": "nomor telepon", "hp": "nomor telepon", "whatsapp": "nomor telepon",
    "wa": "nomor telepon",
    "nowa": "nomor telepon", "email": "alamat surel", "surel": "alamat surel",
    "tanggallahir": "tanggal lahir", "tgllahir": "tanggal lahir", "ttl": "tanggal lahir", "tempatlahir": "tempat lahir",
    "tempattanggallahir": "tanggal lahir", "tempattgllahir": "tanggal lahir", "birthdate": "tanggal lahir",
}  # fmt: skip
# first names, particles and family names that are common in lists of people and rare elsewhere
_GIVEN = (
    "muhammad|muhamad|mohammad|mohamad|moh|muh|ahmad|achmad|siti|abdul|agus|budi|sri|dewi|nur|nurul|rahmat|hendra|andi|yusuf|"
    "ibrahim|ismail|hasan|hasanah|fitri|fitriani|rina|rini|dian|eko|joko|bambang|slamet|sutrisno|susanto|wahyu|yanti|wati|ningsih|"
    "rahman|hidayat|kurniawan|setiawan|saputra|putra|putri|wulandari|lestari|maria|yohanes|made|wayan|nyoman|ketut|fatimah|aisyah|"
    "aminah|bin|binti|teuku|cut|asep|dede|ujang|siregar|nasution|simanjuntak|sihombing|sinaga|harahap|lubis|gusti|komang|daeng|"
    "yosef|petrus|paulus|markus|agustina|santoso|wijaya|gunawan"
)
_PERSON = rf"(?i)^(?:[a-z.',-]+ ){{0,4}}(?:{_GIVEN}),?(?: [a-z.',-]+){{0,4}}$"
# how names of institutions, businesses and streets begin: each may be called after a person
_BODY = (
    r"(?i)^(?:rs[a-z]{0,4}|rumkit[a-z]*|rumah sakit|klinik|puskesmas|pkm|apotek|balai|loka|panti|lapas|rutan|yayasan|"
    r"lembaga|dinas|badan|kantor|polsek|polres|universitas|institut|sekolah|sd|sdn|smp|smpn|mts|mtsn|sma|sman|smk|smkn|man|pondok|"
    r"ponpes|pesantren|masjid|musala|gereja|pura|vihara|desa|kelurahan|kel|kecamatan|kec|kabupaten|kab|kota|provinsi|dusun|pt|cv|"
    r"ud|pd|toko|kios|warung|kedai|koperasi|kub|kube|umkm|kelompok|jl|jln|jalan|gang|gg|komplek|kompleks|perumahan)"
    r"[. ]"
)
# common nouns that no name of a person holds: Budi is a name, and budi daya is work; putri is a name, and kerupuk putri is food
_NOUNS = (
    r"(?i)\b(?:budi ?daya|budi pekerti|sri rejeki|hospital|medical|cent(?:er|re)|rumah sakit|rumah makan|daya|usaha|jasa|"
    r"pelatihan|olahan|produk|produksi|kerajinan|anyaman|tenun|batik|bordir|sablon|sulam|rajut|jahit|menjahit|konveksi|salon|barbershop|"
    r"pangkas|bengkel|motor|mobil|elektronik|pulsa|percetakan|me[u]?bel|kayu|bambu|rotan|tas|sepatu|sandal|sabun|katering|"
    r"catering|laundry|servis|service|kafe|cafe|kopi|keripik|kripik|kerupuk|krupuk|kue|roti|sambal|abon|tahu|tempe|gula|minyak|jamu|herbal|"
    r"lele|ikan|nila|gurame|gurami|udang|rumput laut|jamur|ayam|telur|bebek|itik|kambing|sapi|puyuh|lebah|ternak|peternakan|"
    r"perikanan|pertanian|perkebunan|hidroponik|sayur|sayuran|jagung|cabai|cabe|bawang|pisang|singkong|kelapa|jahe|bibit|pupuk|"
    r"kompos|sampah|daur ulang|frozen|snack|bakso|mie|nasi|makanan|minuman|kuliner)\b"
)
NAMES = "daftar nama orang"
_SHARE_OF_NAMES, _LEAST_NAMES = 0.3, 3
_NUMBERS = ("integer", "decimal")
OFFICE = "office"  # for the type of a column that the contract keeps for addresses or telephones of offices


class IdentityFound(Exception):  # noqa: N818 - what a sender wrote, not a failure of ours
    """The kind of identity that was found and its column; never the value itself."""

    def __init__(self, what: str, column: str, row: int = 0) -> None:
        super().__init__(what)
        self.what, self.column, self.row = what, column, row


def names_a_body(text: str) -> bool:
    """Whether a text begins as the name of an institution, a business or a place does."""
    return bool(re.match(_BODY, text))


def check_headers(
    heading: Heading, contract: Contract, mapping: Mapping | None, names_places: Callable[[int], bool]
) -> set[int]:
    """Positions of columns that the mapping drops unread. Raises `IdentityFound` for others that name an identity.

    A bare *nama* may head the names of regions: `names_places` returns whether a position holds those.
    """
    dropped = {key(name) for name in mapping.drop} if mapping is not None else set()
    by_position = {at: name for name, at in heading.columns.items()}
    gone = set()
    for at, name in enumerate(heading.names):
        if key(name) in dropped:
            gone.add(at)
            continue
        if at in by_position and contract.column(by_position[at]).type != "text":
            continue  # a NIK may be in the token's column; names in a text column are checked below
        if at not in heading.used and (what := _HEADERS.get(key(name))) and not (key(name) == "nama" and names_places(at)):
            raise IdentityFound(what, name)
    return gone


def check_values(
    columns: Iterable[tuple[int, str, str, pa.ChunkedArray]], bodies: Callable[[str], bool] = lambda header: False
) -> None:
    """Look at ``(position, header, type, "" or OFFICE, texts)``. Raises `IdentityFound`; `row` counts from 0 in the texts.

    `bodies` returns whether the sender said that a column holds names of institutions, not of people.
    """
    for _, header, kind, texts in columns:
        if kind == "token":
            continue
        if (row := _first_nik(texts)) is not None:
            raise IdentityFound("NIK", header, row)
        if kind in _NUMBERS or kind == OFFICE:
            continue
        if (row := _first(texts, PHONE)) is not None:
            raise IdentityFound("nomor telepon", header, row)
        if kind in ("", "text") and len(texts):
            filled = len(texts) - texts.null_count
            people = pc.match_substring_regex(texts, _PERSON)
            for other in (_BODY, _NOUNS):
                people = pc.and_(people, pc.invert(pc.match_substring_regex(texts, other)))
            names = pc.sum(people).as_py() or 0
            if names >= _LEAST_NAMES and names >= _SHARE_OF_NAMES * filled and not bodies(header):
                raise IdentityFound(NAMES, header, pc.index(pc.fill_null(people, False), True).as_py())


def _first_nik(texts: pa.ChunkedArray) -> int | None:
    hits = pc.match_substring_regex(texts, NIK_TEXT)
    if not pc.any(hits).as_py():
        return None
    for row in pc.indices_nonzero(pc.fill_null(hits, False)).to_pylist():
        for digits in re.findall(r"[1-9]\d{15}", str(texts[row].as_py()).lstrip(NATIVE)):
            if looks_like_nik(digits):
                return int(row)
    return None


def _first(texts: pa.ChunkedArray, pattern: str) -> int | None:
    hits = pc.match_substring_regex(texts, pattern)
    found = pc.index(pc.fill_null(hits, False), True).as_py()
    return None if found < 0 else int(found)
