from django.urls import URLPattern, path

from openweek.programme.views import (
    breaks,
    coming,
    exports,
    history,
    importing,
    moderation,
    meeting,
    placing,
    printing,
    programme,
    questions,
    sessions,
    sheets,
    tasks,
    wishes,
)

urlpatterns: list[URLPattern] = [
    path("programme.pdf", printing.print_programme, name="print_programme"),
    path("programme/", programme.programme, name="programme"),
    path("programme/propose/", sessions.propose_session, name="propose_session"),
    path("programme/now/", sessions.improvise_session, name="improvise_session"),
    path("programme/open/<str:secret>/", sessions.open_session, name="open_session"),
    path("programme/grid/", placing.place_sessions, name="place_sessions"),
    path("programme/grid/undo/", placing.undo_placing, name="undo_placing"),
    path("programme/breaks/", breaks.add_break, name="add_break"),
    path("programme/breaks/<int:number>/", breaks.change_break, name="change_break"),
    path("programme/breaks/<int:number>/remove/", breaks.remove_break, name="remove_break"),
    path("programme.ics", exports.programme_ics, name="programme_ics"),
    path("programme.json", exports.programme_json, name="programme_json"),
    path("programme.rss", exports.programme_rss, name="programme_rss"),
    path("programme.csv", exports.programme_csv, name="programme_csv"),
    path("schedule.xml", exports.schedule_xml, name="schedule_xml"),
    path("schedule.json", exports.schedule_json, name="schedule_json"),
    path("programme/subscribe/", exports.subscribe, name="subscribe"),
    path("programme/embed/", exports.embed_programme, name="embed_programme"),
    path("programme/mine/", coming.my_choices, name="my_choices"),
    path("programme/mine/link/", coming.give_choices_link, name="give_choices_link"),
    path("programme/mine/forget/", coming.forget_me, name="forget_me"),
    path("programme/mine/<str:secret>/", coming.open_choices, name="open_choices"),
    path(
        "programme/mine/<str:secret>/calendar.ics",
        coming.choices_calendar,
        name="choices_calendar",
    ),
    path("programme/wishes/", wishes.wishes, name="wishes"),
    path("programme/wishes/wish/", wishes.wish_session, name="wish_session"),
    path("programme/wishes/offer/", wishes.offer_session, name="offer_session"),
    path("programme/history/", history.programme_history, name="programme_history"),
    path("programme/history/undo/author/<int:change>/", history.undo_author, name="undo_author"),
    path("programme/history/undo/period/", history.undo_period, name="undo_period"),
    path("programme/history/undo/batch/<int:batch>/", history.undo_batch, name="undo_batch"),
    path("programme/removed/", history.removed_sessions, name="removed_sessions"),
    path("programme/figures/", sheets.programme_figures, name="programme_figures"),
    path("programme/import/", importing.import_programme, name="import_programme"),
    path("programme/import/<int:upload>/", importing.preview_import, name="preview_import"),
    path(
        "programme/import/<int:upload>/progress/",
        importing.import_progress,
        name="import_progress",
    ),
    path("programme/import/<int:upload>/done/", importing.import_done, name="import_done"),
    path("programme/import/<int:upload>/forget/", importing.forget_import, name="forget_import"),
    path("programme/settings/", moderation.set_policy, name="set_policy"),
    path("programme/queue/", moderation.programme_queue, name="programme_queue"),
    path(
        "programme/queue/author/<int:session>/", moderation.accept_author, name="accept_author"
    ),
    path(
        "programme/queue/<int:held>/accept/", moderation.accept_change, name="accept_change"
    ),
    path(
        "programme/queue/<int:held>/refuse/", moderation.refuse_change, name="refuse_change"
    ),
    path(
        "programme/<slug:session>/accept/", moderation.accept_session, name="accept_session"
    ),
    path(
        "programme/<slug:session>/refuse/", moderation.refuse_session, name="refuse_session"
    ),
    path("programme/<slug:session>/", sessions.session, name="session"),
    path("programme/<slug:session>/me-too/", wishes.say_me_too, name="say_me_too"),
    path(
        "programme/<slug:session>/me-too/back/", wishes.take_me_too_back, name="take_me_too_back"
    ),
    path("programme/<slug:session>/meet/", meeting.meet_wish, name="meet_wish"),
    path("programme/<slug:session>/schedule/", meeting.schedule_offer, name="schedule_offer"),
    path("programme/<slug:session>/questions/", questions.ask_question, name="ask_question"),
    path(
        "programme/<slug:session>/questions/<int:number>/answer/",
        questions.answer_question,
        name="answer_question",
    ),
    path(
        "programme/<slug:session>/questions/<int:number>/hide/",
        questions.hide_question,
        name="hide_question",
    ),
    path(
        "programme/<slug:session>/questions/<int:number>/back/",
        questions.take_question_back,
        name="take_question_back",
    ),
    path("programme/<slug:session>/notes/", questions.open_notes, name="open_notes"),
    path("programme/<slug:session>/tasks/", tasks.add_task, name="add_task"),
    path("programme/<slug:session>/tasks/<int:number>/claim/", tasks.claim_task, name="claim_task"),
    path("programme/<slug:session>/tasks/<int:number>/leave/", tasks.leave_task, name="leave_task"),
    path(
        "programme/<slug:session>/tasks/<int:number>/finish/", tasks.finish_task, name="finish_task"
    ),
    path("programme/<slug:session>/sheet/", sheets.facilitation_sheet, name="facilitation_sheet"),
    path("programme/<slug:session>/come/", coming.sign_up, name="sign_up"),
    path("programme/<slug:session>/leave/", coming.leave_session, name="leave_session"),
    path("programme/<slug:session>/attendance/", coming.attendance, name="attendance"),
    path("programme/<slug:session>/place/", placing.place_session, name="place_session"),
    path("programme/<slug:session>/pin/<int:slot>/", placing.pin_session, name="pin_session"),
    path("programme/<slug:session>/extend/", placing.extend_session, name="extend_session"),
    path(
        "programme/<slug:session>/calendar.ics", exports.session_calendar, name="session_calendar"
    ),
    path("programme/<slug:session>/change/", sessions.change_session, name="change_session"),
    path("programme/<slug:session>/move/<int:slot>/", sessions.move_session, name="move_session"),
    path("programme/<slug:session>/end/", sessions.end_session, name="end_session"),
    path("programme/<slug:session>/remove/", sessions.remove_session, name="remove_session"),
    path("programme/<slug:session>/restore/", sessions.restore_session, name="restore_session"),
    path("programme/<slug:session>/history/", history.session_history, name="session_history"),
    path(
        "programme/<slug:session>/history/<int:number>/undo/",
        history.undo_change,
        name="undo_change",
    ),
]
