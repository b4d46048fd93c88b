"""What the small tasks of sessions are for, as the board of the place says it."""

from django.db.models import Max, Model, Q
from django.urls import reverse

from openweek.ground import clock
from openweek.place.queries import TaskSubject
from openweek.programme.models import Kind, Session
from openweek.week.models import Week


def task_subjects(row: Model) -> dict[int, TaskSubject]:
    """The sessions of a week that everybody sees, by their number; of anything else, none."""
    if not isinstance(row, Week):
        return {}
    active = Q(slots__cancelled_at__isnull=True)
    sessions = Session.objects.filter(
        week=row, kind=Kind.SESSION, held_at__isnull=True, deleted_at__isnull=True
    ).annotate(ends=Max("slots__ends_at", filter=active))
    today = clock.today(row.place.zone)
    return {
        session.pk: TaskSubject(
            title=session.title,
            href=reverse("session", args=[row.place.slug, row.slug, session.slug]),
            # Chairs are put away after a session: its tasks stay until the day is over.
            is_over=session.ends is not None
            and session.ends.astimezone(row.place.zone).date() < today,
        )
        for session in sessions.only("pk", "slug", "title")
    }
