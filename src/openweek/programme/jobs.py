"""What the programme does when its deadlines are due; the sweep calls these."""

from openweek.ground.authors import SOFTWARE
from openweek.programme import actions
from openweek.programme.models import Change, Signup
from openweek.week.models import Week


def tell_moved_when_due(change_id: int) -> None:
    change = Change.objects.select_related("session__week__place").filter(pk=change_id).first()
    if change is not None:
        actions.tell_moved(change=change)


def tell_moved_up_when_due(signup_id: int) -> None:
    rows = Signup.objects.select_related("slot__session__week__place", "participant__person")
    signup = rows.filter(pk=signup_id).first()
    if signup is not None:
        actions.tell_moved_up(signup=signup)


def forget_when_due(week_id: int) -> None:
    week = Week.objects.select_related("place").filter(pk=week_id).first()
    if week is not None:
        actions.forget_participants(week=week, by=SOFTWARE)
