"""`python -m data kirim` and related commands: submissions on the command line."""

import argparse
import hashlib
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
import yaml
from rich.console import Console
from rich.table import Table

from data.feeds import Contract, Mapping, feeds, mapping_of, mappings
from data.identity import api_tokens
from data.identity.audit import note_within
from data.intake import quality
from data.intake.read.tokens import Keyring
from data.intake.sheets import template
from data.intake.submit import history
from data.intake.submit.declared import declare, take_back
from data.intake.submit.report import Report, Sender, answers_of
from data.intake.submit.submission import marked_copy, submit
from data.jobs.queue import FACTS, ask
from data.jobs.runner import run_waiting
from data.model import schema
from data.model.errors import Fault, Problem
from data.model.progress import bars
from data.model.roles import GRANTABLE, Role
from data.model.settings import Settings
from data.model.yamls import read_yaml
from data.ops.jobs import store_jobs
from data.store import Store

_SHOWN = 20


def add_arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands of submissions."""
    send = commands.add_parser("kirim", help="kirim berkas sebuah umpan: XLSX, XLS, ODS atau CSV")
    send.add_argument("berkas", type=Path)
    send.add_argument("--feed", required=True)
    send.add_argument("--pengirim", required=True, help="kantor pengirim, misalnya 'BNNP Gorontalo'")
    send.add_argument(
        "--peran",
        default=Role.SYSTEM.value,
        choices=[*map(str, (Role.SYSTEM, *GRANTABLE))],
        help="tingkat pengirim; menentukan status awal",
    )
    send.add_argument("--wilayah", default="", help="kode wilayah wewenang pengirim; kosong berarti seluruh Indonesia")
    send.add_argument("--pemetaan", help="nama pemetaan bawaan atau berkas YAML")
    send.add_argument(
        "--jawab",
        action="append",
        default=[],
        metavar="PERTANYAAN=JAWABAN",
        help="jawaban atas tawaran pembacaan; boleh berulang",
    )
    send.add_argument("--periksa", action="store_true", help="periksa saja, tidak ada yang disimpan")
    send.add_argument(
        "--lengkap", action="store_true", help="daftar ini lengkap untuk wilayah pengirim: yang tidak ada di berkas terhitung 0"
    )
    send.add_argument("--menggantikan", type=int, metavar="NOMOR", help="kiriman lama yang digantikan seluruhnya")
    send.add_argument("--tandai", type=Path, metavar="BERKAS", help="salinan XLSX dengan sel bermasalah ditandai")
    back = commands.add_parser("tarik", help="tarik sebuah kiriman; semua turunannya ikut")
    back.add_argument("nomor", type=int)
    back.add_argument("--alasan", required=True)
    agree = commands.add_parser("setujui", help="setujui sebuah kiriman sebagai pusat")
    agree.add_argument("nomor", type=int)
    blank = commands.add_parser("templat", help="tulis templat XLSX sebuah umpan")
    blank.add_argument("feed")
    blank.add_argument("berkas", type=Path)
    keys = commands.add_parser("kunci-token", help="kunci pengganti identitas: putar, atau pensiunkan yang lama")
    keys.add_argument("tindakan", choices=("putar", "pensiunkan"))
    duty = commands.add_parser("wajib", help="catat siapa wajib mengirim umpan apa, sejak kapan")
    duty.add_argument("feed")
    duty.add_argument("--pengirim", required=True)
    duty.add_argument("--wilayah", required=True)
    duty.add_argument("--sejak", type=date.fromisoformat, required=True)
    duty.add_argument("--sampai", type=date.fromisoformat)
    free = commands.add_parser("bebas-orang", help="nyatakan sebuah kolom dari berkas sebuah kantor bebas nama orang")
    free.add_argument("feed")
    free.add_argument("--pengirim", required=True, help="kantor yang mengirim berkas itu")
    free.add_argument("--kolom", required=True, help="judul kolomnya seperti di berkas")
    free.add_argument("--berkas", type=Path, help="berkas yang diperiksa; hanya digest-nya yang dicatat")
    free.add_argument("--cabut", action="store_true", help="tarik kembali pernyataan itu")
    commands.add_parser("mutu", help="periksa mutu data yang sudah masuk")
    access = commands.add_parser("token-api", help="token API sebuah instansi")
    access.add_argument("nama")
    access.add_argument("--pengirim", help="kantor yang memakai token ini")
    access.add_argument("--peran", default=Role.AGENCY.value, choices=[*map(str, GRANTABLE)])
    access.add_argument("--wilayah", action="append")
    access.add_argument("--feed", action="append", help="umpan yang boleh dikirim; tanpa ini semuanya")
    access.add_argument("--hari", type=int, default=90, help="masa berlaku")
    access.add_argument("--cabut", action="store_true")


COMMANDS = ("kirim", "tarik", "setujui", "templat", "kunci-token", "wajib", "bebas-orang", "mutu", "token-api")


def contract_named(name: str) -> Contract:
    """The contract of a feed. Raises `Fault` for an unknown feed."""
    found = feeds().get(name)
    if found is None:
        raise Fault(Problem.UNKNOWN_FEED, name=name, known=", ".join(feeds()))
    return found


def mapping_named(name: str, contract: Contract) -> Mapping:
    """A mapping that ships, or one from a YAML file. Raises `Fault` for one that is neither, or does not fit the feed."""
    known = {key: one for key, one in mappings().items() if one.feed == contract.name}
    if name in known:
        return known[name]
    try:
        tree = read_yaml(Path(name))
        return mapping_of({**tree, "feed": contract.name})
    except (OSError, ValueError, TypeError, AttributeError, yaml.YAMLError):
        raise Fault(Problem.UNKNOWN_MAPPING, name=name, known=", ".join(known) or "berkas YAML") from None


def run(options: argparse.Namespace, store: Store, settings: Settings, console: Console) -> bool:
    """Run a command; ``False`` when the file has faults. Raises `Fault`."""
    done = _run(options, store, settings, console)
    for ended in run_waiting(store, settings, [job for job in store_jobs() if job.name == FACTS]):
        if ended.fault:
            console.print(ended.fault, style="bold red", soft_wrap=True, highlight=False, markup=False)
    return done


def _run(options: argparse.Namespace, store: Store, settings: Settings, console: Console) -> bool:
    boss = Sender("BNN Pusat", "baris perintah", Role.BNN_PUSAT)
    match options.command:
        case "kirim":
            return _send(options, store, settings, console)
        case "tarik":
            gone = history.withdraw(store, options.nomor, boss, options.alasan)
            console.print(f"Ditarik: {gone.gone} baris dihapus, {gone.changed} kembali ke kiriman sebelumnya.")
        case "setujui":
            console.print(f"Status: {history.approve(store, options.nomor, boss)}.")
        case "templat":
            options.berkas.write_bytes(template(contract_named(options.feed)))
        case "kunci-token":
            ring = Keyring.open(settings.home)
            ring = ring.rotated(settings.home) if options.tindakan == "putar" else ring.retired(settings.home)
            console.print(f"Kunci yang dipakai: edisi {', '.join(str(version) for version, _ in ring.keys)}.")
        case "wajib":
            _owe(options, store)
        case "bebas-orang":
            _free(options, store, console)
        case "mutu":
            counts = quality.check(store)
            console.print(f"Temuan terbuka: {counts['terbuka']}; hilang sejak pemeriksaan lalu: {counts['hilang']}.")
        case "token-api":
            if options.cabut:
                api_tokens.revoke(store, options.nama)
            else:
                names = [contract_named(name).name for name in options.feed or feeds()]
                word = api_tokens.issue(
                    store,
                    options.nama,
                    options.pengirim or options.nama,
                    options.peran,
                    options.wilayah or [""],
                    names,
                    timedelta(days=options.hari),
                    by="baris perintah",
                    by_role=Role.SYSTEM,
                )
                console.print(f"Token {options.nama}: {word} (tidak disimpan di mana pun)", highlight=False, soft_wrap=True)
    return True


def _owe(options: argparse.Namespace, store: Store) -> None:
    contract = contract_named(options.feed)
    with store.writing() as connection:
        if not connection.scalar(sa.select(schema.region.c.code).where(schema.region.c.code == options.wilayah)):
            raise Fault(Problem.UNKNOWN_REGION, code=options.wilayah)
        duty = schema.kewajiban
        here = (duty.c.feed == contract.name, duty.c.sender == options.pengirim, duty.c.region_code == options.wilayah)
        connection.execute(duty.delete().where(*here))
        connection.execute(
            duty.insert().values(
                feed=contract.name,
                sender=options.pengirim,
                region_code=options.wilayah,
                since=options.sejak,
                until=options.sampai,
            )
        )
        ask(connection, FACTS)  # pages cache duties by data version
        note_within(
            connection,
            "baris perintah",
            "",
            "konfigurasi",
            f"kewajiban {contract.name}",
            instansi=options.pengirim,
            wilayah=options.wilayah,
        )


def _free(options: argparse.Namespace, store: Store, console: Console) -> None:
    who, feed = Sender(options.pengirim, "baris perintah", Role.SYSTEM), contract_named(options.feed).name
    digest = hashlib.sha256(_body(options.berkas)).hexdigest() if options.berkas else ""
    with store.writing() as connection:
        if not options.cabut:
            declare(connection, who, feed, options.kolom, digest)
        elif not take_back(connection, who, feed, options.kolom):
            console.print("Kolom itu tidak pernah dinyatakan bebas nama orang.")


def _body(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Fault(Problem.FILE_UNREADABLE, reason=error.strerror or str(error)) from None


def _send(options: argparse.Namespace, store: Store, settings: Settings, console: Console) -> bool:
    contract = contract_named(options.feed)
    mapping = mapping_named(options.pemetaan, contract) if options.pemetaan else None
    if options.jawab:
        mapping = (mapping or Mapping(feed=contract.name)).answering(answers_of(options.jawab))
    body = _body(options.berkas)
    sender = Sender(options.pengirim, "baris perintah", Role(options.peran), (options.wilayah,))
    rows = max(body.count(b"\n"), 1)
    with bars({"kirim": "Memeriksa" if options.periksa else "Mengirim"}, console) as bar:
        moved = bar("kirim")
        report = submit(
            store,
            settings.home,
            contract,
            body,
            sender=sender,
            commit=not options.periksa,
            file_name=options.berkas.name,
            mapping=mapping,
            supersedes=options.menggantikan,
            complete=options.lengkap,
            progress=lambda done: moved(min(done, rows), rows),
        )
    show(report, console)
    if options.tandai and report.remarks.faults:
        options.tandai.write_bytes(marked_copy(body, options.berkas.name, report))
        console.print(f"Sel bermasalah ditandai di {options.tandai}.", soft_wrap=True)
    return report.accepted


def show(report: Report, console: Console) -> None:
    """Print the report of a submission."""
    notes = Table("Kolom", "Yang dibaca atau dilewati", "Kali", "Contoh")
    for column, what, count, example in report.remarks.noted():
        notes.add_row(column, what, str(count), example)
    if notes.row_count:
        console.print(notes)
    for fault in report.remarks.faults[:_SHOWN]:
        console.print(fault.sentence(), style="red", soft_wrap=True, highlight=False, markup=False)
    if report.remarks.fault_count > _SHOWN:
        console.print(f"... dan {report.remarks.fault_count - _SHOWN} kesalahan lagi (--tandai menulis semuanya).")
    for offer in report.remarks.offers.values():
        way = f"--jawab '{offer.question}={offer.answer}'"
        console.print(f"{offer.says} Bila benar: {way}", style="yellow", soft_wrap=True, highlight=False, markup=False)
    landed = report.landed
    said = (
        f"baru {landed.new}, berubah {landed.changed}, sama {landed.unchanged}"
        if report.accepted
        else "tidak ada yang disimpan"
    )
    console.print(
        f"{report.rows_in} baris dibaca: {said}, ditolak {report.rejected}; {report.seconds:.1f} detik.", soft_wrap=True
    )
    if report.already is not None:
        console.print(f"Berkas ini sudah diterima sebagai kiriman {report.already}; tidak ada yang berubah.")
    elif report.kiriman_id is not None:
        console.print(
            f"Kiriman {report.kiriman_id}, status {report.state}, untuk {report.region_code}: {', '.join(report.periods)}.",
            soft_wrap=True,
        )
    elif not report.accepted:
        console.print("Tidak ada yang disimpan. Perbaiki berkasnya, lalu kirim lagi.")
    if report.not_reported and report.accepted:
        console.print(
            f"Tidak dilaporkan, bukan 0 ({len(report.not_reported)} kab/kota): {', '.join(report.not_reported[:_SHOWN])}"
            f"{', ...' if len(report.not_reported) > _SHOWN else ''}. "
            "Bila daftar ini lengkap, kirim berkas yang sama dengan --lengkap; maka mereka terhitung 0.",
            soft_wrap=True,
        )
    if report.overlaps and report.accepted:
        console.print(
            f"Periode ini pernah dikirim: {', '.join(map(str, report.overlaps))}. "
            "Untuk menggantinya seluruhnya: --menggantikan NOMOR",
            soft_wrap=True,
        )
