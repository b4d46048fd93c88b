"""Why somebody can't come, or can't be let in just now, in a sentence that says what to do."""

from collections.abc import Collection, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from openweek.week.halves import Half, list_in_words

OFFERED_AT_MOST = 4


class Refused(Exception):
    """``sentence`` is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NothingChosen(Refused):
    def __init__(self) -> None:
        super().__init__(_("Tick at least one half-day: that is when we expect you."))


class DoorsClosed(Refused):
    def __init__(self, halves: Collection[Half]) -> None:
        super().__init__(
            _("%(halves)s: the doors are closed then. Choose among the half-days shown.")
            % {"halves": capfirst(list_in_words(halves))}
        )


class AlreadyPast(Refused):
    def __init__(self, halves: Collection[Half]) -> None:
        super().__init__(
            _("%(halves)s: it is already over. Choose another half-day.")
            % {"halves": capfirst(list_in_words(halves))}
        )


class NoSeatLeft(Refused):
    """``full`` cannot take the whole party; ``free`` are the half-days that still could."""

    def __init__(self, halves: Collection[Half], free: Sequence[Half]) -> None:
        self.full, self.free = list(halves), list(free)
        said = {
            "halves": capfirst(list_in_words(halves)),
            "free": list_in_words(self.free[:OFFERED_AT_MOST]),
        }
        super().__init__(
            _("%(halves)s: full, no seat is left for you all. There is room: %(free)s.") % said
            if free
            else _("%(halves)s: full, no seat is left for you all, nor at any other time.") % said
        )
