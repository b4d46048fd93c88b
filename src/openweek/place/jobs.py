"""Sends the letters that wait."""

import logging
import smtplib

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from openweek.ground import clock
from openweek.place.letters import may_send, stop_address
from openweek.place.models import Letter

logger = logging.getLogger(__name__)

ATTEMPTS = 20
AT_ONCE = 20


def send_letters() -> int:
    """Send up to twenty; return how many left. One that fails is tried again next round."""
    if not may_send():
        return 0
    waiting = Letter.objects.filter(sent_at__isnull=True, attempts__lt=ATTEMPTS).order_by(
        "attempts", "id"
    )
    letters = list(waiting.select_related("place")[:AT_ONCE])
    if not letters:
        return 0
    connection = get_connection()
    return sum(_send(letter, connection) for letter in letters)


def _send(letter: Letter, connection: BaseEmailBackend) -> bool:
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], connection=connection, headers=_ends(letter)
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as trouble:
        logger.warning("Letter %s did not leave: %s", letter.pk, trouble)
        Letter.objects.filter(pk=letter.pk).update(
            attempts=F("attempts") + 1, trouble=str(trouble)[:500]
        )
        return False
    letter.sent_at = clock.now()
    # It may hold a private link or a code, of which we keep no more than a digest.
    letter.text = letter.html = ""
    letter.save(update_fields=["sent_at", "text", "html"])
    return True


def _ends(letter: Letter) -> dict[str, str]:
    """For the button of mail programs with which one has no more of them (RFC 8058)."""
    if letter.place is None:
        return {}
    return {
        "List-Unsubscribe": f"<{stop_address(letter.place, letter.to)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",  # so that no machine answers that it is away
    }
