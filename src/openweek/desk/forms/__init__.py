"""What people type to ask, to tell, to answer and to keep partners."""

from openweek.desk.forms.guide import GuidePageForm, SearchForm
from openweek.desk.forms.help import AnswerForm, AskHelpForm, AssignForm, MoreHelpForm
from openweek.desk.forms.house_rules import RulesForm
from openweek.desk.forms.notices import NoticeForm
from openweek.desk.forms.partners import (
    MeetingForm,
    NoteMeetingForm,
    PartnerForm,
    PromiseForm,
    RenewForm,
)

__all__ = [
    "AnswerForm",
    "AskHelpForm",
    "AssignForm",
    "GuidePageForm",
    "MeetingForm",
    "MoreHelpForm",
    "NoteMeetingForm",
    "NoticeForm",
    "PartnerForm",
    "PromiseForm",
    "RenewForm",
    "RulesForm",
    "SearchForm",
]
