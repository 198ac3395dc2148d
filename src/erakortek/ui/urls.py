from django.urls import path

from erakortek.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
