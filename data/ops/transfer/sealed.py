"""Encryption of a file by a passphrase: AES-256-GCM piece by piece, so that it is never held in memory whole."""

import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"bersinar-sealed-1\n"
SHORTEST = 12  # characters of a passphrase
_SALT = 16
_PIECE = 1 << 20
_TAG = 16


class Sealing(io.RawIOBase):
    """Encrypts what is written to it into `target`; `finish` writes the last piece, without which nothing opens."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(_SALT)
        target.write(MAGIC + salt)
        self._target, self._cipher = target, _cipher(passphrase, salt)
        self._waiting, self._number = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting += data
        while len(self._waiting) > _PIECE:  # the last piece is known only at the end
            self._put(last=False)
        return len(data)

    def finish(self) -> None:
        self._put(last=True)

    def _put(self, *, last: bool) -> None:
        piece, self._waiting = bytes(self._waiting[:_PIECE]), self._waiting[_PIECE:]
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


def is_sealed(file: BinaryIO) -> bool:
    """Whether a file is one that `Sealing` wrote, by its first bytes; it is rewound to its beginning."""
    begins = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return begins


def unseal(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Decrypt a file. Raises `InvalidTag` for another passphrase, and where a byte was changed, moved or cut off."""
    source.read(len(MAGIC))
    cipher, number = _cipher(passphrase, source.read(_SALT)), 0
    piece = source.read(_PIECE + _TAG)
    if len(piece) < _TAG:
        raise InvalidTag
    while piece:
        following = source.read(_PIECE + _TAG)
        target.write(cipher.decrypt(_nonce(number, last=not following), piece, None))
        piece, number = following, number + 1


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=1 << 16, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    """The nonce of a piece: every file has a key of its own, so a number is never used twice; the last piece is marked."""
    return number.to_bytes(11, "big") + bytes([last])
