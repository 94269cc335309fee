"""`python -m data`: the store from the command line."""

import argparse
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from babel.numbers import format_decimal
from rich.console import Console
from rich.table import Table

from data.facts.update import refresh
from data.identity import audit
from data.identity.gis_logins import add_gis_account, drop_gis_account
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.progress import bars
from data.model.roles import GRANTABLE, Role
from data.model.settings import Settings, read_settings
from data.ops import accounts_command, boundaries_command, file_schemas, intake_command
from data.ops.bootstrap import load
from data.ops.transfer.backup import back_up, read_passphrase, restore
from data.ops.transfer.move import Moved, move
from data.store import Store
from data.store.driver_errors import room
from data.store.prepare import prepare


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns 0 when done, or 1 after a one-line message in Indonesian."""
    parser = argparse.ArgumentParser(prog="python -m data", description="Penyimpanan Dasbor Bersinar")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("siapkan", help="migrasi, peran dan wilayah; tanpa data simulasi")
    commands.add_parser("segarkan", help="hitung ulang semua indikator")
    commands.add_parser("skema", help="tulis ulang skema JSON dari model berkas YAML")
    commands.add_parser("kunci-baru", help="ganti kata sandi aplikasi dan kunci penanda tangan")
    simulation = commands.add_parser("simulasi", help="isi dengan DATA SIMULASI")
    simulation.add_argument(
        "--ukuran", choices=("kota", "provinsi", "nasional"), help="wilayah yang dimuat dan diisi; biasanya nasional"
    )
    simulation.add_argument("--ya-isi-simulasi", action="store_true", help="wajib untuk penyimpanan bersama")
    accounts_command.add_arguments(commands)
    boundaries_command.add_arguments(commands)
    moving = commands.add_parser("pindah", help="pindahkan isi penyimpanan bawaan ke yang bersama, dan buktikan isinya sama")
    moving.add_argument("--ya-isi-simulasi", action="store_true", help="wajib bila yang dipindahkan memuat DATA SIMULASI")
    saving = commands.add_parser("cadangkan", help="tulis seluruh isi ke satu berkas; kunci tidak pernah ikut")
    saving.add_argument("berkas", type=Path)
    saving.add_argument("--dengan-akun", action="store_true", help="sertakan akun, haknya, dan jejak audit")
    saving.add_argument("--sandi", type=Path, help="enkripsi dengan kata sandi di baris pertama berkas ini")
    back = commands.add_parser("pulihkan", help="isi penyimpanan kosong dari berkas cadangan, dan buktikan isinya sama")
    back.add_argument("berkas", type=Path)
    back.add_argument("--sandi", type=Path, help="berkas kata sandi cadangan yang terenkripsi")
    back.add_argument("--ya-isi-simulasi", action="store_true", help="wajib bila cadangannya memuat DATA SIMULASI")
    gis = commands.add_parser("gis", help="akun untuk QGIS dan ogr2ogr di penyimpanan bersama")
    gis.add_argument("nama")
    gis.add_argument("--peran", default=Role.BNNP.value, choices=[*map(str, GRANTABLE)])
    gis.add_argument("--wilayah", action="append", help="kode wilayah; tanpa ini seluruh Indonesia")
    gis.add_argument("--tulis", action="store_true", help="boleh menambah fasilitas dan kasus di wilayahnya")
    gis.add_argument("--sampai", type=datetime.fromisoformat, help="hari terakhir, misalnya 2027-12-31")
    gis.add_argument("--cabut", action="store_true", help="cabut akun ini")
    trail = commands.add_parser("jejak", help="jejak audit: periksa rantainya, atau pangkas yang sudah lewat masa simpannya")
    trail.add_argument("tindakan", choices=("periksa", "pangkas"))
    trail.add_argument("--kepala", help="kepala yang dicatat dahulu, NOMOR:DIGEST, harus masih ada di rantai")
    trail.add_argument(
        "--bulan", type=int, help="simpan sekian bulan terakhir, paling sedikit 12; biasanya BERSINAR_AUDIT_MONTHS"
    )
    intake_command.add_arguments(commands)
    options = parser.parse_args(arguments)
    console = Console()
    try:
        with room():
            _run(options, read_settings(), console)
    except Fault as fault:
        console.print(str(fault), style="bold red", soft_wrap=True, highlight=False, markup=False)
        return 1
    return 0


def _run(options: argparse.Namespace, settings: Settings, console: Console) -> None:
    if options.command == "skema":
        for file in file_schemas.write():
            console.print(str(file), soft_wrap=True, highlight=False, markup=False)
        return
    if options.command == "pindah":
        _move(options, settings, console)
        return
    if options.command == "simulasi" and settings.is_shared and not options.ya_isi_simulasi:
        raise Fault(Problem.SIMULATION_REFUSED)
    store = prepare(settings, new_keys=options.command == "kunci-baru")
    try:
        if options.command in ("siapkan", "simulasi"):
            if getattr(options, "ukuran", None):
                settings = settings.model_copy(update={"simulation_size": options.ukuran})
            load(store, settings, simulate=options.command == "simulasi", show=partial(bars, console=console))
        elif options.command == "segarkan":
            with store.writing() as connection:
                refresh(connection, lambda done, total: None)
                audit.note_within(connection, "baris perintah", "", "konfigurasi", "segarkan")
        elif options.command == "kunci-baru":
            with store.writing() as connection:
                audit.note_within(connection, "baris perintah", "", "konfigurasi", "kunci baru")
            audit.seal(store)
        elif options.command == "batas":
            if not boundaries_command.run(options, store, settings, console):
                return
        elif options.command in ("cadangkan", "pulihkan"):
            _backup(options, store, console)
        elif options.command in intake_command.COMMANDS:
            if not intake_command.run(options, store, settings, console):
                raise SystemExit(1)
        elif options.command == "jejak":
            if not _trail(options, settings.audit_months, store, console):
                raise SystemExit(1)
        elif options.command == "gis":
            _gis(options, store, console)
        elif options.command == "pengguna":
            accounts_command.run(options, store, console)
    finally:
        store.close()
    console.print("Selesai.")


def _move(options: argparse.Namespace, settings: Settings, console: Console) -> None:
    if not settings.is_shared:
        raise Fault(Problem.MOVE_NEEDS_SHARED)
    if not (settings.home / "postgres" / "PG_VERSION").exists():
        raise Fault(Problem.NOTHING_TO_MOVE, home=settings.home)
    source = prepare(settings.model_copy(update={"database_url": None, "app_url": None}))
    try:
        with source.writing() as connection:
            simulated = connection.scalar(sa.select(sa.func.count()).where(schema.source.c.kind == "simulasi"))
        if simulated and not options.ya_isi_simulasi:
            raise Fault(Problem.SIMULATION_REFUSED)
        target = prepare(settings)
        try:
            with bars({"pindah": "Memindahkan"}, console) as bar:
                moved = move(source, target, bar("pindah"))
        finally:
            target.close()
    finally:
        source.close()
    _show(moved, console)
    console.print("Isi kedua penyimpanan sama. Akun dan jejak audit tidak ikut: buat akun dengan python -m data pengguna.")


def _show(moved: list[Moved], console: Console) -> None:
    table = Table("Tabel", "Baris", "Sidik isi (sama di kedua sisi)")
    for one in moved:
        table.add_row(one.table, format_decimal(one.rows, locale="id"), one.digest)
    console.print(table)


def _backup(options: argparse.Namespace, store: Store, console: Console) -> None:
    saving = options.command == "cadangkan"
    passphrase = read_passphrase(options.sandi) if options.sandi else None
    with bars({"berkas": "Mencadangkan" if saving else "Memulihkan"}, console) as bar:
        moved = (
            back_up(store, options.berkas, bar("berkas"), people=options.dengan_akun, passphrase=passphrase)
            if saving
            else restore(store, options.berkas, bar("berkas"), simulated_too=options.ya_isi_simulasi, passphrase=passphrase)
        )
    _show(moved, console)
    with_people = any(one.table == schema.person.fullname for one in moved)
    console.print(
        "Akun, hak dan jejak audit ikut: jaga berkas ini seperti kata sandi."
        if with_people
        else "Akun, hak dan jejak audit TIDAK ikut; python -m data cadangkan --dengan-akun menyertakannya.",
        soft_wrap=True,
    )
    console.print(
        "Tidak pernah ikut: token API, akun GIS, langganan buletin, dan kunci. Simpan folder BERSINAR_HOME "
        "(secrets.json, kunci-token.json) di tempat lain; tanpa itu faktor kedua dipasang ulang.",
        soft_wrap=True,
    )


def _trail(options: argparse.Namespace, months: int, store: Store, console: Console) -> bool:
    if options.tindakan == "pangkas":
        console.print(f"{audit.prune(store, options.bulan or months)} baris dipangkas; digestnya tetap di rantai.")
        audit.seal(store)
        return True
    known = None
    if options.kepala:
        place, _, digest = options.kepala.partition(":")
        if not place.isdecimal():
            raise Fault(Problem.BAD_HEAD, given=options.kepala)
        known = int(place), digest
    audit.seal(store)
    with store.writing() as connection:
        found = audit.verify(connection, known)
    for fault in found.faults:
        console.print(fault, style="bold red", markup=False)
    console.print(
        f"{found.rows} baris diperiksa, {found.removed} sudah dipangkas, {found.waiting} belum disegel. "
        f"Kepala: {found.position}:{found.digest}",
        highlight=False,
        soft_wrap=True,
    )
    return not found.faults


def _gis(options: argparse.Namespace, store: Store, console: Console) -> None:
    if options.cabut:
        drop_gis_account(store, options.nama)
        return
    login, password = add_gis_account(
        store,
        options.nama,
        options.peran,
        options.wilayah or [""],
        may_write=options.tulis,
        until=options.sampai,
        by="baris perintah",
    )
    console.print(
        f"Akun {login}, kata sandi {password} (tidak disimpan di mana pun). Lapisan ada di skema peta.", highlight=False
    )


if __name__ == "__main__":
    sys.exit(main())
