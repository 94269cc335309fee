"""Old and current codes, so that a figure from before a split can be read on the current map."""

import pandas as pd

from geo.build.place import EXACT_WAYS, SPLIT_PROVINCES, old_regency_codes
from geo.reference import SPLIT_LAW
from geo.regions.codes import level_of

# Other renumberings are known from comparing the 2019/2020 list with today's; their dates are not.
UNKNOWN_LAW = ("", "perbandingan daftar kode 2019/2020 dan 2025")


def build_crosswalk(codes: dict[int, pd.DataFrame], points: pd.DataFrame, villages: pd.DataFrame) -> pd.DataFrame:
    """Rows ``old_code, new_code, level, relation, valid_from, source`` for all four levels.

    `relation` is ``pecah`` (part of the old region went to the new one) or ``ganti_kode`` (the same region
    under another code). `valid_from` is ISO, empty when unknown. A kecamatan is matched through its villages.
    """
    rows = [(old, new, "pecah") for new, old in SPLIT_PROVINCES.items()]
    rows += [(old, new, "ganti_kode") for new, old in old_regency_codes(codes[2], points).items()]
    moved = villages[villages["way"].isin(EXACT_WAYS) & (villages["old_code"] != villages["code"])]
    rows += [(old, new, "ganti_kode") for old, new in zip(moved["old_code"], moved["code"], strict=True)]
    pairs = pd.DataFrame({"old": moved["old_code"].str[:8], "new": moved["code"].str[:8]})
    pairs = pairs[pairs["old"] != pairs["new"]]
    today = set(codes[3]["code"])
    for (old, new), _ in pairs.groupby(["old", "new"]):
        whole = old not in today and (pairs.loc[pairs["old"] == old, "new"] == new).all()
        rows.append((old, new, "ganti_kode" if whole else "pecah"))
    frame = pd.DataFrame(rows, columns=["old_code", "new_code", "relation"])
    frame["level"] = [int(level_of(code)) for code in frame["new_code"]]
    law = [SPLIT_LAW.get(code[:2], UNKNOWN_LAW) for code in frame["new_code"]]
    frame["valid_from"] = [day for day, _ in law]
    frame["source"] = [source for _, source in law]
    return frame.sort_values(["level", "new_code", "old_code"], ignore_index=True)
