"""Loads published figures: each file is a source of its own, and no indicator is computed from them."""

from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from data.model import schema
from data.model.progress import Progress
from data.ops.published import read
from data.store.copy import copy_frame
from geo.regions.codes import NATION


@dataclass(frozen=True)
class _File:
    name: str
    topic: str
    title: str
    publisher: str
    as_of: str
    source: str = ""  # after `terbitan_`; by default the topic


_FILES = (
    _File("penduduk_provinsi_2025", "penduduk", "Penduduk per provinsi", "Kepmendagri 300.2.2-2138/2025", "2025"),
    _File("kasus_bnn_polri_10_besar", "kasus", "Kasus BNN dan Polri", "Indonesia Drugs Report 2022 dan 2023 (BNN)", "2022"),
    _File("prevalensi_2019_provinsi", "prevalensi", "Prevalensi penyalahgunaan narkotika", "Pusdatin BNN 2020", "2019"),
    _File("prevalensi_nasional", "prevalensi", "Prevalensi nasional menurut survei", "BNN", "2023", "prevalensi_nasional"),
    _File("kawasan_rawan", "kawasan_rawan", "Kawasan rawan narkoba", "Siaran pers BNN, BNNP dan BNNK", "2024"),
    _File("rehabilitasi", "rehabilitasi", "Rehabilitasi", "Siaran pers BNN", "2024"),
)
_SPLIT, _SPLIT_YEAR, _BEFORE_SPLIT = ("Papua", "Papua Barat"), 2022, "provinsi sebelum dimekarkan tahun 2022"
_COLUMNS = ["topic", "measure", "region_code", "place", "year", "scope", "method", "value", "unit", "note", "age_band"]


def load_published(connection: sa.Connection, progress: Progress) -> None:
    """Load all files, replacing what an older version of them brought."""
    codes = _codes(connection)
    for done, file in enumerate(_FILES, start=1):
        source = f"terbitan_{file.source or file.topic}"
        figures = schema.published_figure
        connection.execute(figures.delete().where(figures.c.source_id == source))
        connection.execute(schema.source.delete().where(schema.source.c.id == source))
        frame = _rows(file, read(file.name))
        frame["topic"] = file.topic
        if "age_band" not in frame:
            frame["age_band"] = ""
        frame["note"] = frame["note"].mask(frame["place"].isin(_SPLIT) & (frame["year"] <= _SPLIT_YEAR), _BEFORE_SPLIT)
        frame["region_code"] = frame["place"].map(codes)
        connection.execute(
            schema.source.insert().values(
                id=source,
                title=f"Angka terbitan: {file.title}",
                publisher=file.publisher,
                kind="publik",
                as_of=file.as_of,
                licence="fakta terbitan",
                note="Ditampilkan di samping, tidak pernah dihitung.",
                row_count=len(frame),
            )
        )
        copy_frame(connection, figures, frame[_COLUMNS].assign(source_id=source))
        progress(done, len(_FILES))


def _codes(connection: sa.Connection) -> dict[str, str]:
    region = schema.region.c
    rows = connection.execute(sa.select(region.name, region.code).where(region.level == 1)).all()
    return {row.name: row.code for row in rows} | {"Indonesia": NATION}


def _rows(file: _File, frame: pd.DataFrame) -> pd.DataFrame:
    """One row per figure: ``measure, place, year, scope, method, value, unit, note``."""
    if file.topic == "rehabilitasi":
        heads = {"tahun": "year", "lingkup": "scope", "layanan": "measure", "jumlah": "value", "satuan": "unit"}
        rows = frame.rename(columns=heads | {"sumber": "note"})
        return rows.assign(place="Indonesia", method="", note=rows["note"].astype(object).fillna("").astype(str))
    if file.topic == "kawasan_rawan":
        names = ["bahaya", "waspada", "siaga", "aman", "jumlah_dipublikasikan"]
        long = frame.melt(["tahun", "metode", "wilayah", "catatan"], names, "measure", "value").dropna(subset="value")
        long = long.rename(columns={"tahun": "year", "metode": "method", "wilayah": "place", "catatan": "note"})
        return long.assign(scope="", unit="kawasan", note=long["note"].astype(object).fillna("").astype(str))
    if file.name == "prevalensi_nasional":
        renames = {"tahun": "year", "usia": "age_band", "ukuran": "measure", "persen": "value", "sumber": "note"}
        rows = frame.rename(columns=renames)
        return rows.assign(place="Indonesia", scope="usia " + rows["age_band"], method="survei", unit="persen")
    if file.topic == "prevalensi":
        measures = {"pernah_pakai_persen": "pernah pakai", "setahun_pakai_persen": "setahun pakai"}
        renamed = frame.rename(columns=measures | {"provinsi": "place"})
        long = renamed.melt(["place"], list(measures.values()), "measure", "value")
        return long.assign(year=2019, age_band="15-64", scope="usia 15-64", method="survei", unit="persen", note="")
    if file.topic == "kasus":
        rows = frame.rename(columns={"tahun": "year", "provinsi": "place", "kasus": "value"})
        return rows.assign(measure="kasus", scope="BNN dan Polri", method="", unit="kasus", note="")
    rows = frame.rename(columns={"provinsi": "place", "jumlah": "value"})
    return rows.assign(measure="penduduk", year=2025, scope="", method="", unit="orang", note="")
