"""`python -m dashboard.bulletin`: who is sent one, and the run that a timer starts."""

import argparse
import sys
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from data.identity import bulletins
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
    """One after the other; what fails is said at the end, and the others go all the same."""
    from dashboard.bulletin.compose_bulletin import compose
    from dashboard.bulletin.send import connected, keep, mail, message_of
    from dashboard.cache import runtime
    from dashboard.words.texts import ZONE

    store, settings = runtime.store(), runtime.settings()
    now = datetime.now(ZONE)
    day = options.hari or now.date()
    owed = bulletins.due(store, day, again=options.ulang)
    failed = 0
    with ExitStack() as stack:
        server = stack.enter_context(connected(settings.smtp)) if owed and options.ke is None else None
        for one in owed:
            try:
                made = compose(one, day, settings.address)
                message = message_of(made, settings.mail_from, now)
                if server is not None:
                    mail(server, message)
                else:
                    keep(options.ke, message, f"{day:%Y-%m-%d}_{one.every}_{one.person.username}")
                bulletins.note_sent(store, one, "folder" if server is None else "surel", made.areas, now)
            except Fault as fault:
                failed += 1
                console.print(
                    f"{one.person.username}: {fault}", style="bold red", soft_wrap=True, highlight=False, markup=False
                )
    console.print(f"{len(owed) - failed} buletin dikirim, {failed} gagal.", highlight=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
