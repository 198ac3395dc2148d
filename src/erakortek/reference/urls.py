"""Addresses of versions of the nomenclature."""

from django.urls import path

from erakortek.reference import views

app_name = "reference"
urlpatterns = [
    path("nomenklatur/", views.versions, name="versions"),
    path("nomenklatur/<int:nomor>/", views.version, name="version"),
    path("nomenklatur/<int:nomor>/serentak/", views.confirm_equal, name="confirm_equal"),
    path("nomenklatur/<int:nomor>/padanan/<int:padanan_id>/", views.settle, name="settle"),
]
