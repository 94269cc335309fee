"""`python -m data pengguna`: accounts from the command line, where rights have no limit."""

import argparse
import getpass
import sys
from datetime import date

from rich.console import Console

from data.feeds import agencies
from data.identity.accounts import Giver, Wanted, add_account, has_people, place, reset, switch
from data.model.errors import Fault, Problem
from data.model.roles import GRANTABLE, Role
from data.store import Store


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's options to a parser."""
    account = commands.add_parser("pengguna", help="buat akun, setel ulang atau matikan; yang pertama menjadi administrator")
    account.add_argument("nama_pengguna")
    account.add_argument("--nama", help="nama lengkap; biasanya sama dengan nama pengguna")
    account.add_argument("--peran", default=Role.BNN_PUSAT.value, choices=[*map(str, GRANTABLE)])
    account.add_argument("--wilayah", action="append", help="kode wilayah; tanpa ini seluruh Indonesia")
    account.add_argument("--alasan", default="", help="mengapa wilayah itu diberikan")
    account.add_argument("--sampai", type=date.fromisoformat, help="hari terakhir, misalnya 2027-12-31")
    account.add_argument("--administrator", action="store_true", help="boleh mengurus akun di bawah wilayahnya")
    account.add_argument("--sso", help="nama di penyedia SSO, misalnya surel; tanpa kata sandi")
    account.add_argument("--instansi", default="", help="instansi pengirim, misalnya Polres")
    account.add_argument("--kantor", default="", help="kantornya, dimulai dengan nama instansinya: 'Polres Bone Bolango'")
    account.add_argument("--sandi-dari-stdin", action="store_true")
    what = account.add_mutually_exclusive_group()
    what.add_argument("--setel-ulang", action="store_true", help="kata sandi sekali pakai, faktor kedua dilepas, sesi berakhir")
    what.add_argument("--tempatkan", action="store_true", help="ganti instansi dan kantor akun yang sudah ada")
    what.add_argument("--matikan", action="store_true", help="akun tidak dapat masuk lagi")
    what.add_argument("--hidupkan", action="store_true", help="akun yang dimatikan dapat masuk lagi")


def run(options: argparse.Namespace, store: Store, console: Console) -> None:
    """Run the command. Raises `Fault`."""
    name, giver = options.nama_pengguna, Giver()
    if options.instansi and options.instansi not in agencies():
        raise Fault(Problem.UNKNOWN_AGENCY, agency=options.instansi, known=", ".join(agencies()))
    if options.tempatkan:
        place(store, name, options.instansi, options.kantor, giver)
        return
    if options.setel_ulang:
        console.print(f"Kata sandi sekali pakai (tidak disimpan di mana pun): {reset(store, name, giver)}", highlight=False)
        return
    if options.matikan or options.hidupkan:
        switch(store, name, giver, active=options.hidupkan)
        return
    first = not has_people(store)
    password = None if options.sso else _password(options)
    wanted = Wanted(
        name,
        options.nama or name,
        options.peran,
        tuple(options.wilayah or [""]),
        password,
        sso_name=options.sso,
        must_change=not first,
        administers=first or options.administrator,
        reason=options.alasan,
        until=options.sampai,
        agency=options.instansi,
        office=options.kantor,
    )
    add_account(store, wanted, giver)
    if first:
        console.print("Administrator pertama dibuat.")


def _password(options: argparse.Namespace) -> str:
    if options.sandi_dari_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():  # getpass would show what is typed, or fail at the end of the input
        raise Fault(Problem.NEEDS_TERMINAL)
    return getpass.getpass("Kata sandi: ")
