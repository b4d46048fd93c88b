"""Who comes to a team with its private link, and whether its members may still change anything."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from openweek.challenges import queries, rules
from openweek.challenges.models import Challenge, Team, TeamMember
from openweek.ground.authors import Author
from openweek.ground.text import whole_number
from openweek.place.models import Capability
from openweek.place.rules import who_asks
from openweek.week.rules import WeekAccess, access_week


@dataclass(frozen=True)
class TeamDoor:
    """A team, the link that opened it, and who holds it."""

    access: WeekAccess
    challenge: Challenge
    team: Team
    capability: Capability
    secret: str

    @property
    def author(self) -> Author:
        return self.access.author

    @property
    def is_open(self) -> bool:
        return rules.may_change_team(self.team)

    @property
    def may_say_what_the_book_is(self) -> bool:
        """Also afterwards: a title is corrected like a word."""
        return self.is_open or rules.may_correct(self.team)

    @property
    def me(self) -> TeamMember | None:
        return queries.member_who(list(self.team.members.all()), self.author)

    def url(self, name: str = "team", **more: object) -> str:
        week = self.access.week
        said = {
            "place": week.place.slug, "week": week.slug, "challenge": self.challenge.slug,
            "secret": self.secret, **more,
        }  # fmt: skip
        return reverse(name, kwargs=said)

    def back(self, to: str = "") -> HttpResponse:
        return redirect(f"{self.url()}{to}")


def open_team(request: HttpRequest, place: str, week: str, challenge: str, secret: str) -> TeamDoor:
    """Http404 for any link that opens no team of that challenge."""
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    team, capability = rules.access_team(shown, secret)
    return TeamDoor(access, shown, team, capability, secret)


def too_late(request: HttpRequest, door: TeamDoor) -> HttpResponse:
    """What members may no longer change is said on their page."""
    messages.info(request, _("The challenge is over for your team: nothing was changed."))
    return door.back()


def chosen_member(request: HttpRequest, door: TeamDoor) -> TeamMember | None:
    """Whom the form names; without a name, whoever holds the link."""
    typed = request.POST.get("member", "")
    if not typed:
        return door.me
    number = whole_number(typed)
    return door.team.members.filter(pk=number).first() if number is not None else None
