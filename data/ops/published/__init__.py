"""Real figures as they were published, one CSV each; SOURCES.md lists their sources."""

from pathlib import Path

import pandas as pd

VERSION = "2026-11b"
_FOLDER = Path(__file__).parent
# names as published -> names of the region list
_OTHER_NAMES = {"DKI Jakarta": "Daerah Khusus Ibukota Jakarta", "DI Yogyakarta": "Daerah Istimewa Yogyakarta"}


def read(name: str) -> pd.DataFrame:
    """One file, its columns as published; names of provinces as in the region list."""
    frame = pd.read_csv(_FOLDER / f"{name}.csv", dtype={"kode": str})
    for column in ("provinsi", "wilayah"):
        if column in frame:
            frame[column] = frame[column].replace(_OTHER_NAMES)
    return frame
