from django.urls import path

from erakortek.berita_acara import views

app_name = "berita_acara"
urlpatterns = [
    path("rakortek/<str:key>/berita-acara/", views.list_berita_acara, name="list"),
    path("rakortek/<str:key>/desk/<int:sidang_id>/berita-acara/", views.draft, name="draft"),
    path("berita-acara/<int:pk>/", views.show, name="show"),
    path("berita-acara/<int:pk>/kirim/", views.send, name="send"),
    path("berita-acara/<int:pk>/setujui/", views.approve, name="approve"),
    path("berita-acara/<int:pk>/tolak/", views.refuse, name="refuse"),
    path("berita-acara/<int:pk>/buang/", views.discard, name="discard"),
    path("berita-acara/<int:pk>/cabut/", views.revoke, name="revoke"),
    path("berita-acara/<int:pk>/berita-acara.pdf", views.download, name="pdf"),
    path("verifikasi/", views.verification_home, name="verifikasi_home"),
    path("verifikasi/<str:kode>/", views.verify, name="verifikasi"),
]
