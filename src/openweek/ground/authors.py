"""Who does something: a person, somebody known by a link, somebody passing, or the software."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Author:
    """Goes as ``by=`` to every action and into every event.

    ``person_id`` and ``capability_id`` are plain numbers: the ground floor knows nobody's table.
    """

    name: str = ""
    person_id: int | None = None
    capability_id: int | None = None
    passer_by: str = ""

    @property
    def key(self) -> str:
        """The same string for the same author, everywhere; empty for somebody unknown."""
        if self.person_id is not None:
            return f"p:{self.person_id}"
        if self.capability_id is not None:
            # A link that several people share, each in a browser of their own.
            return f"c:{self.capability_id}" + (f":{self.passer_by}" if self.passer_by else "")
        if self.passer_by:
            return f"a:{self.passer_by}"
        return ""

    @property
    def unnamed(self) -> "Author":
        """For events of what is forgotten one day: they stay, and must not say who it was."""
        return self if self == SOFTWARE else Author()


SOFTWARE = Author(name="OpenWeek")
