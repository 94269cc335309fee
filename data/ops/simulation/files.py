"""Simulated rows as agencies would send them: by feed, clean in a template's shape, or untidy as in real spreadsheets."""

import csv
import io
import json
from datetime import date

import numpy as np
import pandas as pd
from babel.dates import get_month_names
from babel.numbers import format_decimal
from openpyxl import Workbook

from data.feeds import Contract
from data.ops.simulation.generate import Nation

MARK = "DATA SIMULASI - bukan data nyata"
_MONTHS = get_month_names("wide", locale="id")


def feed_rows(nation: Nation) -> dict[str, pd.DataFrame]:
    """Rows of every feed, columns named as in its contract; columns that the feed lacks are left out."""
    tables = nation.tables
    facility = tables["facility"].copy()
    facility["services"] = facility["services"].str.strip("{}").str.replace(",", "; ")
    episode = tables["rehab_episode"].copy()
    episode["facility_code"] = "SIM-F" + episode["facility_id"].astype(str)
    assessment = tables["ibm_assessment"].copy()
    assessment["unit_code"] = "SIM-IBM" + assessment["unit_id"].astype(str)
    rawan = tables["kawasan_rawan"].copy()
    for part, count in (("main", 8), ("supporting", 5)):
        flags = rawan[part].fillna("").str.strip("{}").str.split(",")
        for at in range(count):
            rawan[f"{part}_{at + 1}"] = [{"t": "ya", "f": "tidak"}.get(row[at] if len(row) > at else "") for row in flags]
    tat = tables["tat"].copy()
    tat["number"] = "TAT/" + tat["regency_code"] + "/" + (tat.groupby("regency_code").cumcount() + 1).astype(str)
    report = tables["ran_report"].copy()
    report["evidence_link"] = np.where(report["evidence"], "https://bukti.contoh.go.id/" + report["action_id"], None)
    rules = tables["regulation"].drop_duplicates(["region_code", "kind", "number", "valid_from"])
    lines = tables["budget_line"].copy()
    lines["number"] = lines["year"].astype(str)
    lines["valid_from"] = pd.to_datetime(lines["number"] + "-01-01")
    found = {
        "bersinar_peristiwa": tables["bersinar_event"],
        "kotan_penilaian": tables["kotan_assessment"],
        "kawasan_rawan": rawan,
        "fasilitas_rehab": facility,
        "rehab_episode": episode.drop_duplicates(["token", "facility_code", "service", "started"]),
        "rehab_rekap": tables["rehab_recap"],
        "ibm_unit": tables["ibm_unit"],
        "ibm_penilaian": assessment,
        "kasus": _cases(tables),
        "tahap_perkara": tables["case_stage"],
        "tat": tat,
        "layanan_bulanan": tables["service_month"],
        "pemberdayaan": tables["empowerment"].drop_duplicates(["village_code", "started", "product"]),
        "ran_aksi": tables["ran_action"],
        "ran_laporan": report,
        "regulasi_anggaran": pd.concat([rules, lines.rename(columns={"money": "kind"})], ignore_index=True),
        "penduduk": tables["population"],
        "target": tables["target"].rename(columns={"baseline_period": "baseline_year", "target_period": "target_year"}),
    }
    return found


