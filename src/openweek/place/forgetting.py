"""Somebody without an account is forgotten: in every room, in the deed that forgets them.

They are known by the browser in which they wrote (``Author.passer_by``), and by nothing else.
What they wrote in another one can't be found; what they wrote in one that several people share
is told apart by name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from openweek.ground.models import Event
from openweek.place.models import SmallTask

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class PasserBy:
    """Who is to be forgotten at a place.

    ``name`` where others write in the same browser: only what bears it is theirs. ``words_too``
    where they asked for it: what they said goes with their name.
    """

    place_id: int
    author_key: str
    name: str = ""
    words_too: bool = False

    def signed(
        self, rows: QuerySet[Row], *, key: str = "author_key", name: str = "author_name"
    ) -> QuerySet[Row]:
        """Those of these rows that bear their key, and their name if it must tell them apart."""
        theirs = rows.filter(**{key: self.author_key})
        return theirs.filter(**{name: self.name}) if self.name else theirs


Forget = Callable[[PasserBy], None]
_followers: list[Forget] = []


def when_passer_by_forgotten(forget: Forget) -> None:
    """Say, once, when the application starts, how a room above forgets somebody.

    It is called in the transaction of whoever forgets them.
    """
    _followers.append(forget)


def forget_passer_by(gone: PasserBy) -> None:
    """A part of the deed and event that forgets them."""
    if not gone.author_key.startswith("a:"):
        raise ValueError("Only somebody who passes by is known by a browser alone.")
    gone.signed(Event.objects.filter(place_id=gone.place_id)).update(author_name="")
    tasks = SmallTask.objects.filter(place_id=gone.place_id)
    gone.signed(tasks).update(author_name="")
    gone.signed(tasks, key="claimed_key", name="claimed_name").update(claimed_name="")
    for forget in _followers:
        forget(gone)
