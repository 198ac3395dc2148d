from django.urls import path

from erakortek.database import health

app_name = "database"
urlpatterns = [
    path("hidup/", health.alive, name="alive"),
    path("sehat/", health.ready, name="ready"),
]
