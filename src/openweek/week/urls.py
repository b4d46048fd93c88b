"""Below a week; `set_up_week` stands below a place and is in `urls_place`."""

from django.urls import path

from openweek.week.views import checklist, tasks, weeks

urlpatterns = [
    path("settings/", weeks.change_week, name="change_week"),
    path("settings/hours/", weeks.set_hours, name="set_hours"),
    path("settings/rooms/", weeks.choose_rooms, name="choose_rooms"),
    path("settings/archive/", weeks.archive_week, name="archive_week"),
    path("checklist/", checklist.checklist, name="checklist"),
    path("checklist/add/", checklist.add_checklist_item, name="add_checklist_item"),
    path("checklist/<int:number>/", checklist.change_checklist_item, name="change_checklist_item"),
    path(
        "checklist/<int:number>/finish/",
        checklist.finish_checklist_item,
        name="finish_checklist_item",
    ),
    path(
        "checklist/<int:number>/reopen/",
        checklist.reopen_checklist_item,
        name="reopen_checklist_item",
    ),
    path(
        "checklist/<int:number>/remove/",
        checklist.remove_checklist_item,
        name="remove_checklist_item",
    ),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/bring/", tasks.bring_task, name="bring_task"),
    path("tasks/<int:number>/take/", tasks.take_task, name="take_task"),
    path("tasks/<int:number>/put-back/", tasks.put_back_task, name="put_back_task"),
    path("tasks/<int:number>/end/", tasks.end_task, name="end_task"),
    path("tasks/<int:number>/reopen/", tasks.reopen_task, name="reopen_task"),
    path("tasks/<int:number>/thank/", tasks.thank_task, name="thank_task"),
    path("tasks/<int:number>/remove/", tasks.remove_task, name="remove_task"),
]
