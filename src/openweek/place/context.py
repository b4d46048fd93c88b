"""What every page may say of this installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, Any]:
    return {
        "demonstration": settings.OPENWEEK_DEMONSTRATION,
        "source_url": settings.OPENWEEK_SOURCE_URL,
    }
