"""Configuration: `DATABASE_URL` and the `BERSINAR_*` variables, each documented in the README."""

from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from data.model.errors import Fault, Problem

ROOT = Path(__file__).resolve().parent.parent.parent
_CODE = r"\d\d(\.\d\d(\.\d\d)?)?"  # of a province, regency or kecamatan


class Settings(BaseSettings):
    """Read once at the start (command line, app) and passed on; nothing else reads the environment."""

    model_config = SettingsConfigDict(env_prefix="BERSINAR_", extra="ignore")

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    app_url: str | None = None
    home: Path = ROOT / ".local"
    database: str = Field(default="bersinar", pattern=r"^[a-z][a-z0-9_]{0,40}$")
    statement_timeout_ms: int = Field(default=15_000, ge=100)
    pool_size: int = Field(default=5, ge=1)
    token_seconds: int = Field(default=60, ge=5)
    session_hours: float = Field(default=12, gt=0)
    https: bool = False
    second_factor: Literal["boleh", "wajib"] = "boleh"
    sso_claim: str = "email"
    sso_unverified: bool = False
    audit_months: int = Field(default=60, ge=12)
    smtp: str | None = Field(default=None, repr=False)
    mail_from: str = "dasbor-bersinar@localhost"
    address: str = ""
    proxies: str = ""
    first_year: int = Field(default=2015, ge=1945, le=2100)
    seed: int = 2045
    simulation_size: str = Field(default="nasional", pattern=rf"^(kota|provinsi|nasional|{_CODE}(,{_CODE})*)$")

    @field_validator("proxies")
    @classmethod
    def _networks(cls, given: str) -> str:
        for one in filter(None, given.replace(" ", "").split(",")):
            ip_network(one)
        return given.replace(" ", "")

    @field_validator("address")
    @classmethod
    def _whole(cls, given: str) -> str:
        parts = urlsplit(given)
        if given and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError
        return given

    @property
    def trusted_proxies(self) -> list[str]:
        """Addresses and networks whose `X-Forwarded-For` is trusted."""
        return [one for one in self.proxies.split(",") if one]

    @property
    def path(self) -> str:
        """The path below which the app is reached behind a proxy with a shared host: "" or "/bersinar"."""
        return urlsplit(self.address).path.rstrip("/")

    @property
    def is_shared(self) -> bool:
        """True when a store is named that is not this machine's own."""
        return bool(self.database_url or self.app_url)

    @cached_property
    def admin_url(self) -> URL | None:
        """`DATABASE_URL` for psycopg 3. Raises `Fault` when it cannot be parsed."""
        return parse_url(self.database_url) if self.database_url else None


def read_settings() -> Settings:
    """The settings of this process. Raises `Fault(BAD_SETTING)`, which names the variable and never its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"BERSINAR_{name.upper()}"
        raise Fault(Problem.BAD_SETTING, variable=variable, reason=_wanted(first["type"], first.get("ctx", {}))) from None


def _wanted(kind: str, bounds: dict[str, object]) -> str:
    """The values that a setting accepts, in Indonesian, from a fault of pydantic."""
    said = {
        "greater_than_equal": "paling sedikit {ge}", "greater_than": "harus lebih dari {gt}",
        "literal_error": "pilih {expected}", "string_pattern_mismatch": "bentuknya lain",
        "bool_parsing": "isi true atau false", "value_error": "alamat tidak terbaca",
    }  # fmt: skip
    other = "harus angka" if kind.startswith(("int", "float")) else "nilai tidak terbaca"
    return said.get(kind, other).format(**bounds).replace(" or ", " atau ")


def parse_url(text: str) -> URL:
    """A PostgreSQL URL with the psycopg 3 driver. Raises `Fault(BAD_URL)`."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise Fault(Problem.BAD_URL) from None
    if not url.drivername.startswith("postgres") or not url.database:
        raise Fault(Problem.BAD_URL)
    return url.set(drivername="postgresql+psycopg")
