from django.urls import path

from erakortek.rakortek import views

app_name = "rakortek"
urlpatterns = [
    path("rakortek/", views.list_rakortek, name="list"),
    path("rakortek/baru/", views.prepare, name="prepare"),
    path("rakortek/<str:key>/", views.show, name="show"),
    path("rakortek/<str:key>/indikator/", views.choose_indikator, name="indikator"),
    path("rakortek/<str:key>/susunan/", views.susunan, name="susunan"),
    path("rakortek/<str:key>/susunan/ajukan/", views.submit_susunan, name="submit_susunan"),
    path("rakortek/<str:key>/susunan/setujui/", views.approve_susunan, name="approve_susunan"),
    path("rakortek/<str:key>/susunan/kembalikan/", views.return_susunan, name="return_susunan"),
    path("rakortek/<str:key>/susunan/versi/<int:definisi_id>/", views.take_up, name="take_up"),
    path("rakortek/<str:key>/tahapan/<str:jenis>/", views.schedule_stage, name="tahapan"),
    path("rakortek/<str:key>/tahapan/<str:jenis>/perpanjangan/", views.extend_stage, name="extend"),
    path("rakortek/<str:key>/status/<str:status>/", views.move, name="move"),
]
