from django.urls import path

from erakortek.guide import views

app_name = "guide"
urlpatterns = [
    path("panduan/", views.home, name="home"),
    path("panduan/istilah/", views.glossary, name="glossary"),
    path("panduan/<slug:slug>/", views.show, name="show"),
    path("panduan/gambar/<str:name>", views.picture, name="picture"),
]
