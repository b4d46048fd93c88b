"""What is typed about a week: by those who keep it, and on the board of small tasks."""

from openweek.week.forms.checklist import ItemRows, NewItemForm, items_in
from openweek.week.forms.setting_up import SetUpWeekForm, StartForm
from openweek.week.forms.tasks import HelperForm, TaskForm
from openweek.week.forms.weeks import HoursForm, RoomsForm, WeekForm

__all__ = [
    "HelperForm",
    "HoursForm",
    "ItemRows",
    "NewItemForm",
    "RoomsForm",
    "SetUpWeekForm",
    "StartForm",
    "TaskForm",
    "WeekForm",
    "items_in",
]
