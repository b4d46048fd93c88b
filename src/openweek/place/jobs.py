"""Sends the letters that wait."""

import logging
import smtplib

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from openweek.ground import clock
from openweek.place.actions import may_send
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
    letters = list(waiting[:AT_ONCE])
    if not letters:
        return 0
    connection = get_connection()
    return sum(_send(letter, connection) for letter in letters)


def _send(letter: Letter, connection: BaseEmailBackend) -> bool:
    message = EmailMessage(letter.subject, letter.text, to=[letter.to], connection=connection)
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
    letter.text = ""
    letter.save(update_fields=["sent_at", "text"])
    return True
