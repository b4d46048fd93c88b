"""What a place's conciergerie keeps: rules, notices, questions, the guide, partners."""

from openweek.desk.models.guide import GuidePage, HelpRequest
from openweek.desk.models.notices import Notice
from openweek.desk.models.partners import Meeting, Partner, Promise
from openweek.desk.models.rules import Acknowledgement, HouseRules

__all__ = [
    "Acknowledgement",
    "GuidePage",
    "HelpRequest",
    "HouseRules",
    "Meeting",
    "Notice",
    "Partner",
    "Promise",
]
