"""What the doormen of everything below a week have in common."""

from django.http import HttpRequest, HttpResponse

from openweek.place import doors
from openweek.place.rules import who_asks
from openweek.week.rules import WeekAccess, access_week


def managed(request: HttpRequest, place: str, week: str) -> WeekAccess:
    """A week, for those who keep its place; 403 for anybody else."""
    access = access_week(who_asks(request), place, week)
    doors.require(access.may_manage)
    return access


def limited(request: HttpRequest, access: WeekAccess) -> HttpResponse | None:
    """As in place/doors.py, with a page of the week."""
    return doors.limited(request, access, "week/limited.html", week=access.week)
