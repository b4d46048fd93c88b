"""Reads of challenges, teams and their books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.challenges.models import Challenge, Team
from openweek.commons.models import FormatVersion
from openweek.commons.queries import BookTemplate, book_template, template_from
from openweek.publishing import queries as publishing_queries
from openweek.publishing.models import Book, Edition
from openweek.week.models import Week
from openweek.week.queries import days_of


@dataclass(frozen=True)
class PublishedBook:
    """A book of the week that everybody can read."""

    book: Book
    edition: Edition
    url: str

    @property
    def title(self) -> str:
        return self.edition.title

    @property
    def subtitle(self) -> str:
        return self.edition.subtitle


@dataclass(frozen=True)
class TeamLine:
    """A team as the page of its challenge shows it."""

    team: Team
    line: publishing_queries.BookLine
    shares: Sequence[float]

    @property
    def is_published(self) -> bool:
        return self.line.edition is not None and self.line.book.withdrawn_at is None


def template_of(challenge: Challenge, language: str) -> BookTemplate:
    """What its books begin with: of the version of its format that it was set with.

    A challenge without a format (it was set before there were any, or the format is gone) goes by
    the recipe of that name.
    """
    kept = FormatVersion.objects.filter(
        format=challenge.format_id, number=challenge.format_version or 0
    ).first()
    if kept is None or not kept.content.get("chapters"):
        return book_template(challenge.template, language)
    return template_from(challenge.template, kept.content)


def challenges_of(week: Week) -> QuerySet[Challenge]:
    """Those that end first come first; each knows how many teams took it up (``team_count``)."""
    return (
        Challenge.objects.filter(week=week)
        .select_related("week__place")
        .annotate(team_count=Count("teams", filter=Q(teams__left_at=None)))
    )


def books_of(week: Week) -> list[PublishedBook]:
    """The published ones, the newest first."""
    teams = Team.objects.filter(challenge__week=week, left_at=None)
    ids = teams.values_list("book_id", flat=True)
    return [
        PublishedBook(
            book=line.book,
            edition=line.edition,
            url=f"/{line.book.place.slug}/books/{line.book.slug}/",
        )
        for line in publishing_queries.published(ids)
        if line.edition
    ]


def teams_of(challenge: Challenge) -> list[TeamLine]:
    """Every team with how far its book is; published ones have their doors wide open."""
    teams = list(challenge.teams.filter(left_at=None).prefetch_related("members"))
    lines = {
        line.book.pk: line
        for line in publishing_queries.books_in(
            Book.objects.filter(pk__in=[team.book_id for team in teams])
        )
    }
    writing = [line.book for line in lines.values() if line.edition is None]
    shares = publishing_queries.shares_of(writing) if writing else {}
    return [
        TeamLine(team=team, line=lines[team.book_id], shares=shares.get(team.book_id, ()))
        for team in teams
    ]


def doors_to(challenge: Challenge, names: Sequence[str]) -> list[dict[str, object]]:
    """The days of the week as doors; the one by which the challenge ends says so.

    ``names`` are the days as the page calls them, in the order of the week.
    """
    last = challenge.closes_at.astimezone(challenge.week.place.zone).date()
    return [
        {
            "label": name,
            "state": day.state,
            "note": _("the books are published") if day.date == last else "",
        }
        for name, day in zip(names, days_of(challenge.week), strict=True)
    ]


def time_left(closes_at: datetime, now: datetime) -> str:
    """« 2 jours et 3 heures », as somebody would say it across the room; empty when it is over."""
    left = closes_at - now
    if left <= timedelta(0):
        return ""
    days, hours = left.days, left.seconds // 3600
    minutes = max(1, round(left.seconds % 3600 / 60))
    said_days = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    said_hours = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if days and hours:
        return _("%(days)s and %(hours)s") % {"days": said_days, "hours": said_hours}
    if days or hours:
        return said_days if days else said_hours
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
