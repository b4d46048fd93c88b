"""A plan in words: what is new, what would change and how, what could not be taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openweek.ground.differences import Patience
from openweek.look import dates
from openweek.programme import history
from openweek.programme.history import Difference
from openweek.programme.importing.incoming import Trouble
from openweek.programme.importing.plan import Kept, Lost, Plan, SessionDraft, When
from openweek.programme.models import Change

# Of one list; how many more there are is said.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ShownSession:
    title: str
    times: tuple[str, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """At most :data:`MOST_SHOWN` of each; ``counts`` are of all."""

    counts: dict[str, int]
    new: list[ShownSession]
    changed: list[ShownSession]
    removed: list[ShownSession]
    kept: list[Kept]
    lost: list[Lost]
    troubles: list[Trouble]
    # The days of the week, if it would become longer.
    extended: str = ""


def preview(plan: Plan) -> Preview:
    """Two queries: for names of rooms and formats."""
    changed = plan.changed[:MOST_SHOWN]
    changes = [_change(draft) for draft in changed]
    reader = history.Reader(plan.week, changes)
    patience = Patience()
    return Preview(
        counts=plan.counts(),
        new=[_shown(plan, draft) for draft in plan.new[:MOST_SHOWN]],
        changed=[
            _shown(
                plan,
                draft,
                [*reader.differences(change), *_moves(plan, draft, patience)],
            )
            for draft, change in zip(changed, changes, strict=True)
        ],
        removed=[_shown(plan, draft) for draft in plan.removed[:MOST_SHOWN]],
        kept=plan.kept[:MOST_SHOWN],
        lost=plan.lost[:MOST_SHOWN],
        troubles=plan.troubles[:MOST_SHOWN],
        extended=dates.days(*plan.extended) if plan.extended else "",
    )


def _change(draft: SessionDraft) -> Change:
    """As it would be kept, but for its times: their rooms may not be there yet."""
    before = {name: draft.was.get(name) for name in draft.touched}
    after = {name: draft.now[name] for name in draft.touched}
    if draft.was_deleted != draft.is_deleted:
        before["deleted"], after["deleted"] = draft.was_deleted, draft.is_deleted
    return Change(number=2, before=before, after=after)


def _shown(plan: Plan, draft: SessionDraft, differences: Iterable[Difference] = ()) -> ShownSession:
    times = [_say(plan, slot.now or slot.was) for slot in draft.slots if slot.now or slot.was]
    return ShownSession(draft.title, tuple(times), tuple(differences))


def _moves(plan: Plan, draft: SessionDraft, patience: Patience) -> list[Difference]:
    return [
        Difference(
            label=_("When and where"),
            pieces=tuple(history.compare(_say(plan, slot.was), _say(plan, slot.now), patience)),
        )
        for slot in draft.slots
        if slot.is_changed
    ]


def _say(plan: Plan, when: When | None) -> str:
    if when is None:
        return ""
    zone = plan.week.place.zone
    day = dates.day(when.starts_at.astimezone(zone).date())
    room = when.room.name if when.room else _("without a room")
    return f"{day}, {dates.hours(*when.hours, zone)}, {room}"
