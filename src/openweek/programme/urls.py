from django.urls import URLPattern, path

from openweek.programme.views import history, programme, sessions

urlpatterns: list[URLPattern] = [
    path("programme/", programme.programme, name="programme"),
    path("programme/propose/", sessions.propose_session, name="propose_session"),
    path("programme/now/", sessions.improvise_session, name="improvise_session"),
    path("programme/open/<str:secret>/", sessions.open_session, name="open_session"),
    path("programme/<slug:session>/", sessions.session, name="session"),
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
