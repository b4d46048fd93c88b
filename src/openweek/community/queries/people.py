"""What people know and look for, of those who chose to show it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from openweek.community.models import Profile
from openweek.ground.text import fold
from openweek.place.models import Person, Place
from openweek.place.spoken import languages_in_words

# What somebody asks around the word that they look for.
_EMPTY = frozenset(
    {
        "a", "aider", "au", "aux", "avec", "ce", "connait", "connaitre", "d", "de", "des", "du",
        "en", "est", "et", "faire", "il", "je", "l", "la", "le", "les", "moi", "on", "ou", "peut",
        "peux", "pour", "qu", "que", "quelqu", "qui", "quoi", "sait", "savez", "savoir", "un",
        "une", "y",
        "and", "can", "how", "in", "know", "knows", "of", "or", "the", "to", "who",
    }
)  # fmt: skip
_SHORTEST_PREFIX = 3
_SHORTEST_TYPO = 5
_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, as they chose to be shown."""

    person_id: int
    name: str
    about: str
    skills: tuple[str, ...]
    seeks: tuple[str, ...]
    languages: tuple[str, ...]
    link: str


def profile_of(place: Place, person: Person | None) -> Profile | None:
    """Also one that is shown to nobody; None before they said anything."""
    if person is None:
        return None
    return Profile.objects.filter(place=place, person=person).first()


def known_people(place: Place) -> list[Known]:
    """Those who have a part in the place and chose to be shown to everybody, by name."""
    rows = Profile.objects.filter(
        place=place, is_shown=True, person__is_active=True, person__memberships__place=place
    )
    return [
        Known(
            person_id=row.person_id,
            name=row.person.name,
            about=row.about,
            skills=tuple(row.skills),
            seeks=tuple(row.seeks),
            languages=languages_in_words(row.languages),
            link=row.link,
        )
        for row in rows.select_related("person")
    ]


def search(people: Sequence[Known], asked: str) -> list[Known]:
    """Those who know each of the words asked for, forgiving accents, plurals and a slip of the key.

    Those who say it among their skills come before those who say it elsewhere.
    """
    wanted = words(asked)
    if not wanted:
        return list(people)
    ranked = [(_rank(person, wanted), person) for person in people]
    found = [(rank, person) for rank, person in ranked if rank]
    return [person for _, person in sorted(found, key=lambda each: each[0])]


def _rank(person: Known, wanted: Collection[str]) -> int:
    """1 when the skills say it all, 2 when the rest is needed, 0 when it is not all there."""
    skills = words(" ".join(person.skills))
    if all(_is_among(word, skills) for word in wanted):
        return 1
    rest = words(" ".join([person.name, person.about, *person.seeks, *person.languages]))
    return 2 if all(_is_among(word, skills + rest) for word in wanted) else 0


def words(text: str) -> list[str]:
    """Folded: without accents, capitals, plurals and the small words of a question."""
    return [_singular(word) for word in fold(text).split() if word not in _EMPTY]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST_PREFIX and word[-1] in "sx" else word


def _is_among(wanted: str, said: Collection[str]) -> bool:
    return any(
        word == wanted
        or (len(wanted) >= _SHORTEST_PREFIX and word.startswith(wanted))
        or _is_slip(wanted, word)
        for word in said
    )


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_TYPO or one[0] != other[0]:
        return False
    return SequenceMatcher(None, one, other).ratio() >= _NEAR
