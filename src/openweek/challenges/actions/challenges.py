"""A challenge is set."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from openweek.challenges.actions.closing import CLOSE
from openweek.challenges.actions.forgetting import plan_forgetting
from openweek.challenges.actions.reminding import plan_reminder
from openweek.challenges.models import Challenge
from openweek.commons.actions import adopt_recipes
from openweek.commons.models import Format
from openweek.commons.queries import UnknownRecipe, fed_format
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import Author
from openweek.ground.text import safe_slug
from openweek.week.models import Week

RESERVED = frozenset({"new"})  # an address below the challenges of a week


class ChallengeDetails(TypedDict, total=False):
    """What a challenge says of itself."""

    summary: str
    rules: str
    who: str
    publishes: str
    licence: str
    team_size: int | None


@transaction.atomic
def create_challenge(
    *,
    week: Week,
    title: str,
    template: str,
    closes_at: datetime,
    by: Author,
    opens_at: datetime | None = None,
    slug: str = "",
    once: UUID | None = None,
    **details: Unpack[ChallengeDetails],
) -> Challenge:
    """A challenge whose books are published at ``closes_at``, whatever their state.

    ``template`` is its kind: a format of the place by its slug, or a recipe, which the place takes
    if it does not have it yet. Raises UnknownRecipe for anything else. Its rules and the size of a
    team are those of the kind unless said otherwise; books that become a version of another format
    are under the licence of that format unless said otherwise.
    """
    known = Challenge.objects.filter(week=week, once=once).first() if once else None
    if known is not None:
        known.week = week
        return known
    kind = _kind(week, template, by=by)
    fed = _fed(week, kind, by=by)
    if fed is not None:
        details["licence"] = details.get("licence") or fed.licence
    taken = set(Challenge.objects.filter(week=week).values_list("slug", flat=True)) | RESERVED
    challenge = Challenge.objects.create(
        week=week,
        title=title,
        slug=safe_slug(slug or title, taken=taken, default="challenge"),
        template=kind.slug,
        format=kind,
        format_version=kind.version,
        mixes_institutions=kind.mixes_institutions,
        feeds=fed,
        opens_at=opens_at or clock.now(),
        closes_at=closes_at,
        once=once,
        **{"rules": kind.rules, "team_size": kind.team_size, **details},
    )
    deadlines.set_deadline(CLOSE, challenge.pk, closes_at)
    plan_reminder(challenge)
    plan_forgetting(challenge)
    events.record("challenges.challenge_created", by=by, subject=challenge, place_id=week.place_id)
    return challenge


def _kind(week: Week, slug: str, *, by: Author) -> Format:
    own = Format.objects.filter(place=week.place, is_challenge=True)
    known = own.filter(slug=slug).first() or own.filter(recipe=slug).first()
    return known or adopt_recipes(place=week.place, slugs=[slug], by=by)[0]


def _fed(week: Week, kind: Format, *, by: Author) -> Format | None:
    """The format that its books become a version of; a recipe that the place has not is taken."""
    known = fed_format(week.place, kind.feeds)
    if known is not None or not kind.feeds:
        return known
    try:
        taken = adopt_recipes(place=week.place, slugs=[kind.feeds], by=by)
    except UnknownRecipe:
        return None
    return taken[0] if taken else None
