"""What teams and concierges write."""

from openweek.challenges.forms.challenges import ChallengeForm, ChangeChallengeForm
from openweek.challenges.forms.last_day import PostponeChallengeForm
from openweek.challenges.forms.members import BookForm, MemberForm
from openweek.challenges.forms.seekers import SeekerForm, SeekTeamForm
from openweek.challenges.forms.teams import SignUpPlaceForm, SignUpTeamForm

__all__ = [
    "BookForm", "ChallengeForm", "ChangeChallengeForm", "MemberForm", "PostponeChallengeForm",
    "SeekTeamForm", "SeekerForm", "SignUpPlaceForm", "SignUpTeamForm",
]  # fmt: skip
