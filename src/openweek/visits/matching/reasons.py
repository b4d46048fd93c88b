"""Why two people were brought together: kept as plain values, said in the language of who reads.

Each sentence is said to one of three: the visitor, the host, or the desk, who speaks of both.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from openweek.place.spoken import languages_in_words
from openweek.visits.matching import topics
from openweek.visits.matching.problem import Problem, Receiver, Stay, Visitor

VISITOR, HOST, DESK = "visitor", "host", "desk"
TOLD_AT_MOST = 3
# Needs no telling: here, everybody is thought to speak it until they say otherwise.
TAKEN_FOR_GRANTED = "fr"
SIGNED = "fsl"


def why(
    problem: Problem,
    visitor: Visitor,
    stay: Stay,
    host: Receiver,
    words: Mapping[str, str],
    *,
    throughout: bool = False,
) -> dict[str, Any]:
    """``words``: how each topic is written by one of the two. Nothing that isn't so is left in."""
    alike = visitor.languages & host.languages
    both_said = bool(visitor.languages and host.languages)
    topic_keys = [topic for _weight, topic in problem.shared(visitor, host)][:TOLD_AT_MOST]
    found: dict[str, Any] = {
        "wished": host.key in visitor.wishes,
        "topics": [words.get(topic, topic) for topic in topic_keys],
        "languages": sorted(alike - {TAKEN_FOR_GRANTED})
        if TAKEN_FOR_GRANTED not in alike or visitor.languages != {TAKEN_FOR_GRANTED}
        else [],
        "needs": sorted(visitor.needs & host.needs),
        "unmet": sorted(visitor.needs - host.needs),
        "no_language": both_said and not alike,
        "throughout": throughout and len(visitor.stays) > 1,
    }
    return {name: said for name, said in found.items() if said}


def in_words(reasons: Mapping[str, Any], reader: str = DESK) -> list[str]:
    """Short sentences without a full stop, the most telling first; there is always one."""
    said = []
    if reasons.get("wished"):
        said.append(_by(reader, _WISHED))
    if said_topics := reasons.get("topics"):
        said.append(_by(reader, _TOPICS) % {"topics": _topics(said_topics)})
    said += _languages(reasons.get("languages", ()), reader)
    said += [_by(reader, _NEEDS[need]) for need in reasons.get("needs", ()) if need in _NEEDS]
    if reasons.get("throughout"):
        said.append(_by(reader, _THROUGHOUT))
    if reasons.get("no_language"):
        said.append(_by(reader, _NO_LANGUAGE))
    unmet = [need for need in reasons.get("unmet", ()) if need in _UNMET]
    if unmet and reader != VISITOR:
        needs = _listed([_UNMET[need]() for need in unmet])
        said.append(_by(reader, _NOT_MET) % {"needs": needs})
    return [capfirst(each) for each in said or [_by(reader, _THERE)]]


def in_short(reasons: Mapping[str, Any]) -> str:
    """The shared topics alone, for a narrow line: « couture, vélo »; empty without any."""
    return ", ".join(_in_language(topic) for topic in reasons.get("topics", ()))


def _by(reader: str, says: Mapping[str, Any]) -> str:
    return str(says[reader]())


def _listed(items: list[str]) -> str:
    return get_text_list(items, pgettext("before the last of a list", "and"))


def _in_language(topic: str) -> str:
    return topics.label(topic, get_language() or TAKEN_FOR_GRANTED)


def _topics(keys: list[str]) -> str:
    # In quotation marks: they are people's own words, of whatever kind.
    return _listed([pgettext("a topic", "“%(topic)s”") % {"topic": _in_language(k)} for k in keys])


def _languages(codes: Any, reader: str) -> list[str]:
    spoken = [code for code in codes if code != SIGNED]
    said = []
    if words := list(languages_in_words(spoken)):
        said.append(_by(reader, _SPEAK) % {"languages": _listed(words)})
    if SIGNED in codes:
        said.append(_by(reader, _SIGN))
    return said


# By who reads. "You" is one of the two; "they" is the other.
_THERE = {
    VISITOR: lambda: _("is there when you come, and has time for you"),
    HOST: lambda: _("you are there when they come, and you have time"),
    DESK: lambda: _("is there then, and has time"),
}
_WISHED = {
    VISITOR: lambda: _("you asked to meet them"),
    HOST: lambda: _("they asked to meet you"),
    DESK: lambda: _("the visitor asked for them"),
}
_TOPICS = {
    VISITOR: lambda: _("you can talk together about %(topics)s"),
    HOST: lambda: _("you can talk together about %(topics)s"),
    DESK: lambda: _("they can talk together about %(topics)s"),
}
_SPEAK = {
    VISITOR: lambda: _("you both speak %(languages)s"),
    HOST: lambda: _("you both speak %(languages)s"),
    DESK: lambda: _("both speak %(languages)s"),
}
_SIGN = {
    VISITOR: lambda: _("you both sign (French sign language)"),
    HOST: lambda: _("you both sign (French sign language)"),
    DESK: lambda: _("both sign (French sign language)"),
}
_THROUGHOUT = {
    VISITOR: lambda: _("the same person receives you each time you come"),
    HOST: lambda: _("you receive them each time they come"),
    DESK: lambda: _("the same person each time"),
}
_NO_LANGUAGE = {
    VISITOR: lambda: _("nobody who was free speaks your language: you will find a way together"),
    HOST: lambda: _("nobody who was free speaks their language: you will find a way together"),
    DESK: lambda: _("no language in common: nobody else was free"),
}
_NOT_MET = {
    HOST: lambda: _("they will also need %(needs)s: the welcome desk knows"),
    DESK: lambda: _("still to be found for them: %(needs)s"),
}
_NEEDS = {
    "step-free": {
        VISITOR: lambda: _("receives you where there are no steps"),
        HOST: lambda: _("you can receive them where there are no steps"),
        DESK: lambda: _("receives them where there are no steps"),
    },
    "hearing": {
        VISITOR: lambda: _("can help you to hear"),
        HOST: lambda: _("you can help them to hear"),
        DESK: lambda: _("can help them to hear"),
    },
    "seeing": {
        VISITOR: lambda: _("can help you to see and to read"),
        HOST: lambda: _("you can help them to see and to read"),
        DESK: lambda: _("can help them to see and to read"),
    },
    "company": {
        VISITOR: lambda: _("can stay at your side"),
        HOST: lambda: _("you can stay at their side"),
        DESK: lambda: _("can stay at their side"),
    },
    "child": {
        VISITOR: lambda: _("is happy to receive your child as well"),
        HOST: lambda: _("you are happy to receive their child as well"),
        DESK: lambda: _("is happy to receive their child as well"),
    },
}
_UNMET = {
    "step-free": lambda: pgettext("somebody needs", "a way without steps"),
    "hearing": lambda: pgettext("somebody needs", "help with hearing"),
    "seeing": lambda: pgettext("somebody needs", "help with seeing"),
    "company": lambda: pgettext("somebody needs", "somebody at their side"),
    "child": lambda: pgettext("somebody needs", "a place for a child"),
}
