"""A programme written elsewhere: read leniently, compared with what is here, and never trusted.

``reading`` turns a file into plain :class:`Incoming` rows and says what it could not read;
``comparing`` says what these would change; ``carrying`` does so, for the action that holds the
week.
"""

from openweek.programme.importing.comparing import compare
from openweek.programme.importing.incoming import Incoming, Programme, Trouble, Unreadable
from openweek.programme.importing.plan import Plan, Wanted
from openweek.programme.importing.reading import read

__all__ = [
    "Incoming",
    "Plan",
    "Programme",
    "Trouble",
    "Unreadable",
    "Wanted",
    "compare",
    "read",
]
