"""Links and codes that open something: long enough not to be guessed, kept only as a digest."""

import hashlib
import secrets

SECRET_BYTES = 24  # 192 bits, above the 128 that we promise


def new_secret() -> str:
    """Safe in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is stored. A plain hash is enough: the secret is random, nobody can list the inputs."""
    return hashlib.sha256(secret.encode()).hexdigest()
