"""Addresses of the dictionary of indikator, and of versions of the nomenclature."""

from django.urls import path

from erakortek.reference import views

app_name = "reference"
urlpatterns = [
    path("kamus-indikator/", views.dictionary, name="kamus"),
    path("kamus-indikator/<str:indikator>/", views.entry, name="entry"),
    path("data-induk/nomenklatur/versi/", views.versions, name="versions"),
    path("data-induk/nomenklatur/versi/<int:nomor>/", views.version, name="version"),
    path("data-induk/nomenklatur/versi/<int:nomor>/hapus/", views.drop, name="drop_version"),
    path(
        "data-induk/nomenklatur/versi/<int:nomor>/serentak/",
        views.confirm_equal,
        name="confirm_equal",
    ),
    path(
        "data-induk/nomenklatur/versi/<int:nomor>/padanan/<int:padanan_id>/",
        views.settle,
        name="settle",
    ),
]
