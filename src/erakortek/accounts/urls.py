from allauth.account import views as allauth_views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as single_sign_on
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import include, path

from erakortek.accounts.views import door, people
from erakortek.accounts.views import own as mine

own = (
    [
        path("akun/bertindak/", mine.act_as, name="act_as"),
        path("akun/lihat-sebagai/selesai/", mine.stop_viewing, name="stop_viewing"),
        path("aktivasi/<str:secret>/", mine.activate, name="activate"),
        path("akun/", people.list_people, name="list"),
        path("akun/baru/", people.issue, name="issue"),
        path("akun/surat/", people.letters, name="letters"),
        path("akun/kuota/", people.quota, name="quota"),
        path("akun/<int:user_id>/", people.show, name="show"),
        path("akun/<int:user_id>/ubah/", people.change, name="change"),
        path("akun/<int:user_id>/tautan/", people.link, name="link"),
        path("akun/<int:user_id>/sesi/", people.end_sessions, name="end_sessions"),
        path("akun/<int:user_id>/tutup/", people.close, name="close"),
        path("akun/<int:user_id>/buka/", people.reopen, name="reopen"),
        path("akun/<int:user_id>/lihat-sebagai/", people.view_as, name="view_as"),
        path("akun/<int:user_id>/penugasan/", people.give, name="give"),
        path("akun/penugasan/<int:penugasan_id>/akhiri/", people.end, name="end"),
        path("akun/penugasan/<int:penugasan_id>/serah-terima/", people.hand_over, name="hand_over"),
    ],
    "accounts",
)
# Names are allauth's, which it reverses itself; addresses are ours.
urlpatterns = [
    path("masuk/", allauth_views.login, name="account_login"),
    path("masuk/kode/", door.in_the_stage(second_factor.authenticate), name="mfa_authenticate"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("konfirmasi/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("konfirmasi/kode/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path(
        "konfirmasi/kunci-sandi/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("akun/keamanan/", second_factor.index, name="mfa_index"),
    path("akun/keamanan/autentikator/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/keamanan/autentikator/hapus/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "akun/keamanan/kode-cadangan/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "akun/keamanan/kode-cadangan/baru/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("akun/keamanan/kunci-sandi/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("akun/keamanan/kunci-sandi/tambah/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "akun/keamanan/kunci-sandi/<int:pk>/",
        passkeys.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
    path(
        "akun/keamanan/kunci-sandi/<int:pk>/hapus/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("akun/sesi/", sessions.list_usersessions, name="usersessions_list"),
    path("sso/<str:provider_id>/masuk/", openid.login, name="openid_connect_login"),
    path(
        "sso/<str:provider_id>/kembali/",
        door.in_the_stage(openid.callback),
        name="openid_connect_callback",
    ),
    path("sso/batal/", single_sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("sso/gagal/", single_sign_on.login_error, name="socialaccount_login_error"),
    path("", include(own)),
]
