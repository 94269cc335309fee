"""Bulletins hold only what the receiver could open, and arrive by a real mail server or in a folder."""

import email.policy
import io
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pypdf import PdfReader

from dashboard.bulletin.__main__ import main
from dashboard.bulletin.compose_bulletin import Bulletin, compose
from dashboard.bulletin.send import connected, keep, mail, message_of
from dashboard.cache import runtime
from data import queries
from data.identity import accounts, bulletins
from data.identity.accounts import Giver, Wanted
from data.identity.bulletins import Subscription
from data.identity.demo import DEMO, demo_person
from data.identity.people import Person
from data.meetings.decisions import Decided, decide
from data.model import schema
from data.model.errors import Problem
from tests.people import WORD, problem_of
from tests.stores import Loaded, run_module

pytestmark = pytest.mark.usefixtures("own_store")
DAY, NOW = date(2026, 11, 25), datetime(2026, 11, 25, 6, tzinfo=UTC)
BASE = "https://dasbor.contoh.go.id/"
MADE = Bulletin("siti@kantor.go.id", "Buletin Kota Ñ", "Isi.\n", {"profil.pdf": b"%PDF-1.7 x"}, ["75"])


def _compose(person: Person, every: str = "mingguan") -> Bulletin:
    return compose(Subscription(person, every, "a@kantor.go.id"), DAY, BASE)


def _words(bulletin: Bulletin) -> str:
    pages = [page for body in bulletin.attached.values() for page in PdfReader(io.BytesIO(body)).pages]
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_says_what_is_late_what_is_soon_due_and_where_to_read_on() -> None:
    made = _compose(demo_person("demo-bupati"), "bulanan")
    decided = queries.decisions(runtime.store(), demo_person("demo-bupati").scope, "75.03")
    waiting = decided[decided["outcome"].isna()]
    late = waiting[[day < DAY for day in waiting["until"]]]
    said = [row.what in made.body for row in late.itertuples()]
    # what the data says is reached is not late, whatever its day
    reached = [pd.notna(row.aim) and row.what not in made.body for row in late.itertuples()]
    assert any(said)
    assert all(one or other for one, other in zip(said, reached, strict=True))
    assert "Keputusan yang lewat batas" in made.body
    assert "Yang perlu perhatian" in made.body
    assert f"{BASE}beranda?w=75.03" in made.body
    assert made.subject.startswith("[DATA SIMULASI] Buletin bulanan Kabupaten Bone Bolango")
    assert made.body.startswith("DATA SIMULASI")
    assert list(made.attached) == ["SIMULASI_profil_75.03_2026.pdf"]
    assert "Profil Kabupaten Bone Bolango" in _words(made)


def test_what_changed_in_the_nation_stands_below_its_own_heading() -> None:
    body = _compose(demo_person("demo-pusat")).body
    assert "\nYang berubah sejak setahun lalu\n- " in body
    assert "Yang dijanjikan" not in body


@pytest.fixture
def elsewhere(provinces_embedded: Loaded) -> Iterator[str]:
    """An overdue decision of Jakarta, older than all others."""
    what = "Rahasia rapat Jakarta sebagai uji"
    store, day = provinces_embedded.store, date(2020, 1, 2)
    number = decide(store, demo_person("demo-pusat").scope, Decided("31", what, "Kantor uji", day, day))
    yield what
    with store.writing() as connection:
        connection.execute(schema.decision.delete().where(schema.decision.c.id == number))


@pytest.mark.parametrize("person", DEMO, ids=lambda person: person.username)
def test_nothing_is_sent_that_its_receiver_could_not_open(person: Person, elsewhere: str) -> None:
    made = _compose(person)
    assert (elsewhere in made.body) == (person.username == "demo-pusat")
    if person.role == "auditor":
        assert "Keputusan yang" not in made.body
        assert "Laporan yang belum" not in made.body
    own = [prefix or "ID" for prefix in person.prefixes]
    assert made.areas == own
    assert [name.split("_")[2] for name in made.attached] == own


def test_a_bulletin_holds_published_figures_even_for_cleared_receivers() -> None:
    person = demo_person("demo-bnnp")
    assert person.scope.clearance == 2
    made = _compose(person)
    assert made.body == _compose(replace(person, published=True)).body
    assert "ANGKA KERJA" not in made.body + _words(made)
    assert "dibulatkan" in _words(made)


class _Inbox:
    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        return "250 OK"


def _signed_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=(data.login, data.password) == (b"dasbor", b"sandi:panjang"))


