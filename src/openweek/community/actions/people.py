"""What somebody shows of themselves."""

from collections.abc import Sequence

from django.db import transaction

from openweek.community.models import Profile
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.models import Person, Place


@transaction.atomic
def change_profile(
    *,
    place: Place,
    person: Person,
    by: Author,
    is_shown: bool,
    about: str = "",
    skills: Sequence[str] = (),
    seeks: Sequence[str] = (),
    languages: Sequence[str] = (),
    link: str = "",
) -> Profile:
    """Say what one knows; seen by nobody else until one chooses to be shown to everybody."""
    profile, _new = Profile.objects.update_or_create(
        place=place,
        person=person,
        defaults={
            "is_shown": is_shown, "about": about, "skills": list(skills), "seeks": list(seeks),
            "languages": list(languages), "link": link, "changed_at": clock.now(),
        },
    )  # fmt: skip
    events.record(
        "community.profile_changed", by=by, subject=profile, place_id=place.pk,
        data={"is_shown": is_shown},
    )  # fmt: skip
    return profile
