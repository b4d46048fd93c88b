"""The one settings file. Each comes from the environment and stands in docs/operating.md."""

import contextlib
import os
import secrets as random_secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environs import Env, validate

env = Env(prefix="OPENWEEK_")

# The folder of the embedded database, the media and the published books.
OPENWEEK_DATA = Path(env.str("DATA", "var/openweek")).expanduser().resolve()
OPENWEEK_URL = env.str("URL", "http://localhost:8000").rstrip("/")
OPENWEEK_DATABASE_URL = env.str("DATABASE_URL", "")
OPENWEEK_REDIS_URL = env.str("REDIS_URL", "")
OPENWEEK_SOURCE_URL = env.str("SOURCE_URL", "https://www.gnu.org/licenses/agpl-3.0.html")
OPENWEEK_MAIL_URL = env.str("MAIL_URL", "")
OPENWEEK_MAIL_FROM = env.str("MAIL_FROM", "openweek@localhost")
# Set by `openweek demo` alone: one-click sign-in and the letters that would have been sent.
OPENWEEK_DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
DEBUG = env.bool("DEBUG", default=False)
# How much may be written into one text, all that was deleted again included.
OPENWEEK_TEXT_MEGABYTES = env.int("TEXT_MEGABYTES", 200, validate=validate.Range(min=1))
# What the live processes count, at /metrics: to this machine alone, or to whoever has the token.
OPENWEEK_METRICS = env.bool("METRICS", default=False)
OPENWEEK_METRICS_TOKEN = env.str("METRICS_TOKEN", "")
# How many pages are computed at once in one process.
OPENWEEK_THREADS = env.int("THREADS", 4, validate=validate.Range(min=1, max=64))
# How much a sound and a film in a text may weigh.
OPENWEEK_SOUND_MB = env.int("SOUND_MB", 30, validate=validate.Range(min=1, max=1000))
OPENWEEK_FILM_MB = env.int("FILM_MB", 200, validate=validate.Range(min=1, max=4000))
# How much all pictures, sounds and films of one place may weigh together.
OPENWEEK_PLACE_MEDIA_MB = env.int("PLACE_MEDIA_MB", 5000, validate=validate.Range(min=1))


def _kept_secret_key() -> str:
    """The key given, or one made on the first start and kept beside the data."""
    given = env.str("SECRET_KEY", "")
    if given:
        return given
    kept = OPENWEEK_DATA / "secret_key"
    OPENWEEK_DATA.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        # Written whole before it gets its name: a power cut leaves a key, or none.
        draft = kept.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(random_secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(draft, kept)
        draft.unlink()
    return kept.read_text().strip()


SECRET_KEY = _kept_secret_key()

_address = urlsplit(OPENWEEK_URL)
_secure = _address.scheme == "https"
# On a laptop people come by its name or by its number on the local network, so any host is taken
# there; a public address takes only its own.
ALLOWED_HOSTS = env.list(
    "HOSTS", [_address.hostname or "localhost", "localhost", "127.0.0.1"] if _secure else ["*"]
)
CSRF_TRUSTED_ORIGINS = [OPENWEEK_URL] if _secure else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"  # private links must not travel to other sites
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "openweek.look.errors.csrf_failed"

# Our rooms come first, from the ground up, so that their templates win over the libraries'.
INSTALLED_APPS = [
    "openweek.ground.apps.GroundConfig",
    "openweek.look.apps.LookConfig",
    "openweek.place.apps.PlaceConfig",
    "openweek.writing.apps.WritingConfig",
    "openweek.commons.apps.CommonsConfig",
    "openweek.publishing.apps.PublishingConfig",
    "openweek.desk.apps.DeskConfig",
    "openweek.community.apps.CommunityConfig",
    "openweek.week.apps.WeekConfig",
    "openweek.programme.apps.ProgrammeConfig",
    "openweek.visits.apps.VisitsConfig",
    "openweek.challenges.apps.ChallengesConfig",
    "openweek.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "openweek.place.middleware.who",
    "openweek.publishing.views.withdrawn.answer_for_withdrawn",
]

ROOT_URLCONF = "openweek.config.urls"
ASGI_APPLICATION = "openweek.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "openweek.place.context.installation",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_is_postgres = OPENWEEK_DATABASE_URL.startswith(("postgres://", "postgresql://"))
if _is_postgres:
    from openweek.config.databases import postgres

    DATABASES = {"default": postgres(OPENWEEK_DATABASE_URL)}
else:
    from openweek.config.databases import sqlite

    DATABASES = {"default": sqlite(OPENWEEK_DATA, OPENWEEK_DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Many small things (who writes how fast, wrong codes), which nobody must be able to push out by
# being many; and apart from them a few large ones.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
if OPENWEEK_REDIS_URL:
    # Limits on attempts, and kept parts of pages, shared by all processes.
    CACHES["default"] = CACHES["parts"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": OPENWEEK_REDIS_URL,
    }

AUTH_USER_MODEL = "place.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "openweek.place.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# Thirty people may sign in behind one address; nobody's letterbox is filled by somebody else.
ACCOUNT_RATE_LIMITS = {"request_login_code": "30/m/ip,3/m/key,6/h/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_NOTIFICATIONS = False

if OPENWEEK_MAIL_URL:
    from openweek.config.mail import mail_settings

    _mail = mail_settings(OPENWEEK_MAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.use_tls, _mail.use_ssl
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = OPENWEEK_MAIL_FROM

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": OPENWEEK_DATA / "media"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Pages find their style and scripts inside the package itself: nothing to collect on a laptop.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = OPENWEEK_DATA / "media"

# A form may carry 8 MB so that somebody who pastes a whole book is answered by the form itself,
# with the size and with their text still there; beyond that the page "too large" answers.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Nothing stands inline in a page, so that no page needs a nonce, and one can be kept as it is.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "openweek": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
