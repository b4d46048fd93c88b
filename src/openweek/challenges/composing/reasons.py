"""Why these people make a team, in words."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.challenges.composing.problem import SKILLS, Someone
from openweek.place.spoken import languages_in_words


def in_words(team: Sequence[Someone]) -> list[str]:
    """Short sentences without a full stop: what is mixed, who can do what, what to look after."""
    said = [
        *_institutions(team),
        *_skills(team),
        *_languages(team),
        *_afar(team),
    ]
    return [capfirst(each) for each in said]


def _institutions(team: Sequence[Someone]) -> list[str]:
    named = [each.institution for each in team if each.institution]
    many = len(set(named))
    if not many:
        return []
    said = ngettext("%(count)d institution", "%(count)d institutions", many) % {"count": many}
    if many > 1 and many == len(named):
        return [_("%(institutions)s, one of each") % {"institutions": said}]
    return [said]


def _skills(team: Sequence[Someone]) -> list[str]:
    able = {skill for each in team for skill in each.skills}
    return [_SOMEBODY[skill]() for skill in SKILLS if skill in able]


def _languages(team: Sequence[Someone]) -> list[str]:
    spoken = list(languages_in_words(sorted({each.language for each in team} - {""})))
    if len(spoken) <= 1:
        return []
    return [_("several languages: %(languages)s") % {"languages": ", ".join(spoken)}]


def _afar(team: Sequence[Someone]) -> list[str]:
    many = sum(each.from_afar for each in team)
    if not many:
        return []
    if many == len(team):
        return [_("all from afar")]
    return [ngettext("%(count)d from afar", "%(count)d from afar", many) % {"count": many}]


_SOMEBODY = {
    "lead": lambda: _("somebody who brings people together"),
    "writer": lambda: _("somebody who writes"),
    "reader": lambda: _("somebody who rereads"),
    "pictures": lambda: _("somebody for pictures, sound and film"),
    "asks": lambda: _("somebody who asks people"),
    "time": lambda: _("somebody who watches the time"),
}
