from allauth.account import views as allauth_views
from django.urls import include, path

from erakortek.accounts import views

own = (
    [
        path("akun/bertindak/", views.act_as, name="act_as"),
    ],
    "accounts",
)
urlpatterns = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("", include(own)),
]
