"""Reads of challenges, teams and their books."""

from openweek.challenges.queries.challenges import (
    PublishedBook,
    TeamLine,
    books_of,
    challenges_of,
    doors_to,
    teams_of,
    template_of,
    time_left,
)
from openweek.challenges.queries.composing import (
    Proposal,
    called_by,
    division_of,
    known_of,
    proposal_of,
)
from openweek.challenges.queries.countdown import (
    Countdown,
    StillEmpty,
    countdown_of,
    countdowns_of,
    still_empty,
)
from openweek.challenges.queries.feeding import Feeding, feeding_of
from openweek.challenges.queries.kinds import Correction, Kind, correction_of, kinds_of
from openweek.challenges.queries.seekers import (
    SeekersLine,
    alone_in,
    seekers_line,
    seeking,
    skills_of,
)
from openweek.challenges.queries.showcase import (
    Showcase,
    after_the_day,
    showcase_of,
    showcase_on_screen,
    still_coming,
)
from openweek.challenges.queries.teams import (
    TeamBoard,
    board_of,
    institutions_of,
    is_known,
    member_who,
    removed_teams,
)

__all__ = [
    "Correction",
    "Countdown",
    "Feeding",
    "Kind",
    "Proposal",
    "PublishedBook",
    "SeekersLine",
    "Showcase",
    "StillEmpty",
    "TeamBoard",
    "TeamLine",
    "after_the_day",
    "alone_in",
    "board_of",
    "books_of",
    "called_by",
    "challenges_of",
    "correction_of",
    "countdown_of",
    "countdowns_of",
    "division_of",
    "doors_to",
    "feeding_of",
    "institutions_of",
    "is_known",
    "kinds_of",
    "known_of",
    "member_who",
    "proposal_of",
    "removed_teams",
    "seekers_line",
    "seeking",
    "showcase_of",
    "showcase_on_screen",
    "skills_of",
    "still_coming",
    "still_empty",
    "teams_of",
    "template_of",
    "time_left",
]  # fmt: skip
