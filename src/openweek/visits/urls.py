from django.urls import path

from openweek.visits.views import desk, hosts, visitors

urlpatterns = [
    path("visit/", visitors.register_visit, name="register_visit"),
    path("visit/<str:secret>/", visitors.my_visit, name="my_visit"),
    path("visit/<str:secret>/change/", visitors.change_visit, name="change_visit"),
    path("visit/<str:secret>/cancel/", visitors.cancel_visit, name="cancel_visit"),
    path("visit/<str:secret>/erase/", visitors.erase_visit, name="erase_visit"),
    path("welcome/", desk.welcome, name="welcome"),
    path("welcome/walk-in/", desk.add_walk_in, name="add_walk_in"),
    path("welcome/c/<str:signed>/", desk.scan_visit, name="scan_visit"),
    path("welcome/<int:number>/check-in/", desk.check_in, name="check_in"),
    path("welcome/<int:number>/undo/", desk.undo_check_in, name="undo_check_in"),
    path("welcome/<int:number>/check-out/", desk.check_out, name="check_out"),
    path("hosts/", hosts.hosts, name="hosts"),
    path("hosts/me/", hosts.become_host, name="become_host"),
    path("hosts/me/light/", hosts.set_light, name="set_light"),
    path("hosts/me/withdraw/", hosts.withdraw_host, name="withdraw_host"),
]
