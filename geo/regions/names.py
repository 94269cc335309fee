"""Names of regions in the form in which they are compared."""

import re

_WORDS = (
    "kabupaten", r"kab\.?", "kota administrasi", r"kota adm\.?", "kota", "kecamatan", r"kec\.", "distrik", "desa adat", "desa",
    "kelurahan", r"kel\.", "provinsi", r"prov\.",
)  # fmt: skip
_KINDS = re.compile(rf"^({'|'.join(_WORDS)})\s+")


def key(name: str) -> str:
    """A name for comparison: lower case, letters and digits only, without the word for its kind."""
    return re.sub(r"[^a-z0-9]", "", _KINDS.sub("", name.lower().strip()))
