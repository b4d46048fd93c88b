"""More time for everybody, with a reason, told to all."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openweek.challenges.actions.closing import CLOSE, texts_of
from openweek.challenges.actions.forgetting import plan_forgetting
from openweek.challenges.actions.reminding import Words, plan_reminder, readers_of, write_to
from openweek.challenges.models import Challenge
from openweek.challenges.rules import ChallengeIsClosedError, NotLaterError
from openweek.ground import deadlines, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line
from openweek.look import dates
from openweek.writing.actions import move_closing


@transaction.atomic
def postpone_challenge(
    *, challenge: Challenge, closes_at: datetime, because: str, by: Author
) -> None:
    """Pens go on until then, in every text that is open too; pages, screens and letters say so.

    Raises ChallengeIsClosedError once it is closed, NotLaterError for a moment that is no later.
    The same moment sent again changes nothing.
    """
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if locked.closed_at is not None:
        raise ChallengeIsClosedError(challenge.title)
    because = clean_line(because)[:300]
    if closes_at == locked.closes_at and because == locked.postponed_because:
        return
    if closes_at <= locked.closes_at:
        raise NotLaterError(challenge.title)
    challenge.was_closing_at, challenge.closes_at = locked.closes_at, closes_at
    challenge.postponed_because = because
    challenge.save(update_fields=["was_closing_at", "closes_at", "postponed_because"])
    teams = challenge.teams.prefetch_related("book__chapters")
    move_closing(texts=texts_of([team.book for team in teams]), closes_at=closes_at, by=by)
    deadlines.set_deadline(CLOSE, challenge.pk, closes_at)
    plan_reminder(challenge)
    plan_forgetting(challenge)
    _tell(challenge, by=by)
    events.record(
        "challenges.challenge_postponed",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"was": challenge.was_closing_at.isoformat(), "is": closes_at.isoformat()},
    )


def _tell(challenge: Challenge, *, by: Author) -> None:
    write_to(
        readers_of(challenge), lambda _reader: _words(challenge), place=challenge.week.place, by=by
    )


def _words(challenge: Challenge) -> Words:
    zone = challenge.week.place.zone
    assert challenge.was_closing_at is not None  # noqa: S101  set just above
    said = {
        "challenge": challenge.title,
        "moment": dates.moment(challenge.closes_at, zone),
        "before": dates.moment(challenge.was_closing_at, zone),
        "because": challenge.postponed_because,
    }
    lines = [
        _("“%(challenge)s” is postponed: the books are published on %(moment)s.") % said,
        _("Before, it was %(before)s.") % said,
        "",
    ]
    if challenge.postponed_because:
        lines += [_("Why: %(because)s") % said, ""]
    return Words(
        subject=_("%(challenge)s: more time to write") % said,
        lines=[*lines, _("You can go on writing until then; nothing else changes.")],
    )
