"""The status of a fact: a value, or the reason why there is none."""

from data.model.coded import Coded


class FactStatus(Coded):
    """`status` of a row of `analitik.nilai`."""

    KNOWN = 1, "ada"
    NOT_REPORTED = 2, "tidak_dilaporkan"
    NOT_MEASURED = 3, "tidak_diukur"
    NOT_APPLICABLE = 4, "tidak_berlaku"
    TOO_FEW = 5, "terlalu_sedikit"
    INCOMPLETE = 6, "belum_lengkap"
