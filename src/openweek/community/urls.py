"""Below a place: who is here, what people know, and the wall."""

from django.urls import path

from openweek.community.views import people, presence, wall

urlpatterns = [
    path("here/", presence.here, name="here"),
    path("here/arrive/", presence.arrive, name="arrive"),
    path("here/light/", presence.switch_light, name="switch_light"),
    path("here/stay/", presence.stay, name="stay"),
    path("here/leave/", presence.leave_here, name="leave_here"),
    path("here/<int:number>/away/", presence.send_away, name="send_away"),
    path("here/people/", people.people_and_skills, name="people_and_skills"),
    path("here/people/me/", people.change_profile, name="change_profile"),
    path("wall/", wall.wall, name="wall"),
    path("wall/write/", wall.write_post, name="write_post"),
    path("wall/<int:number>/", wall.post, name="post"),
    path("wall/<int:number>/comment/", wall.comment_post, name="comment_post"),
    path("wall/<int:number>/change/", wall.change_post, name="change_post"),
    path("wall/<int:number>/delete/", wall.delete_post, name="delete_post"),
    path("wall/<int:number>/flag/", wall.flag_post, name="flag_post"),
    path("wall/<int:number>/look/", wall.look_at_post, name="look_at_post"),
    path("wall/<int:number>/hide/", wall.hide_post, name="hide_post"),
    path("wall/<int:number>/hide-all/", wall.hide_posts_of, name="hide_posts_of"),
    path("wall/<int:number>/show/", wall.show_post, name="show_post"),
]
