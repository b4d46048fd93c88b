"""How one comes in. Allauth reverses names of its own: they lead to the same few doors."""

from django.urls import path

from openweek.place.views import account, demonstration, entrance, names

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-in/", entrance.sign_in, name="account_request_login_code"),
    path("sign-in/", entrance.sign_in, name="account_signup"),
    path("sign-in/", entrance.sign_in, name="account_inactive"),
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-in/code/", entrance.sign_in_code, name="account_confirm_login_code"),
    path("sign-in/code/", entrance.sign_in_code, name="sign_in_code"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("enter/<str:secret>/", entrance.enter, name="enter"),
    path("my-name/", names.name_oneself, name="name_oneself"),
    path("account/", account.account, name="account"),
    path("account/delete/", account.delete_account, name="delete_account"),
    path("demo/", demonstration.demonstration, name="demonstration"),
    path("demo/sign-in/", demonstration.sign_in_as, name="sign_in_as"),
]
