from django.urls import path

from erakortek.target import views

app_name = "target"
urlpatterns = [
    path("rakortek/<str:key>/target/", views.list_targets, name="list"),
    path("rakortek/<str:key>/target/ajukan/", views.submit_many, name="submit_many"),
    path("rakortek/<str:key>/target/verifikasi/", views.verify_many, name="verify_many"),
    path("rakortek/<str:key>/target/<int:target_id>/", views.show_target, name="show"),
    path("rakortek/<str:key>/target/<int:target_id>/usulan-daerah/", views.fill, name="fill"),
    path("rakortek/<str:key>/target/<int:target_id>/usulan-pengampu/", views.offer, name="offer"),
    path("rakortek/<str:key>/target/<int:target_id>/ajukan/", views.submit, name="submit"),
    path("rakortek/<str:key>/target/<int:target_id>/verifikasi/", views.verify, name="verify"),
    path("rakortek/<str:key>/target/<int:target_id>/kembalikan/", views.send_back, name="return"),
    path("rakortek/<str:key>/acuan/", views.list_acuan, name="acuan"),
    path("rakortek/<str:key>/acuan/<int:row_id>/", views.set_acuan, name="set_acuan"),
]
