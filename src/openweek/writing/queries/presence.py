"""Who has a pen in which text at this moment."""

from collections.abc import Iterable

from openweek.writing.log import gateway
from openweek.writing.models import Text


def writing_now(texts: Iterable[Text]) -> dict[str, tuple[str, ...]]:
    """Names by the text's number, for those texts in which somebody writes.

    A glance, not a promise: empty when the live server does not answer within a second.
    """
    numbers = [str(text.pk) for text in texts]
    found = gateway.present_in(numbers) if numbers else {}
    return {number: tuple(names) for number, names in found.items()}
