"""How a week is reached, and what the one who asks is there."""

from dataclasses import dataclass

from django.http import Http404

from openweek.ground.authors import Author
from openweek.place.models import Person, Place, Role, SmallTask
from openweek.place.rules import Who, is_at_least, part_in
from openweek.week.models import Week


@dataclass(frozen=True)
class WeekAccess:
    """A week with its place, and what the one who asks is and may do there."""

    week: Week
    who: Who
    role: str
    # Whether the welcome desk is theirs: see openweek.place.rules.keeps_desk.
    keeps_desk: bool = False

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
    part = part_in(week.place, who.person)
    return WeekAccess(week=week, who=who, role=part.role, keeps_desk=part.keeps_desk)


@dataclass(frozen=True)
class TaskRights:
    """What the one who asks may do with one small task, when it is in a state for it."""

    help: bool
    leave: bool
    finish: bool
    reopen: bool
    thank: bool
    remove: bool


def may_bring_tasks(access: WeekAccess) -> bool:
    """Those who work here say what small things wait."""
    return access.week.archived_at is None and access.is_at_least(Role.COWORKER)


def task_rights(access: WeekAccess, task: SmallTask) -> TaskRights:
    """An archived week is only read; after its last day, only those of the place lend a hand."""
    may_write = access.week.archived_at is None and (bool(access.role) or not access.week.is_over)
    if not may_write:
        return TaskRights(*[False] * 6)
    key = access.author.key
    is_doer = bool(key) and task.claimed_key == key
    is_owner = access.person is not None and task.owner_id == access.person.pk
    keeps = is_owner or access.may_manage
    helps = _may_help(access, task, is_owner=is_owner)
    return TaskRights(
        help=helps,
        # Put back twice, it is nobody's: the second time changes nothing, and offends nobody.
        leave=is_doer or access.may_manage or task.claimed_at is None,
        finish=is_doer or keeps or (helps and task.claimed_at is None),
        reopen=is_doer or keeps,
        thank=bool(access.role) and not is_doer,
        remove=not task.subject and (keeps or (bool(key) and task.author_key == key)),
    )


def _may_help(access: WeekAccess, task: SmallTask, *, is_owner: bool) -> bool:
    """Regulars with anything; who has a part in the place, with its sessions too (as there)."""
    if task.is_private:
        return is_owner
    if task.is_for_visitors or access.is_at_least(Role.CONTRIBUTOR):
        return True
    return bool(task.subject) and access.is_at_least(Role.VISITOR)
