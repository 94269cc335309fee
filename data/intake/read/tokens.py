"""Turns a person into a keyed token in memory: HMAC-SHA-256 of the NIK. The key is in a file beside the store, never in it."""

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from data.feeds import Column
from data.intake.read.cells import NATIVE
from data.intake.read.values import BadCell, Read
from data.model.clock import now
from data.model.identities import looks_like_nik
from data.store.embedded import write_private

FILE = "kunci-token.json"
_BYTES = 16
_NIK = re.compile(r"\d{16}")


@dataclass(frozen=True)
class Keyring:
    """Keys by version, the newest last. While there are two, both tokens of a person are made and linked."""

    keys: tuple[tuple[int, str], ...]

    @classmethod
    def open(cls, home: Path) -> "Keyring":
        """The keys of this store; makes the first one where there is none."""
        path = home / FILE
        if not path.exists():
            return cls._keep(home, ((1, secrets.token_hex(32)),))
        tree = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple((int(one["edition"]), str(one["key"])) for one in tree["keys"]))

    @classmethod
    def _keep(cls, home: Path, keys: tuple[tuple[int, str], ...]) -> "Keyring":
        home.mkdir(parents=True, exist_ok=True)
        tree = {
            "keys": [{"edition": version, "key": key} for version, key in keys],
            "changed": now().astimezone(UTC).isoformat(timespec="seconds"),
        }
        write_private(home / FILE, json.dumps(tree, indent=2))
        return cls(keys)

    def rotated(self, home: Path) -> "Keyring":
        """Add a new key: from now on tokens are made with both, until `retired`."""
        version, key = self.keys[-1]
        return self._keep(home, ((version, key), (version + 1, secrets.token_hex(32))))

    def retired(self, home: Path) -> "Keyring":
        """Keep only the newest key. People seen only under the older one can no longer be matched."""
        return self._keep(home, self.keys[-1:])

    def token(self, nik: str) -> bytes:
        """The token of a person by the newest key: one byte for the key's version, sixteen of HMAC."""
        return self._made(self.keys[-1], nik)

    def older(self, nik: str) -> bytes | None:
        """The token by the previous key, while it is there."""
        return self._made(self.keys[-2], nik) if len(self.keys) > 1 else None

    @staticmethod
    def _made(key: tuple[int, str], nik: str) -> bytes:
        return bytes([key[0] % 256]) + hmac.new(bytes.fromhex(key[1]), nik.encode(), hashlib.sha256).digest()[:_BYTES]


def read_token(text: str, column: Column, keyring: Keyring, links: dict[bytes, bytes]) -> Read:
    """A NIK or a token, as PostgreSQL reads bytes. Links between tokens of two keys are added to `links`. Raises `BadCell`."""
    if text.startswith(NATIVE):
        raise BadCell(
            "Nomor ini disimpan sebagai angka; Excel membulatkan digit ke-16.",
            "Ubah kolomnya menjadi Teks lalu salin lagi nomornya.",
        )
    bare = re.sub(r"[\s.'-]", "", text)
    if _NIK.fullmatch(bare):
        if not looks_like_nik(bare):
            raise BadCell("Bukan NIK yang mungkin (tanggal atau provinsinya tidak ada).", "Periksa nomornya.")
        token = keyring.token(bare)
        if older := keyring.older(bare):
            links[token] = older
        return Read("\\x" + token.hex(), "NIK dijadikan token, lalu dibuang")
    plain = bare.removeprefix("\\x").lower()
    if re.fullmatch(r"[0-9a-f]{32,128}", plain) and len(plain) % 2 == 0:
        return Read("\\x" + plain)
    # what was found is not repeated: it may be somebody's number
    raise BadCell("Perlu NIK 16 angka atau token heksadesimal.", "Periksa jumlah angkanya.")
