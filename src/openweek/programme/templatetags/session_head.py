"""What the head of a session's page says to those who are no people."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from openweek.programme.exports import described
from openweek.programme.models import Session, Slot

register = template.Library()


@register.simple_tag
def event_data(session: Session, slots: list[Slot]) -> SafeString:
    """The session as JSON-LD, for inside a script element."""
    return mark_safe(described.event_json(session, slots))  # noqa: S308  signs are escaped there


@register.filter
def address(session: Session) -> str:
    return described.address_of(session)


@register.filter
def described_in_short(session: Session) -> str:
    return described.described(session)
