"""What this app signs for browsers: cookies, steps and addresses, with a key that is not in the store."""

import hashlib

from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from data.store import Store

_DIGEST = {"digest_method": hashlib.sha256}


def timed(store: Store, salt: str) -> URLSafeTimedSerializer:
    """Signs what ends after a time; a salt for each use, so that one never passes for another."""
    return URLSafeTimedSerializer(store.cookie_key, salt=salt, signer_kwargs=_DIGEST)


def lasting(store: Store, salt: str) -> URLSafeSerializer:
    """Signs what gives no right by itself and has no end."""
    return URLSafeSerializer(store.cookie_key, salt=salt, signer_kwargs=_DIGEST)
