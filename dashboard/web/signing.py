"""What this app signs for browsers: cookies, steps and addresses, with a key that is not in the store."""

import hashlib

from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from data.store import Store

_DIGEST = {"digest_method": hashlib.sha256}


def timed(store: Store, salt: str) -> URLSafeTimedSerializer:
    """A signer of values that expire, with a salt per use, so that one use never passes for another."""
    return URLSafeTimedSerializer(store.cookie_key, salt=salt, signer_kwargs=_DIGEST)


def lasting(store: Store, salt: str) -> URLSafeSerializer:
    """A signer of values that grant no right by themselves and do not expire."""
    return URLSafeSerializer(store.cookie_key, salt=salt, signer_kwargs=_DIGEST)
