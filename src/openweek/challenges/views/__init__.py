"""The challenges of a week, and the page that a team shares."""

from openweek.challenges.views.ceremony import ceremony
from openweek.challenges.views.challenges import challenge, challenges, create_challenge
from openweek.challenges.views.changing import change_challenge, follow_template
from openweek.challenges.views.composing import compose_teams
from openweek.challenges.views.last_day import (
    close_challenge,
    postpone_challenge,
    publish_correction,
    reopen_team_book,
)
from openweek.challenges.views.members import (
    change_member,
    give_chapter_back,
    join_team,
    remove_member,
    settle_question,
    take_chapter,
    team_book,
)
from openweek.challenges.views.seekers import (
    change_seeker,
    leave_seekers,
    open_found_team,
    seek_team,
    seeker,
)
from openweek.challenges.views.teams import (
    print_invitation,
    remove_team,
    renew_team_link,
    replace_team_link,
    return_team,
    sign_up_place,
    sign_up_team,
    team,
)

__all__ = [
    "ceremony",
    "challenge",
    "challenges",
    "change_challenge",
    "change_member",
    "change_seeker",
    "close_challenge",
    "compose_teams",
    "create_challenge",
    "follow_template",
    "give_chapter_back",
    "join_team",
    "leave_seekers",
    "open_found_team",
    "postpone_challenge",
    "print_invitation",
    "publish_correction",
    "remove_member",
    "remove_team",
    "renew_team_link",
    "reopen_team_book",
    "replace_team_link",
    "return_team",
    "seek_team",
    "seeker",
    "settle_question",
    "sign_up_place",
    "sign_up_team",
    "take_chapter",
    "team",
    "team_book",
]  # fmt: skip
