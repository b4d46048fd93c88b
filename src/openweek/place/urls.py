"""Below a place; its own page is the web room's."""

from django.urls import path

from openweek.place.views import desk, people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.add_person, name="add_person"),
    path("people/<slug:handle>/role/", people.change_role, name="change_role"),
    path("people/<slug:handle>/access/", people.give_access, name="give_access"),
    path(
        "people/<slug:handle>/access/<int:number>/revoke/",
        people.revoke_access,
        name="revoke_access",
    ),
    path("desk/", desk.desk, name="desk"),
    path("desk/place/", desk.change_place, name="change_place"),
    path("desk/rooms/", desk.add_room, name="add_room"),
    path("desk/rooms/<slug:room>/", desk.change_room, name="change_room"),
    path("desk/letters/", desk.letters, name="letters"),
]
