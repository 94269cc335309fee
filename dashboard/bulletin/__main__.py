"""`python -m dashboard.bulletin`: subscriptions, and the run that a timer starts."""

import argparse
import sys
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from data.identity import bulletins
from data.model import clock
from data.model.errors import Fault


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m dashboard.bulletin", description="Buletin Dasbor Bersinar")
    commands = parser.add_subparsers(dest="command", required=True)
    going = commands.add_parser("kirim", help="kirim semua yang jatuh tempo; aman dijalankan tiap hari")
    going.add_argument("--ke", type=Path, metavar="FOLDER", help="simpan sebagai berkas .eml, bukan surel")
    going.add_argument("--ulang", action="store_true", help="juga yang sudah dikirim minggu atau bulan ini")
    going.add_argument("--hari", type=date.fromisoformat, help="anggap hari ini tanggal itu, misalnya 2026-12-01")
    joining = commands.add_parser("langganan", help="kirimi sebuah akun buletin")
    joining.add_argument("nama_pengguna")
    joining.add_argument("--alamat", required=True, help="alamat surel kantornya")
    joining.add_argument("--tiap", choices=bulletins.EVERY, default="mingguan")
    leaving = commands.add_parser("berhenti", help="jangan kirimi akun itu lagi")
    leaving.add_argument("nama_pengguna")
    commands.add_parser("daftar", help="siapa yang dikirimi")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        return _run(options, console)
    except Fault as fault:
        console.print(str(fault), style="bold red", soft_wrap=True, highlight=False, markup=False)
        return 1


def _run(options: argparse.Namespace, console: Console) -> int:
    # imported late: --help should not wait for it
    from dashboard.cache import runtime

    store = runtime.store()
    if options.command == "langganan":
        bulletins.subscribe(store, options.nama_pengguna, options.tiap, options.alamat)
    elif options.command == "berhenti":
        console.print(f"{bulletins.unsubscribe(store, options.nama_pengguna)} langganan diakhiri.", highlight=False)
    elif options.command == "daftar":
        table = Table("Pengguna", "Tiap", "Alamat", "Terakhir")
        for username, every, address, last in bulletins.subscriptions(store):
            table.add_row(username, every, address, f"{last:%Y-%m-%d}" if last else "–")
        console.print(table)
    else:
        return _send(options, console)
    return 0


def _send(options: argparse.Namespace, console: Console) -> int:
    from dashboard.bulletin.due import send_due
    from dashboard.cache import runtime

    now = clock.now()
    sent = send_due(
        runtime.store(), runtime.settings(), options.hari or now.date(), now, folder=options.ke, again=options.ulang
    )
    for username, fault in sent.failed.items():
        console.print(f"{username}: {fault}", style="bold red", soft_wrap=True, highlight=False, markup=False)
    console.print(f"{sent.went} buletin dikirim, {len(sent.failed)} gagal.", highlight=False)
    return 1 if sent.failed else 0


if __name__ == "__main__":
    sys.exit(main())
