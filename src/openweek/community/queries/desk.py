"""What the wall has for the concierge's desk."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.community.queries.wall import waiting
from openweek.place.models import Place
from openweek.place.queries import DeskCard


def desk_cards(place: Place) -> list[DeskCard]:
    """One, while something waits for a look."""
    count = waiting(place)
    if not count:
        return []
    words = ngettext("%(count)d message to look at.", "%(count)d messages to look at.", count)
    return [DeskCard(_("Wall"), words % {"count": count}, f"/{place.slug}/wall/", "comment")]
