"""What kind of workbook a file is, by how it begins; its name is not believed."""

import re

WEB = re.compile(rb"(?i)\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype html|html|head|body|table|style|meta|div)\b", re.S)
XML_2003 = re.compile(rb"(?i)\s*(?:<\?xml.*?)?<(?:\w+:)?workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.S)
MAIL = re.compile(rb"(?i)\s*(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?(?:mime-version|content-type):", re.S)
COMPOUND = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


def kind_of_workbook(head: bytes) -> str:
    """What a file's beginning says it is: ``zip``, ``xls``, ``xml``, ``mht``, ``html``; empty for anything else."""
    if head[:4] in (ZIP, COMPOUND):
        return "zip" if head[:4] == ZIP else "xls"
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", errors="replace").encode()
    tried = (("xml", XML_2003), ("html", WEB), ("mht", MAIL))
    return next((kind for kind, sign in tried if sign.match(text)), "")
