"""Passwords of logins, sent to the server as verifiers, so that no log of statements holds a password."""

from typing import Any

import psycopg
from psycopg import sql


def verifier_of(driver: psycopg.Connection[Any], login: str, password: str) -> sql.Literal:
    """The SCRAM-SHA-256 verifier of a login's password, as SQL writes it."""
    made = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return sql.Literal(made.decode())
