"""How a week is reached, and what the one who asks is there."""

from dataclasses import dataclass

from django.http import Http404

from openweek.ground.authors import Author
from openweek.place.models import Person, Place, Role
from openweek.place.rules import Who, is_at_least, role_at
from openweek.week.models import Week


@dataclass(frozen=True)
class WeekAccess:
    """A week with its place, and what the one who asks is and may do there."""

    week: Week
    who: Who
    role: str

    @property
    def place(self) -> Place:
        return self.week.place

    @property
    def person(self) -> Person | None:
        return self.who.person

    @property
    def author(self) -> Author:
        return self.who.author

    def is_at_least(self, needed: str) -> bool:
        return is_at_least(self.role, needed)

    @property
    def may_manage(self) -> bool:
        """Change the week's own facts: dates, hours, rooms, licence."""
        return self.is_at_least(Role.CONCIERGE)


def access_week(who: Who, place_slug: str, week_slug: str) -> WeekAccess:
    """The only way in which a week reaches a view. Http404 when there is none of that name."""
    try:
        week = Week.objects.select_related("place").get(place__slug=place_slug, slug=week_slug)
    except Week.DoesNotExist as nothing:
        raise Http404(f"no week {place_slug}/{week_slug}") from nothing
    return WeekAccess(week=week, who=who, role=role_at(week.place, who.person))
