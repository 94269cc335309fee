"""What in a text identifies a person by number: a NIK, or a mobile telephone. No such text enters the store."""

import re

from data.model.errors import Fault, Problem

NIK_TEXT = r"(?:^|[^0-9])[1-9][0-9]{15}(?:[^0-9]|$)"
PHONE = r"(?:^|[^0-9])(?:\+62|62|0)[ .-]?8[0-9]{2}[ .-]?[0-9]{3,4}[ .-]?[0-9]{3,5}(?:[^0-9]|$)"


def looks_like_nik(digits: str) -> bool:
    """Sixteen digits with a province, a day of birth (women plus 40) and a month, as a NIK has them."""
    if not re.fullmatch(r"\d{16}", digits):
        return False
    province, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    return 11 <= province <= 96 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def check_no_identity(*texts: str) -> None:
    """Raises `Fault` for text that holds what looks like a NIK or a telephone number."""
    for text in texts:
        if any(looks_like_nik(digits) for digits in re.findall(r"[1-9]\d{15}", text) if re.search(NIK_TEXT, text)):
            raise Fault(Problem.NAMES_SOMEBODY, what="NIK")
        if re.search(PHONE, text):
            raise Fault(Problem.NAMES_SOMEBODY, what="nomor telepon")
