"""An OpenID provider that follows the protocol strictly, until a test makes it fail or lie."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

_ID, _SECRET = "dasbor", "rahasia"


class Provider:
    """`claims` go into every ID token over what belongs there; `answers` takes the place of what a path would answer."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.claims: dict[str, Any] = {"sub": "7", "email": "siti@bnn.example", "email_verified": True}
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.key = self.signs_with = RSAKey.generate_key(2048, {"kid": "satu"})
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def settings(self, *, home: str, secret: str = "s" * 32) -> str:
        """An ``sso.toml`` for an app at `home`."""
        return f"""[auth]
redirect_uri = "{home}/oauth2callback"
cookie_secret = "{secret}"
client_id = "{_ID}"
client_secret = "{_SECRET}"
server_metadata_url = "{self.address}/.well-known/openid-configuration"
"""

    def approve(self, location: str) -> str:
        """What a browser does at `location`, where the app sent it; the address the provider sends it back to."""
        assert location.startswith(f"{self.address}/authorize?")
        wanted = dict(parse_qsl(urlsplit(location).query))
        assert wanted["response_type"] == "code"
        assert wanted["code_challenge_method"] == "S256"
        assert "openid" in wanted["scope"].split()
        assert min(len(wanted["state"]), len(wanted["nonce"])) >= 20
        code = secrets.token_hex(8)
        self._codes[code] = wanted
        return f"{wanted['redirect_uri']}?{urlencode({'code': code, 'state': wanted['state']})}"

    def answer(self, path: str, body: bytes, authorization: str) -> tuple[int, bytes]:
        """Status and JSON."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/token":
            return self._token({name: values[0] for name, values in parse_qs(body.decode()).items()}, authorization)
        if path == "/jwks":
            return 200, json.dumps({"keys": [self.key.as_dict(private=False)]}).encode()
        ways = {name: f"{self.address}/{way}" for name, way in _WAYS.items()}
        return 200, json.dumps({"issuer": self.address, "id_token_signing_alg_values_supported": ["RS256"], **ways}).encode()

    def _token(self, sent: dict[str, str], authorization: str) -> tuple[int, bytes]:
        wanted = self._codes.pop(sent.get("code", ""), None)
        if authorization != "Basic " + base64.b64encode(f"{_ID}:{_SECRET}".encode()).decode():
            return 401, b'{"error": "invalid_client"}'
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if not wanted or wanted["redirect_uri"] != sent["redirect_uri"] or wanted["code_challenge"] != challenge.decode():
            return 400, b'{"error": "invalid_grant"}'
        now = int(time.time())
        claims = {"iss": self.address, "aud": _ID, "iat": now, "exp": now + 60, "nonce": wanted["nonce"], **self.claims}
        said = jwt.encode({"alg": "RS256", "kid": "satu"}, claims, self.signs_with)
        return 200, json.dumps({"token_type": "Bearer", "access_token": "kunci-penyedia", "id_token": said}).encode()


_WAYS = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider at an address of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            status, said = provider.answer(self.path, body, self.headers.get("authorization", ""))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()
