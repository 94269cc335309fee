"""`python -m geo muat|pakai|versi`: boundaries on the command line, with the questions a person is asked."""

import argparse
from pathlib import Path

import sqlalchemy as sa
from babel.numbers import format_decimal
from rich.console import Console
from rich.table import Table

from data.model import schema
from data.model.progress import bars
from data.model.settings import Settings
from data.ops import boundaries
from data.store import Store

_LEVELS = {1: "Provinsi", 2: "Kabupaten/kota", 3: "Kecamatan", 4: "Desa/kelurahan"}
_WAYS = {
    "kode": "kode", "kode_lama": "kode lama", "nama": "nama", "dari_anak": "dari anak", "dipotong": "dipotong", "lama": "tetap",
    "tidak_ada": "tidak ada",
}  # fmt: skip
_BARS = {"shapes": "Batas", "tiles": "Ubin peta", "facts": "Indikator"}
_WORST = 12
_EXAMPLES = 5


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The sub-commands of `batas`."""
    group = commands.add_parser("batas", help="batas wilayah resmi (lihat python -m geo --help)")
    actions = group.add_subparsers(dest="action", required=True)
    load = actions.add_parser("muat", help="muat batas resmi: GeoPackage, Shapefile, GeoJSON atau GeoParquet")
    load.add_argument("berkas", nargs="+", type=Path)
    load.add_argument("--judul", help="nama versi ini di layar")
    load.add_argument("--sumber", default="tidak disebut", help="siapa yang menerbitkan")
    load.add_argument("--lisensi", default="tidak disebut")
    load.add_argument("--crs", help="sistem koordinat bagi berkas yang tidak menyebutnya, misalnya EPSG:4326")
    load.add_argument("--celah", type=float, default=boundaries.GAP_DEGREES, help="lebar celah yang ditutup, dalam derajat")
    load.add_argument(
        "--kode", choices=list(boundaries.CODES), default="kemendagri", help="kode di berkas; nama: hanya namanya yang dipakai"
    )
    load.add_argument(
        "--benar", type=Path, metavar="TABEL", help="bertentangan.csv yang sudah dilihat: bentuk di dalamnya tetap dipakai"
    )
    load.add_argument("--periksa", action="store_true", help="hanya laporan, tidak ada yang dimuat")
    load.add_argument("--ya", action="store_true", help="muat tanpa bertanya")
    take = actions.add_parser("pakai", help="pakai versi yang sudah dimuat")
    take.add_argument("versi")
    actions.add_parser("versi", help="daftar versi")


def run(options: argparse.Namespace, store: Store, settings: Settings, console: Console) -> bool:
    """Run one action; ``False`` when the person declined."""
    if options.action == "versi":
        _list(store, console)
    elif options.action == "pakai":
        with bars(_BARS, console) as bar:
            boundaries.use(store, options.versi, bar("facts"))
    else:
        return _load(options, store, settings, console)
    return True


def _load(options: argparse.Namespace, store: Store, settings: Settings, console: Console) -> bool:
    with console.status("membaca berkas") as status:
        asked = boundaries.Asked(options.crs, options.celah, options.kode, boundaries.read_confirmed(options.benar))
        checked = boundaries.check(store, settings.home, options.berkas, asked, say=lambda text: status.update(text))
    show(checked, console)
    if options.periksa:
        return True
    if not options.ya and console.input("Pakai batas ini? [y/T] ").strip().lower() not in ("y", "ya"):
        console.print("Tidak ada yang diubah.")
        return False
    title = options.judul or "Batas resmi: " + ", ".join(file.stem for file in options.berkas)
    with bars(_BARS, console) as bar:
        progress = {name: bar(name) for name in _BARS}
        boundaries.accept(store, checked, title=title, publisher=options.sumber, licence=options.lisensi, progress=progress)
    console.print(f"Versi {checked.version} dipakai. Kembali ke yang lama: python -m geo versi, lalu python -m geo pakai VERSI")
    return True


def show(checked: boundaries.Checked, console: Console) -> None:
    """Print the report: how many regions matched by which way, what was repaired, which look wrong."""
    summary, report = checked.composition.summary, checked.report
    table = Table("Tingkat", *_WAYS.values(), title=f"Batas terhadap daftar wilayah ({checked.version})")
    for level, name in _LEVELS.items():
        table.add_row(name, *(format_decimal(summary.get(f"{level}_{way}", 0), locale="id") for way in _WAYS))
    console.print(table)
    found = ", ".join(f"{what} = {column}" for what, column in checked.matched.columns.items())
    console.print(f"Kolom yang dipakai: {found}")
    console.print(
        f"Tidak cocok dengan daftar: {summary['tak_cocok']}. Nama berbeda pada kode yang sama: {summary['nama_berbeda']}. "
        f"Bentuk diperbaiki: {summary['diperbaiki']}. Tumpang tindih: {summary['tumpang_tindih_km2']} km2. "
        f"Celah ditutup: {summary['celah_ditutup_km2']} km2; lubang tersisa: {summary['celah_tersisa']}."
    )
    _show_held(checked, console)
    lost = report[report["damaged"]]
    lost = lost.assign(left=lost["area_km2"] / lost["area_before_km2"]).sort_values("left", na_position="last")
    shrunk = lost[lost["area_km2"].notna()]
    if len(lost):
        console.print(
            f"Perlu diperiksa: {len(lost)} desa/kelurahan ({len(shrunk)} kehilangan hampir seluruh luas, "
            f"{len(lost) - len(shrunk)} tanpa bentuk)."
        )
        worst = Table("Kode", "Nama", "Luas km2", "Sebelumnya km2", "Perubahan")
        for code, row in shrunk.head(_WORST).iterrows():
            change = f"{100 * (row['left'] - 1):+.2f} %"
            worst.add_row(str(code), row["name"], f"{row['area_km2']:.6f}", f"{row['area_before_km2']:.3f}", change)
        console.print(worst)
    console.print(f"Laporan lengkap per wilayah: {checked.folder}")


def _show_held(checked: boundaries.Checked, console: Console) -> None:
    """What was held against known points: how much, what was not taken and why."""
    held = checked.held
    wrong = held.contradictions
    console.print(
        f"Dibandingkan dengan titik yang diketahui: {format_decimal(held.checked, locale='id')} bentuk; "
        f"{held.unproved} di antaranya tanpa titik pasti. Bertentangan dan tidak diambil: {len(wrong)}."
    )
    for reason in wrong["reason"].head(_EXAMPLES):
        console.print(f"  - {reason}")
    if len(wrong):
        console.print(f"Semuanya: bertentangan.csv, petanya: bertentangan.png di {checked.folder}. {held.cause}".strip())
    if held.confirmed:
        console.print(f"Bertentangan, tetapi dibenarkan dengan --benar: {', '.join(held.confirmed[:_WORST])}.")
    if held.shapeless:
        console.print(f"Tanpa bentuk di berkas: {', '.join(held.shapeless[:_WORST])} ({len(held.shapeless)} seluruhnya).")
    if checked.skipped:
        console.print(f"Lapisan tanpa poligon dilewati: {', '.join(checked.skipped)}.")


def _list(store: Store, console: Console) -> None:
    with store.writing() as connection:
        rows = connection.execute(sa.select(schema.boundary_version).order_by(schema.boundary_version.c.loaded_at)).all()
    table = Table("Versi", "Judul", "Keadaan", "Dimuat", "Desa berbentuk")
    for row in rows:
        villages = str(row.report.get("desa_berbentuk", "")) if row.report else ""
        table.add_row(row.id, row.title, row.state, f"{row.loaded_at:%Y-%m-%d %H:%M}", villages)
    console.print(table)
