"""The squares that visitors carry."""

from django.db import transaction
from django.db.models import F

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.visits.models import Visit


@transaction.atomic
def renew_badge(*, visit: Visit, by: Author) -> None:
    """Make a new square; those that were signed before are refused, with the reason."""
    Visit.objects.filter(pk=visit.pk).update(badge_version=F("badge_version") + 1)
    visit.refresh_from_db(fields=["badge_version"])
    events.record("visits.badge_renewed", by=by, subject=visit, place_id=visit.week.place_id)
