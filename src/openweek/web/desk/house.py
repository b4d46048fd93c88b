"""What the place itself asks for: a hand, a look, a letter, a promise kept, rules told again."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.desk import queries as desk
from openweek.desk.queries import Due, HelpLine
from openweek.look import dates
from openweek.place import queries as places
from openweek.web.desk.lines import SOON, Line, Situation, Urgency, with_the_rest


def lines(now: Situation) -> Iterator[Line]:
    yield from _help(now)
    yield from _laid(now)
    yield from _letters(now)
    yield from _partners(now)
    yield from _rules(now)
    yield from _thanks(now)


def _help(now: Situation) -> Iterator[Line]:
    """Those that nobody has taken come first; what somebody sees to already is no emergency."""
    asked = sorted(desk.open_help(now.place), key=lambda each: (not each.is_free, each.asked_at))
    found = [_help_line(now, each) for each in asked]
    page = reverse("help_requests", args=[now.place.slug])
    yield from with_the_rest(found, page, _("See them all"))


def _help_line(now: Situation, each: HelpLine) -> Line:
    said = {
        "what": each.label, "ago": dates.ago(each.asked_at, now.now),
        "where": each.where, "who": each.assigned_to,
    }  # fmt: skip
    if not each.is_free:
        words = _("%(who)s sees to it: %(what)s, asked %(ago)s.") % said
        return Line(Urgency.TODAY, words, _("See what becomes of it"), each.url, each.icon)
    words = (
        _("Somebody needs a hand (%(where)s): %(what)s, asked %(ago)s.") % said
        if each.where
        else _("Somebody needs a hand: %(what)s, asked %(ago)s.") % said
    )
    return Line(Urgency.NOW, words, _("See and answer"), each.url, each.icon)


def _laid(now: Situation) -> Iterator[Line]:
    """What rooms say of themselves when the application starts, such as posts that wait."""
    for card in places.desk_cards(now.place):
        words = _("%(title)s: %(words)s") % {"title": card.title, "words": card.words}
        yield Line(Urgency.TODAY, words, _("Look at it"), card.href, card.icon)


def _letters(now: Situation) -> Iterator[Line]:
    count = places.letters_in_trouble(now.place)
    if count:
        words = ngettext(
            "%(count)d letter could not leave.", "%(count)d letters could not leave.", count
        )
        page = reverse("letters", args=[now.place.slug])
        yield Line(Urgency.TODAY, words % {"count": count}, _("See why"), page, "mail")


def _partners(now: Situation) -> Iterator[Line]:
    found = [_due_line(now, each) for each in desk.due_of_partners(now.place, now.today + SOON)]
    page = reverse("partners", args=[now.place.slug])
    yield from with_the_rest(found, page, _("See all the partners"))


def _due_line(now: Situation, due: Due) -> Line:
    said = {"who": due.partner, "what": due.what.rstrip("."), "day": dates.day(due.on)}
    if due.kind == "meeting":
        words = _("Meeting with %(who)s on %(day)s.") % said
    elif due.kind == "renewal":
        words = _("What was agreed with %(who)s holds until %(day)s.") % said
    elif due.is_ours:
        words = _("Promised to %(who)s for %(day)s: %(what)s.") % said
    else:
        words = _("%(who)s promised for %(day)s: %(what)s.") % said
    urgency = Urgency.TODAY if due.on <= now.today else Urgency.SOON
    return Line(urgency, words, _("See this partner"), due.url, "heart")


def _rules(now: Situation) -> Iterator[Line]:
    count = desk.unread_rules_count(now.place)
    if count:
        words = ngettext(
            "%(count)d person of the place has not read the rules of the house yet.",
            "%(count)d people of the place have not read the rules of the house yet.",
            count,
        )
        page = reverse("rules", args=[now.place.slug])
        yield Line(Urgency.SOON, words % {"count": count}, _("See who"), page, "book")


def _thanks(now: Situation) -> Iterator[Line]:
    if now.week is None:
        return
    count = places.tasks_to_thank_for(now.place)
    if count:
        words = ngettext(
            "%(count)d small task was done: nobody has said thank you.",
            "%(count)d small tasks were done: nobody has said thank you.",
            count,
        )
        page = reverse("tasks", args=[now.place.slug, now.week.slug])
        yield Line(Urgency.SOON, words % {"count": count}, _("Say thank you"), page, "heart")
