"""Configuration: `DATABASE_URL` and the `BERSINAR_*` variables, each documented in the README."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from data.errors import Fault, Problem

ROOT = Path(__file__).resolve().parent.parent
_CODE = r"\d\d(\.\d\d(\.\d\d)?)?"  # of a province, regency or kecamatan


class Settings(BaseSettings):
    """Read once at the edge (command line, app start) and handed down; nothing else reads the environment."""

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
    release: Literal["edisi", "langsung"] = "edisi"
    seed: int = 2045
    simulation_size: str = Field(default="nasional", pattern=rf"^(kota|provinsi|nasional|{_CODE}(,{_CODE})*)$")

    @property
    def is_shared(self) -> bool:
        """True when a store outside this machine's own is named."""
        return bool(self.database_url or self.app_url)

    @cached_property
    def admin_url(self) -> URL | None:
        """`DATABASE_URL` for psycopg 3. Raises `Fault` when it cannot be parsed."""
        return parse_url(self.database_url) if self.database_url else None


def parse_url(text: str) -> URL:
    """A PostgreSQL URL with the psycopg 3 driver. Raises `Fault(BAD_URL)`."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise Fault(Problem.BAD_URL) from None
    if not url.drivername.startswith("postgres") or not url.database:
        raise Fault(Problem.BAD_URL)
    return url.set(drivername="postgresql+psycopg")
