"""The concierge's desk: one screen that says what to do now.

Each source gives lines; a line is one sentence with its number and the one button that does, or
opens, just that. No source reads more when there is more to say.
"""

from openweek.web.desk.shown import DeskShown, desk_of

__all__ = ["DeskShown", "desk_of"]
