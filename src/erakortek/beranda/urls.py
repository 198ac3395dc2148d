from django.urls import path

from erakortek.beranda import views

app_name = "beranda"
urlpatterns = [
    path("", views.home, name="home"),
    path("simulator/", views.simulate, name="simulator"),
]
