"""The status of a fact: a value, or the reason why there is none."""

from enum import IntEnum


class FactStatus(IntEnum):
    """`status` of a row of `analitik.nilai`, by the stored number."""

    KNOWN = 1
    NOT_REPORTED = 2
    NOT_MEASURED = 3
    NOT_APPLICABLE = 4
    TOO_FEW = 5

    @property
    def code(self) -> str:
        """Its name in indicators, the API and catalogues."""
        return _CODES[self]

    @classmethod
    def of_code(cls, code: str) -> "FactStatus":
        """The status with that code. Raises `ValueError` for an unknown code."""
        for status, known in _CODES.items():
            if known == code:
                return status
        raise ValueError(f"{code!r} is no status of a fact")


_CODES = {
    FactStatus.KNOWN: "ada",
    FactStatus.NOT_REPORTED: "tidak_dilaporkan",
    FactStatus.NOT_MEASURED: "tidak_diukur",
    FactStatus.NOT_APPLICABLE: "tidak_berlaku",
    FactStatus.TOO_FEW: "terlalu_sedikit",
}
