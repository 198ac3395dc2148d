from django.urls import path

from erakortek.rakortek import views

app_name = "rakortek"
urlpatterns = [
    path("rakortek/", views.list_rakortek, name="list"),
    path("rakortek/baru/", views.prepare, name="prepare"),
    path("rakortek/<str:key>/", views.show, name="show"),
    path("rakortek/<str:key>/indikator/", views.choose_indikator, name="indikator"),
    path("rakortek/<str:key>/tahapan/<str:jenis>/", views.schedule_stage, name="tahapan"),
    path("rakortek/<str:key>/tahapan/<str:jenis>/perpanjangan/", views.extend_stage, name="extend"),
    path("rakortek/<str:key>/status/<str:status>/", views.move, name="move"),
]
