"""Below a place; its own page is the web room's."""

from django.urls import path

from openweek.place.views import desk, letters, people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.add_person, name="add_person"),
    path("people/<slug:handle>/role/", people.change_role, name="change_role"),
    path("people/<slug:handle>/desk/", people.give_desk, name="give_desk"),
    path("people/<slug:handle>/desk/back/", people.take_desk_back, name="take_desk_back"),
    path("people/<slug:handle>/access/", people.give_access, name="give_access"),
    path(
        "people/<slug:handle>/access/<int:number>/revoke/",
        people.revoke_access,
        name="revoke_access",
    ),
    path("desk/place/", desk.change_place, name="change_place"),
    path("desk/rooms/", desk.add_room, name="add_room"),
    path("desk/rooms/<slug:room>/", desk.change_room, name="change_room"),
    path("desk/letters/", desk.letters, name="letters"),
    path("desk/letters/<int:number>/", letters.letter_as_sent, name="letter_as_sent"),
    path("letters/stop/<str:token>/", letters.stop_letters, name="stop_letters"),
]
