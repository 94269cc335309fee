"""Enumerations that the store keeps as numbers, and people write as words."""

from enum import IntEnum
from typing import Self


class Coded(IntEnum):
    """A member is its stored number; `code` is what YAML, addresses, the API and catalogues call it."""

    code: str

    def __new__(cls, number: int, code: str) -> Self:
        """A member written as ``NAME = number, code``."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.code = code
        return member

    @classmethod
    def of_code(cls, code: str) -> Self:
        """The member with that code. Raises `ValueError`, which names both, for an unknown one."""
        for member in cls:
            if member.code == code:
                return member
        raise ValueError(f"{code!r} is no {cls.__name__}")
