"""Addresses of the results over the years."""

from django.urls import path

from erakortek.hasil import views

app_name = "hasil"
urlpatterns = [
    path("hasil/", views.register, name="register"),
    path("hasil/banding/", views.compare, name="compare"),
    path("hasil/deret/<str:indikator>/<str:daerah>/", views.series, name="series"),
    path("hasil/hasil.xlsx", views.register_xlsx, name="xlsx"),
    path("hasil/hasil.csv", views.register_csv, name="csv"),
]
