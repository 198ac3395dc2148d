"""Addresses of master data as workbooks."""

from django.urls import path

from erakortek.intake import views

app_name = "intake"
urlpatterns = [
    path("data-induk/", views.home, name="home"),
    path("data-induk/unggahan/<int:batch_id>/", views.batch, name="batch"),
    path("data-induk/unggahan/<int:batch_id>/terapkan/", views.apply, name="apply"),
    path("data-induk/unggahan/<int:batch_id>/batalkan/", views.drop, name="drop"),
    path("data-induk/unggahan/<int:batch_id>/petakan/", views.map_columns, name="map"),
    path("data-induk/unggahan/<int:batch_id>/temuan.xlsx", views.annotated, name="annotated"),
    path("data-induk/<slug:lembar>/", views.sheet, name="sheet"),
    path("data-induk/<slug:lembar>/isi/", views.rows, name="rows"),
    path("data-induk/<slug:lembar>/baris/", views.row, name="row"),
    path("data-induk/<slug:lembar>/baris/cabut/", views.withdraw, name="withdraw"),
    path("data-induk/<slug:lembar>/templat.xlsx", views.template, name="template"),
    path("data-induk/<slug:lembar>/data.xlsx", views.export, name="export"),
    path("data-induk/<slug:lembar>/data.csv", views.export_csv, name="csv"),
]
