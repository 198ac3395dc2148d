from django.urls import path

from erakortek.desk.views import desks
from erakortek.desk.views import sessions as views

app_name = "desk"
urlpatterns = [
    path("rakortek/<str:key>/desk/", views.list_sessions, name="list"),
    path("rakortek/<str:key>/desk/daftar/", desks.list_desks, name="desks"),
    path("rakortek/<str:key>/desk/daftar/tambah/", desks.add, name="add_desk"),
    path("rakortek/<str:key>/desk/daftar/<int:desk_id>/hapus/", desks.remove, name="remove_desk"),
    path("rakortek/<str:key>/desk/petugas/", desks.seat, name="seat"),
    path("rakortek/<str:key>/desk/petugas/menurut-peran/", desks.seat_by_role, name="seat_by_role"),
    path("rakortek/<str:key>/desk/petugas/<int:seat_id>/lepas/", desks.unseat, name="unseat"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/", views.show_room, name="room"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/mulai/", views.start, name="start"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/tutup/", views.close, name="close"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/batalkan/", views.cancel, name="cancel"),
    path(
        "rakortek/<str:key>/desk/<int:sidang_id>/jadwalkan-lagi/",
        views.reschedule,
        name="reschedule",
    ),
    path(
        "rakortek/<str:key>/desk/<int:sidang_id>/buka-kembali/",
        views.reopen_session,
        name="reopen_session",
    ),
    path("rakortek/<str:key>/desk/<int:sidang_id>/waktu-tambahan/", views.prolong, name="prolong"),
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
