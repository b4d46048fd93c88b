"""Every change to challenges and teams."""

from openweek.challenges.actions.challenges import create_challenge
from openweek.challenges.actions.changing import (
    LicenceIsSettledError,
    change_challenge,
    follow_template,
)
from openweek.challenges.actions.closing import CLOSE, close_challenge, meet_deadline, texts_of
from openweek.challenges.actions.composing import NewTeam, ProposalIsStale, compose_teams
from openweek.challenges.actions.feeding import (
    FEED,
    feed_anew,
    feed_format,
    feed_soon,
    meet_feeding,
)
from openweek.challenges.actions.forgetting import (
    FORGET,
    follow_week,
    forget_contacts,
    forget_when_due,
)
from openweek.challenges.actions.members import (
    MEMBERS_AT_MOST,
    LastMember,
    TeamIsFull,
    change_member,
    give_chapter_back,
    join_team,
    remove_member,
    take_chapter,
)
from openweek.challenges.actions.postponing import postpone_challenge
from openweek.challenges.actions.reminding import (
    REMIND,
    REMIND_TEAM,
    meet_reminder,
    meet_team_reminder,
    plan_reminder,
    remind_seekers,
    remind_team,
)
from openweek.challenges.actions.seekers import (
    HasATeam,
    Sought,
    change_seeker,
    leave_seekers,
    open_found_team,
    seek_team,
)
from openweek.challenges.actions.teams import (
    Newcomer,
    SignedUp,
    remove_team,
    renew_team_link,
    replace_team_link,
    return_team,
    sign_up_team,
)

__all__ = [
    "CLOSE",
    "FEED",
    "FORGET",
    "MEMBERS_AT_MOST",
    "REMIND",
    "REMIND_TEAM",
    "HasATeam",
    "LastMember",
    "LicenceIsSettledError",
    "NewTeam",
    "Newcomer",
    "ProposalIsStale",
    "SignedUp",
    "Sought",
    "TeamIsFull",
    "change_challenge",
    "change_member",
    "change_seeker",
    "close_challenge",
    "compose_teams",
    "create_challenge",
    "feed_anew",
    "feed_format",
    "feed_soon",
    "follow_template",
    "follow_week",
    "forget_contacts",
    "forget_when_due",
    "give_chapter_back",
    "join_team",
    "leave_seekers",
    "meet_deadline",
    "meet_feeding",
    "meet_reminder",
    "meet_team_reminder",
    "open_found_team",
    "plan_reminder",
    "postpone_challenge",
    "remind_seekers",
    "remind_team",
    "remove_member",
    "remove_team",
    "renew_team_link",
    "replace_team_link",
    "return_team",
    "seek_team",
    "sign_up_team",
    "take_chapter",
    "texts_of",
]  # fmt: skip
