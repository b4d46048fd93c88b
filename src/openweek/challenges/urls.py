from django.urls import URLPattern, path

from openweek.challenges import views

urlpatterns: list[URLPattern] = [
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/new/", views.create_challenge, name="create_challenge"),
    path("challenges/<slug:challenge>/", views.challenge, name="challenge"),
    path("challenges/<slug:challenge>/change/", views.change_challenge, name="change_challenge"),
    path("challenges/<slug:challenge>/follow/", views.follow_template, name="follow_template"),
    path("challenges/<slug:challenge>/sign-up/", views.sign_up_team, name="sign_up_team"),
    path("challenges/<slug:challenge>/sign-up/alone/", views.seek_team, name="seek_team"),
    path("challenges/<slug:challenge>/sign-up/place/", views.sign_up_place, name="sign_up_place"),
    path("challenges/<slug:challenge>/composing/", views.compose_teams, name="compose_teams"),
    path("challenges/<slug:challenge>/seekers/<str:secret>/", views.seeker, name="seeker"),
    path(
        "challenges/<slug:challenge>/seekers/<str:secret>/change/",
        views.change_seeker,
        name="change_seeker",
    ),
    path(
        "challenges/<slug:challenge>/seekers/<str:secret>/leave/",
        views.leave_seekers,
        name="leave_seekers",
    ),
    path(
        "challenges/<slug:challenge>/seekers/<str:secret>/team/",
        views.open_found_team,
        name="open_found_team",
    ),
    path("challenges/<slug:challenge>/teams/<str:secret>/", views.team, name="team"),
    path("challenges/<slug:challenge>/teams/<str:secret>/book/", views.team_book, name="team_book"),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/invitation.pdf",
        views.print_invitation,
        name="print_invitation",
    ),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/replace-link/",
        views.replace_team_link,
        name="replace_team_link",
    ),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/members/<int:member>/",
        views.change_member,
        name="change_member",
    ),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/members/<int:member>/remove/",
        views.remove_member,
        name="remove_member",
    ),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/chapters/<int:chapter>/take/",
        views.take_chapter,
        name="take_chapter",
    ),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/chapters/<int:chapter>/give-back/",
        views.give_chapter_back,
        name="give_chapter_back",
    ),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/chapters/<int:chapter>/question/",
        views.settle_question,
        name="settle_question",
    ),
    path(
        "challenges/<slug:challenge>/teams/<slug:team>/remove/",
        views.remove_team,
        name="remove_team",
    ),
    path(
        "challenges/<slug:challenge>/teams/<slug:team>/return/",
        views.return_team,
        name="return_team",
    ),
    path(
        "challenges/<slug:challenge>/teams/<slug:team>/link/",
        views.renew_team_link,
        name="renew_team_link",
    ),
    path("challenges/<slug:challenge>/teams/<str:secret>/join/", views.join_team, name="join_team"),
    path("challenges/<slug:challenge>/ceremony/", views.ceremony, name="ceremony"),
    path(
        "challenges/<slug:challenge>/postpone/", views.postpone_challenge, name="postpone_challenge"
    ),
    path("challenges/<slug:challenge>/close/", views.close_challenge, name="close_challenge"),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/reopen/",
        views.reopen_team_book,
        name="reopen_team_book",
    ),
    path(
        "challenges/<slug:challenge>/teams/<str:secret>/publish/",
        views.publish_correction,
        name="publish_correction",
    ),
]