@pytest.fixture
def inbox(free_port: int) -> Iterator[tuple[_Inbox, str]]:
    """A real SMTP server on this machine that asks for a password."""
    found = _Inbox()
    server = Controller(
        found,
        "127.0.0.1",
        free_port,
        authenticator=_signed_in,
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    yield found, f"smtp://dasbor:sandi%3Apanjang@127.0.0.1:{free_port}"
    server.stop()


def test_a_mail_arrives_with_its_words_and_its_file(inbox: tuple[_Inbox, str]) -> None:
    box, url = inbox
    with connected(url) as server:
        mail(server, message_of(MADE, "dasbor@bnn.go.id", NOW))
    message = box.got[0]
    assert (message["To"], message["From"], message["Subject"]) == (MADE.address, "dasbor@bnn.go.id", MADE.subject)
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == MADE.body
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert files == MADE.attached


def test_faults_of_the_mail_server_are_reported_and_lose_no_bulletin(inbox: tuple[_Inbox, str], free_port: int) -> None:
    box, url = inbox

    def send(to: str) -> None:
        with connected(to, seconds=2) as server:
            mail(server, message_of(MADE, "dasbor@bnn.go.id", NOW))

    assert problem_of(lambda: send(url.replace("panjang", "pendek"))) is Problem.MAIL_FAILED
    box.refused.add(MADE.address)
    assert problem_of(lambda: send(url)) is Problem.MAIL_FAILED
    assert problem_of(lambda: send("smtp://127.0.0.1:1")) is Problem.MAIL_FAILED
    for bad in (None, "", "http://x", "smtp://", "surel.kantor.go.id"):
        assert problem_of(lambda bad=bad: send(bad)) is Problem.BAD_SMTP  # type: ignore[arg-type]
    assert box.got == []


def test_another_machine_is_never_spoken_to_in_clear(free_port: int) -> None:
    box = _Inbox()
    server = Controller(box, "127.0.0.2", free_port)  # a machine by another name, without STARTTLS
    server.start()
    try:
        assert problem_of(lambda: connected(f"smtp://127.0.0.2:{free_port}").__enter__()) is Problem.MAIL_IN_CLEAR
    finally:
        server.stop()
    assert box.got == []


def test_a_server_whose_certificate_nobody_vouches_for_is_sent_nothing(free_port: int, tmp_path: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*_certificate(tmp_path))
    box = _Inbox()
    server = Controller(box, "127.0.0.1", free_port, tls_context=context)
    server.start()
    try:
        assert problem_of(lambda: connected(f"smtp://localhost:{free_port}").__enter__()) is Problem.MAIL_FAILED
    finally:
        server.stop()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """One that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    files = folder / "sertifikat.pem", folder / "kunci.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return files


def test_a_folder_takes_them_as_files_of_the_owner_alone(tmp_path: Path) -> None:
    file = keep(tmp_path / "surat", message_of(MADE, "dasbor@bnn.go.id", NOW), "2026-11-25_../../siti")
    assert file.parent == tmp_path / "surat"
    assert file.stat().st_mode & 0o077 == 0
    message = message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == MADE.subject


def test_the_command_sends_what_is_due_once_and_reports_failures(
    provinces_embedded: Loaded,
    inbox: tuple[_Inbox, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    store, (box, url) = provinces_embedded.store, inbox
    for name in ("buletin-satu", "buletin-dua"):
        accounts.add_account(store, Wanted(name, name, "kepala_daerah", ("75.03",), WORD), Giver())
    monkeypatch.setenv("BERSINAR_SMTP", url)
    monkeypatch.setenv("BERSINAR_ADDRESS", BASE)
    runtime.settings.cache_clear()

    def command(*words: str) -> tuple[int, str]:
        code = main(list(words))
        return code, capsys.readouterr().out

    try:
        for name in ("buletin-satu", "buletin-dua"):
            assert command("langganan", name, "--alamat", f"{name}@kantor.go.id")[0] == 0
        box.refused.add("buletin-dua@kantor.go.id")
        code, said = command("kirim")
        assert code == 1
        assert "1 buletin dikirim, 1 gagal." in said
        assert "buletin-dua: Server surel" in " ".join(said.split())
        assert "Traceback" not in said
        box.refused.clear()
        assert "1 buletin dikirim, 0 gagal." in command("kirim")[1]
        assert "0 buletin dikirim, 0 gagal." in command("kirim")[1]
        assert [message["To"] for message in box.got] == ["buletin-satu@kantor.go.id", "buletin-dua@kantor.go.id"]
        assert "1 langganan diakhiri." in command("berhenti", "buletin-dua")[1]
        listed = run_module(provinces_embedded.settings, "dashboard.bulletin", "daftar")
        assert "buletin-satu@kantor.go.id" in listed.stdout, listed.stderr
        assert command("kirim", "--ulang", "--ke", str(tmp_path))[0] == 0
        assert len(list(tmp_path.glob("*.eml"))) == 1
    finally:
        with store.writing() as connection:
            people, grants = schema.person.c.username.in_(["buletin-satu", "buletin-dua"]), schema.region_grant.c.person_id
            connection.execute(schema.region_grant.delete().where(grants.in_(sa.select(schema.person.c.id).where(people))))
            connection.execute(schema.person.delete().where(people))
    assert bulletins.subscriptions(store) == []
