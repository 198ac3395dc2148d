from django.urls import path

from erakortek.dashboard import views

app_name = "dashboard"
urlpatterns = [path("rakortek/<str:key>/dasbor/", views.show, name="show")]
