"""What people ask a hand for, each with its pictogram: what the large buttons of help show."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class About(TextChoices):
    """In the order in which the buttons stand."""

    SOMEBODY = "somebody", _("Somebody, please")
    WIFI = "wifi", _("Wi-Fi")
    PRINTER = "printer", _("Printer")
    PROJECTOR = "projector", _("Projector, screen")
    KEY = "key", _("Key, door")
    TOILET = "toilet", _("Toilet")
    WARMTH = "warmth", _("Too cold, too warm")
    COFFEE = "coffee", _("Coffee, water")
    LOST = "lost", _("Lost and found")
    OTHER = "other", pgettext_lazy("help", "Something else")

    @property
    def icon(self) -> str:
        return _ICONS[self]


_ICONS = {
    About.SOMEBODY: "hand",
    About.WIFI: "wifi",
    About.PRINTER: "print",
    About.PROJECTOR: "screen",
    About.KEY: "key",
    About.TOILET: "toilet",
    About.WARMTH: "warmth",
    About.COFFEE: "coffee",
    About.LOST: "search",
    About.OTHER: "help",
}


def about(code: str) -> About:
    """The one of that code; those of a later version count as something else."""
    return About(code) if code in About else About.OTHER
