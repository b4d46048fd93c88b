from django.urls import URLPattern, path

from openweek.challenges import views

urlpatterns: list[URLPattern] = [
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/new/", views.create_challenge, name="create_challenge"),
    path("challenges/<slug:challenge>/", views.challenge, name="challenge"),
    path("challenges/<slug:challenge>/sign-up/", views.sign_up_team, name="sign_up_team"),
    path("challenges/<slug:challenge>/teams/<str:secret>/", views.team, name="team"),
    path(
        "challenges/<slug:challenge>/teams/<slug:team>/link/",
        views.renew_team_link,
        name="renew_team_link",
    ),
    path("challenges/<slug:challenge>/teams/<str:secret>/join/", views.join_team, name="join_team"),
]
