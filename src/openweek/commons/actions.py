"""Every change to the formats of a place."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TypedDict, Unpack

from django.db import transaction

from openweek.commons import recipes
from openweek.commons.models import Format, FormatVersion
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import safe_slug
from openweek.place.models import Place

# Addresses below formats/ that are pages of their own.
RESERVED = frozenset({"new", "recipes"})


class FormatDetails(TypedDict, total=False):
    """What a recipe says beside its title and what it is for."""

    audience: str
    steps: str
    roles: str
    material: str
    room_needs: str
    habit: str
    duration_minutes: int | None
    weekdays: list[int]
    starts: str
    needs: list[str]
    seats: int | None
    tasks: str
    is_week: bool
    closes: str
    checklist: str
    is_challenge: bool
    chapters: list[dict[str, Any]]
    rules: str
    mixes_institutions: bool
    team_size: int | None
    feeds: str
    authors: list[str]
    source: str
    licence: str


class ChangedMeanwhile(Exception):
    """Somebody else wrote a newer version since this one was read."""


@transaction.atomic
def create_format(
    *,
    place: Place,
    title: str,
    purpose: str,
    by: Author,
    slug: str = "",
    recipe: str = "",
    once: str = "",
    **details: Unpack[FormatDetails],
) -> Format:
    """Sent twice with the same ``once``, it is made once and answered twice."""
    if once and (made := Format.objects.filter(place=place, once=once).first()):
        return made
    taken = set(Format.objects.filter(place=place).values_list("slug", flat=True)) | RESERVED
    now = clock.now()
    created = Format.objects.create(
        place=place,
        slug=safe_slug(slug or title, taken=taken),
        title=title,
        purpose=purpose,
        recipe=recipe,
        once=once or None,
        created_at=now,
        changed_at=now,
        **details,
    )
    _keep_version(created, by)
    events.record("commons.format_created", by=by, subject=created, place_id=place.pk)
    return created


@transaction.atomic
def change_format(
    *,
    changed: Format,
    title: str,
    purpose: str,
    by: Author,
    based_on: int | None = None,
    **details: Unpack[FormatDetails],
) -> None:
    """Write the next version. Raises :class:`ChangedMeanwhile` unless it follows ``based_on``.

    The number is taken by an update that only one of two writers can win.
    """
    number = changed.version if based_on is None else based_on
    won = Format.objects.filter(pk=changed.pk, version=number).update(version=number + 1)
    if not won:
        raise ChangedMeanwhile(f"format {changed.pk} is past version {number}")
    said = {"title": title, "purpose": purpose, **details}
    for field, value in said.items():
        setattr(changed, field, value)
    changed.version = number + 1
    changed.changed_at = clock.now()
    changed.save(update_fields=[*said, "changed_at"])
    _keep_version(changed, by)
    events.record(
        "commons.format_changed",
        by=by,
        subject=changed,
        place_id=changed.place_id,
        data={"version": changed.version},
    )


def adopt_recipes(*, place: Place, slugs: Iterable[str], by: Author) -> list[Format]:
    """Make shipped recipes the place's own, in its language; those that it has stay as they are."""
    asked = list(slugs)
    shipped = {recipe.slug: recipe for recipe in recipes.formats(place.language)}
    for slug in asked:
        if slug not in shipped:
            raise recipes.UnknownRecipe(slug)
    with transaction.atomic():
        taken = set(Format.objects.filter(place=place).values_list("recipe", flat=True))
        return [
            create_format(
                place=place,
                by=by,
                recipe=slug,
                **{name: value for name, value in asdict(shipped[slug]).items() if name != "slug"},
                slug=slug,
            )
            for slug in dict.fromkeys(asked)
            if slug not in taken
        ]


def _keep_version(kept: Format, by: Author) -> None:
    FormatVersion.objects.create(
        format=kept,
        number=kept.version,
        content=kept.content(),
        at=clock.now(),
        author_key=by.key,
        author_name=by.name[:200],
    )
