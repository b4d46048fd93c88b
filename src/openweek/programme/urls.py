from django.urls import URLPattern, path

from openweek.programme import views

urlpatterns: list[URLPattern] = [
    path("programme/", views.programme, name="programme"),
    path("programme/propose/", views.propose_session, name="propose_session"),
    path("programme/now/", views.improvise_session, name="improvise_session"),
    path("programme/open/<str:secret>/", views.open_session, name="open_session"),
    path("programme/<slug:session>/", views.session, name="session"),
    path("programme/<slug:session>/change/", views.change_session, name="change_session"),
    path("programme/<slug:session>/move/<int:slot>/", views.move_session, name="move_session"),
    path("programme/<slug:session>/end/", views.end_session, name="end_session"),
    path("programme/<slug:session>/remove/", views.remove_session, name="remove_session"),
    path("programme/<slug:session>/restore/", views.restore_session, name="restore_session"),
    path("programme/<slug:session>/history/", views.session_history, name="session_history"),
    path(
        "programme/<slug:session>/history/<int:number>/undo/",
        views.undo_change,
        name="undo_change",
    ),
]
