"""How letters leave: ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…:465``."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class MailSettings:
    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    use_ssl: bool


def mail_settings(url: str) -> MailSettings:
    """Raises ImproperlyConfigured when the address is not one of a mail server."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("OPENWEEK_MAIL_URL must look like smtp://user:password@host:587")
    is_ssl = parts.scheme == "smtps"
    port = parts.port or (465 if is_ssl else 587)
    return MailSettings(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=not is_ssl and port != 25,  # noqa: PLR2004  a relay on the machine itself
        use_ssl=is_ssl,
    )
