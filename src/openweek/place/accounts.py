"""How allauth fits this house: nobody signs up alone, and its mails go through our letters."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from openweek.ground.authors import SOFTWARE
from openweek.place.actions import write_letter
from openweek.place.models import Person
from openweek.place.queries import home_of

UNKNOWN_ADDRESS = "account/email/unknown_account"


class Adapter(DefaultAccountAdapter):
    _wait = _("Too many tries. Wait a few minutes, then ask for a new code.")
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code of the mail. Look again, or ask for another."),
        "too_many_login_attempts": _wait,
        "rate_limited": _wait,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """A concierge gives people their part; visitors need no account at all."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A code is waited for; a word to somebody unknown counts among three a day."""
        told = {**context, "email": email, "address": settings.OPENWEEK_URL}
        message = self.render_mail(template_prefix, email, told)
        write_letter(
            to=email,
            subject=message.subject,
            text=str(message.body).strip(),
            by=SOFTWARE,
            urgent=template_prefix != UNKNOWN_ADDRESS,
        )

    def format_email_subject(self, subject: str) -> str:
        """Without the name of a site in brackets: the subject says it."""
        return str(subject)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = request.user
        return home_of(person) if isinstance(person, Person) else "/"
