"""The week itself: whether there is one, what it still lacks, and what its check-list says."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.look import dates
from openweek.web.desk.lines import SHOWN, SOON, Line, Situation, Urgency
from openweek.week import queries as weeks
from openweek.week.models import ChecklistItem, Week


def lines(now: Situation) -> Iterator[Line]:
    yield from _checklist(now)
    if now.week is None:
        page = reverse("set_up_week", args=[now.place.slug])
        words = _("No week of open doors is being prepared.")
        yield Line(Urgency.SOON, words, _("Prepare a week"), page, "calendar")
        return
    yield from _facts(now, now.week)


def _facts(now: Situation, week: Week) -> Iterator[Line]:
    urgency = Urgency.TODAY if now.is_running else Urgency.SOON
    said, where = {"title": week.title}, [now.place.slug, week.slug]
    if not week.opening_hours.exists():
        words = _("“%(title)s” has no opening hours: nobody can register.") % said
        yield Line(urgency, words, _("Say the hours"), reverse("set_hours", args=where), "clock")
    if not week.rooms.exists():
        words = _("“%(title)s” has no room: no session can be placed in one.") % said
        page = reverse("choose_rooms", args=where)
        yield Line(urgency, words, _("Choose its rooms"), page, "room")


def _checklist(now: Situation) -> Iterator[Line]:
    """Each that is due has its own button; of those of the coming days, only how many."""
    found = weeks.due_items(now.place, now.today + SOON)
    due = [each for each in found if each.due_on and each.due_on <= now.today]
    for each in due[:SHOWN]:
        yield _due_line(now, each)
    rest, coming = due[SHOWN:], [each for each in found if each not in due]
    if rest:
        words = ngettext(
            "%(count)d more thing of the check-list is due.",
            "%(count)d more things of the check-list are due.",
            len(rest),
        ) % {"count": len(rest)}
        yield Line(Urgency.TODAY, words, _("See the check-list"), _page(rest[0]), "list")
    if coming:
        words = ngettext(
            "%(count)d thing of the check-list is due in the coming days.",
            "%(count)d things of the check-list are due in the coming days.",
            len(coming),
        ) % {"count": len(coming)}
        yield Line(Urgency.SOON, words, _("See the check-list"), _page(coming[0]), "list")


def _due_line(now: Situation, item: ChecklistItem) -> Line:
    said = {"what": item.what.rstrip("."), "day": dates.day(item.due_on or now.today)}
    words = (
        _("For today: %(what)s.") % said
        if item.due_on == now.today
        else _("Since %(day)s: %(what)s.") % said
    )
    if item.week_id != (now.week.pk if now.week else None):
        words = _("%(words)s (%(week)s)") % {"words": words, "week": item.week.title}
    where = [item.week.place.slug, item.week.slug, item.pk]
    page = reverse("finish_checklist_item", args=where)
    return Line(Urgency.TODAY, words, _("It is done"), page, "check", act=True)


def _page(item: ChecklistItem) -> str:
    return reverse("checklist", args=[item.week.place.slug, item.week.slug])