def _cases(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    cases = tables["narcotics_case"].drop(columns=["point"]).copy()
    seized = tables["case_substance"]
    # the amount as text once per distinct one: three hundred thousand rows share few
    words = seized["amount"].map(lambda amount: f"{amount:g}".replace(".", ",") if pd.notna(amount) else "-")
    seized = (seized["substance"] + "/" + words + "/" + seized["unit"]).groupby(seized["case_key"]).agg("; ".join)
    people = tables["case_suspect"]
    people = (people["sex"] + "/" + people["age_band"] + "/" + people["role"]).groupby(people["case_key"]).agg("; ".join)
    cases["substances"] = cases["case_key"].map(seized)
    cases["suspect_list"] = cases["case_key"].map(people)
    return cases


def _shaped(contract: Contract, frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of the contract in its order, as text a person would type; what is missing is empty."""
    out = pd.DataFrame(index=frame.index)
    for column in contract.columns:
        if column.name not in frame:
            continue
        values = frame[column.name]
        match column.type:
            case "date":
                text = pd.to_datetime(values).dt.strftime("%Y-%m-%d")
            case "month":
                text = pd.to_datetime(values).dt.strftime("%Y-%m")
            case "yes_no":
                text = values.map({True: "ya", False: "tidak", "ya": "ya", "tidak": "tidak"})
            case "integer" | "year":
                text = values.astype("Int64")
            case "token":
                text = values.str.removeprefix("\\x")
            case _:
                text = values
        out[column.name] = text
    return out.astype(object).where(out.notna(), None)


def workbook(contract: Contract, frame: pd.DataFrame) -> bytes:
    """A clean XLSX in the template's shape, marked as simulated."""
    shaped = _shaped(contract, frame)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append([MARK])
    sheet.append([contract.column(name).label["id"] for name in shaped.columns])
    for row in shaped.itertuples(index=False):
        sheet.append([_cell(value) for value in row])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _cell(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def comma_separated(contract: Contract, frame: pd.DataFrame) -> bytes:
    """A clean CSV (semicolons, UTF-8 with BOM), marked as simulated; numbers with a decimal comma."""
    shaped = _shaped(contract, frame)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([MARK])
    writer.writerow([contract.column(name).label["id"] for name in shaped.columns])
    for row in shaped.itertuples(index=False):
        writer.writerow([f"{value}".replace(".", ",") if isinstance(value, float) else value for value in row])
    return out.getvalue().encode("utf-8-sig")


def records(contract: Contract, frame: pd.DataFrame) -> list[dict[str, object]]:
    """Rows as an API call sends them."""
    rows: list[dict[str, object]] = json.loads(_shaped(contract, frame).to_json(orient="records"))
    return rows


def ugly(contract: Contract, frame: pd.DataFrame, names: dict[str, str], seed: int, *, faults: int = 0) -> bytes:
    """The same rows as an office keeps them, and `faults` cells that nobody can read.

    Titles, merged cells, numbered columns, names for codes, Indonesian dates and numbers, stray spaces, a row twice, a total,
    notes, a hidden sheet.
    """
    rng = np.random.default_rng(seed)
    shaped = _shaped(contract, frame)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Rekap 2025"
    sheet.append([MARK])
    sheet.append([f"LAPORAN {contract.title['id'].upper()}"])
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(shaped.columns) + 1)
    sheet.append([])
    labels = [contract.column(name).label["id"] for name in shaped.columns]
    sheet.append(["No", *(f" {label.upper()} " if at % 2 else label for at, label in enumerate(labels))])
    sheet.append([f"({at})" for at in range(1, len(labels) + 2)])
    regions = [name for name in shaped.columns if contract.column(name).type == "region"]
    rows = [list(row) for row in shaped.itertuples(index=False)]
    broken = set(rng.choice(len(rows), min(faults, len(rows)), replace=False).tolist())
    hit = next(at for at, name in enumerate(shaped.columns) if name == contract.key[0])
    for number, row in enumerate(list(rows), start=1):
        cells: list[object] = [number]
        for name, value in zip(shaped.columns, row, strict=True):
            cells.append(_untidy(contract.column(name).type, value, rng, names if name in regions else {}))
        if number - 1 in broken:
            cells[hit + 1] = None if number % 2 else "???"
        sheet.append(cells)
        if number == len(rows) // 2 and number - 1 not in broken:
            sheet.append(cells)  # the same row again
            rows.append(row)
    total: list[object] = ["JUMLAH"]
    for name in shaped.columns:
        whole = contract.column(name).type == "integer"
        total.append(
            int(pd.to_numeric(pd.Series([row[list(shaped.columns).index(name)] for row in rows]), errors="coerce").sum())
            if whole
            else None
        )
    sheet.append(total)
    sheet.append([])
    sheet.append(["Catatan: data sementara, dapat berubah."])
    hidden = book.create_sheet("kerja lama")
    hidden.append(labels)
    hidden.sheet_state = "hidden"
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _untidy(kind: str, value: object, rng: np.random.Generator, names: dict[str, str]) -> object:
    if value is None:
        return None if rng.random() < 0.7 or kind == "text" else "-"
    if kind == "region":
        code = str(value)
        way = rng.random()
        if len(code) == 5 and way < 0.4:
            kind_word = "" if names.get(code, "").lower().startswith("kota ") else "Kab. "
            return f"{kind_word}{names.get(code, code)}" if not names.get(code, "").lower().startswith("kab") else names[code]
        return code.replace(".", "") if way < 0.7 else f" {code} "
    if kind in ("date", "month") and isinstance(value, str):
        parts = [int(part) for part in value.split("-")]
        if kind == "month":
            return f"{_MONTHS[parts[1]]} {parts[0]}" if rng.random() < 0.5 else value
        day = date(*parts)
        return rng.choice(np.array([f"{day:%d/%m/%Y}", f"{day.day} {_MONTHS[day.month]} {day.year}", value], dtype=object))
    if kind == "integer":
        return format_decimal(int(str(value)), locale="id") if rng.random() < 0.4 else _cell(value)
    if kind == "decimal":
        return f"{float(str(value)):.2f}".replace(".", ",") if rng.random() < 0.5 else float(str(value))
    if kind == "code":
        return f" {str(value).replace('_', ' ').upper()} " if rng.random() < 0.3 else value
    return _cell(value)
