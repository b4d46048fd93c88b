"""What the doctor says of PostgreSQL, Redis and the live processes between which they stand."""

import redis
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.config.commands.findings import Finding
from openweek.writing.log.calls import NoAnswerError, count
from openweek.writing.log.opening import is_shared
from openweek.writing.log.redis import processes


def neighbours() -> list[Finding]:
    """Nothing to say on a laptop."""
    if not is_shared():
        return []
    try:
        running = count()
    except NoAnswerError:
        return []  # said of the database already
    words = ngettext(
        "%(count)d live process carries the co-writing.",
        "%(count)d live processes carry the co-writing.",
        running,
    ) % {"count": running}
    return [Finding("ok" if running else "warning", words), *_redis(running)]


def _redis(running: int) -> list[Finding]:
    if not settings.OPENWEEK_REDIS_URL:
        if running <= 1:
            return []
        words = _(
            "Several live processes, but no Redis (OPENWEEK_REDIS_URL): who writes in the same "
            "text at two of them sees the other only after coming back."
        )
        return [Finding("trouble", words)]
    try:
        meeting = processes()
    except redis.RedisError as trouble:
        words = _(
            "Redis does not answer: %(why)s. Writing goes on; texts open at two live processes "
            "meet again when it is back."
        )
        return [Finding("trouble", words % {"why": trouble})]
    if meeting < running:
        words = _("Only %(met)d of %(count)d live processes are connected to Redis.")
        return [Finding("warning", words % {"met": meeting, "count": running})]
    return [Finding("ok", _("Redis answers."))]
