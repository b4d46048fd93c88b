"""The check-list of the living week: done up to yesterday, but for one thing."""

from datetime import timedelta

from openweek.commons.queries import checklist_of, week_formats_of
from openweek.ground.authors import Author
from openweek.week.actions import add_checklist_item, finish_checklist_item
from openweek.week.models import Week


def note_checklist(week: Week, *, keeper: Author) -> None:
    """What the place's recipe of a week says, on the days of this one."""
    recipe = week_formats_of(week.place).first()
    past = []
    for line in checklist_of(recipe) if recipe else []:
        due_on = None if line.days is None else week.starts_on + timedelta(days=line.days)
        item = add_checklist_item(week=week, what=line.what, due_on=due_on, by=keeper)
        if due_on is not None and due_on < week.today:
            past.append(item)
    for item in past[:-1]:
        finish_checklist_item(item=item, by=keeper)
