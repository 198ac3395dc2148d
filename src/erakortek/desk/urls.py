from django.urls import path

from erakortek.desk import views

app_name = "desk"
urlpatterns = [
    path("rakortek/<str:key>/desk/", views.list_sessions, name="list"),
    path("rakortek/<str:key>/desk/daftar/", views.list_desks, name="desks"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/", views.show_room, name="room"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/mulai/", views.start, name="start"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/tutup/", views.close, name="close"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/batalkan/", views.cancel, name="cancel"),
    path(
        "rakortek/<str:key>/desk/<int:sidang_id>/baris/<int:target_id>/",
        views.decide,
        name="decide",
    ),
    path(
        "rakortek/<str:key>/desk/<int:sidang_id>/baris/<int:target_id>/buka-kembali/",
        views.reopen,
        name="reopen",
    ),
]
