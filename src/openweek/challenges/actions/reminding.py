"""The evening before: a gentle word about what is still empty, exactly once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.challenges.models import Challenge, Team
from openweek.challenges.queries import countdown
from openweek.challenges.queries.countdown import StillEmpty
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.look import dates
from openweek.place.actions import greeting_name, has_address, mailbox, write_letter
from openweek.place.models import Place
from openweek.publishing.queries import progress_of

REMIND = "challenges.remind"
REMIND_TEAM = "challenges.remind_team"


@dataclass(frozen=True)
class Reader:
    """Somebody to whom a letter about a challenge goes, in their language."""

    to: str
    language: str
    name: str = ""
    has_account: bool = False


@dataclass(frozen=True)
class Words:
    """A letter without its greeting."""

    subject: str
    lines: list[str]


def plan_reminder(challenge: Challenge) -> None:
    """Have it at six on the evening before; not at all when that is over already.

    One that was sent stays sent, whenever the challenge is moved to.
    """
    due_at = countdown.evening_before(challenge)
    if due_at > clock.now():
        deadlines.set_deadline(REMIND, challenge.pk, due_at)


def meet_reminder(challenge_id: int) -> None:
    """What the sweep calls; each team then has a deadline of its own."""
    challenge = Challenge.objects.select_related("week__place").get(pk=challenge_id)
    if not countdown.is_that_evening(challenge):
        return
    for team in challenge.teams.filter(left_at=None):
        deadlines.set_deadline(REMIND_TEAM, team.pk, clock.now())
    remind_seekers(challenge=challenge, by=SOFTWARE)


def meet_team_reminder(team_id: int) -> None:
    """A book that cannot be read holds up no other; a machine that slept says nothing later."""
    team = Team.objects.select_related("challenge__week__place", "book__place").get(pk=team_id)
    if countdown.is_that_evening(team.challenge):
        remind_team(team=team, by=SOFTWARE)


@transaction.atomic
def remind_team(*, team: Team, by: Author) -> None:
    """Which chapters and questions are free, to all of the team to whom we can write."""
    empty = countdown.empty_in(progress_of(team.book))
    count = write_to(
        _each_once(_readers_in(team)),
        lambda reader: _writing(team, reader, empty),
        place=team.book.place,
        by=by,
        can_wait=True,
    )
    events.record(
        "challenges.team_reminded",
        by=by,
        subject=team,
        place_id=team.book.place_id,
        data={"letters": count},
    )


@transaction.atomic
def remind_seekers(*, challenge: Challenge, by: Author) -> None:
    """Those who have no team yet hear that it is not too late."""
    count = write_to(
        _each_once(_seekers(challenge)),
        lambda _reader: _looking(challenge),
        place=challenge.week.place,
        by=by,
        can_wait=True,
    )
    events.record(
        "challenges.seekers_reminded",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"letters": count},
    )


def write_to(
    readers: Iterable[Reader],
    words: Callable[[Reader], Words],
    *,
    place: Place,
    by: Author,
    can_wait: bool = False,
) -> int:
    """To each in their language where we speak it, else in the place's; how many letters are on
    their way.
    """
    count = 0
    ours = dict(settings.LANGUAGES)
    for reader in readers:
        language = reader.language if reader.language in ours else place.language
        with translation.override(language):
            said = words(reader)
            hello = _("Hello %(name)s,") % {"name": reader.name} if reader.name else _("Hello,")
            letter = write_letter(
                to=reader.to,
                subject=said.subject,
                text="\n".join([hello, "", *said.lines]),
                place=place,
                by=by,
                can_wait=can_wait,
            )
        count += letter is not None
    return count


def readers_of(challenge: Challenge) -> list[Reader]:
    """Each mailbox once: the contacts of teams, members with an account, those without a team."""
    teams = challenge.teams.filter(left_at=None).select_related("book")
    found = [
        reader for team in teams.prefetch_related("members__person") for reader in _readers_in(team)
    ]
    return _each_once([*found, *_seekers(challenge)])


def _readers_in(team: Team) -> Iterator[Reader]:
    for member in team.members.all():
        person = member.person
        if person is not None and person.email:
            yield Reader(person.email, person.language, greeting_name(person.name), True)
    if team.contact:
        yield Reader(team.contact, team.book.language)


def _seekers(challenge: Challenge) -> Iterator[Reader]:
    for seeker in challenge.seekers.filter(member=None, left_at=None).exclude(contact=""):
        yield Reader(seeker.contact, seeker.language, greeting_name(seeker.name))


def sendable(title: str) -> str:
    """What a team is called, or its book; "" when somebody typed an address to click into it:
    anybody signs up, and for anybody's mailbox.
    """
    return "" if has_address(title) else title


def _each_once(readers: Iterable[Reader]) -> list[Reader]:
    found: dict[str, Reader] = {}
    for reader in readers:
        found.setdefault(mailbox(reader.to), reader)
    return list(found.values())


def _writing(team: Team, reader: Reader, empty: StillEmpty) -> Words:
    challenge = team.challenge
    zone = challenge.week.place.zone
    said = {
        "book": sendable(team.book.title) or challenge.title,
        "hour": dates.clock_time(challenge.closes_at, zone),
        "moment": dates.moment(challenge.closes_at, zone),
    }
    return Words(
        subject=_("Tomorrow at %(hour)s: your book “%(book)s”") % said,
        lines=[
            _("Tomorrow, %(moment)s, your book “%(book)s” is published as it is.") % said,
            "",
            *_emptiness(empty),
            "",
            *_way(team, reader),
            "",
            _("However far it is, it will be a book."),
        ],
    )


def _emptiness(empty: StillEmpty) -> Iterator[str]:
    if not empty.is_something:
        yield _("Somebody wrote in every chapter. Rereading it together is plenty for tomorrow.")
        return
    if empty.chapters:
        yield _("If somebody feels like it, these chapters wait for a first word:")
        yield ""
        for chapter in empty.chapters:
            said = {"chapter": chapter.title, "question": chapter.prompt}
            line = _("%(chapter)s: %(question)s") if chapter.prompt else "%(chapter)s"
            yield f"– {line % said}"
        if empty.more:
            words = ngettext("– and %(count)d more", "– and %(count)d more", empty.more)
            yield words % {"count": empty.more}
        yield ""
    if empty.questions:
        words = ngettext(
            "In the chapters that are begun, %(count)d question is still free.",
            "In the chapters that are begun, %(count)d questions are still free.",
            empty.questions,
        )
        yield words % {"count": empty.questions}
    yield _("Nothing has to be filled in: what stays empty leaves no gap, or invites others.")


def _way(team: Team, reader: Reader) -> Iterator[str]:
    """The secret of a team's link is kept by nobody: it cannot stand in a letter."""
    if reader.has_account:
        yield _("The chapters of your book, once you are signed in:")
        yield f"{settings.OPENWEEK_URL}/{team.book.place.slug}/books/{team.book.slug}/"
        return
    yield _(
        "You open your book with your team’s link. If it is lost, the concierge makes you "
        "another one. The page of the challenge:"
    )
    yield f"{settings.OPENWEEK_URL}{team.challenge.url}"


def _looking(challenge: Challenge) -> Words:
    said = {
        "challenge": challenge.title,
        "moment": dates.moment(challenge.closes_at, challenge.week.place.zone),
    }
    return Words(
        subject=_("“%(challenge)s”: tomorrow is the last day") % said,
        lines=[
            _("“%(challenge)s” goes on until tomorrow, %(moment)s, and you have no team yet.")
            % said,
            "",
            _("It is not too late: a chapter, a picture, a story told aloud are welcome."),
            _("Ask the concierge, or look at the teams here:"),
            f"{settings.OPENWEEK_URL}{challenge.url}",
        ],
    )
