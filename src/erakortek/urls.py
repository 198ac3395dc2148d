"""Every address of the application; each room names its own."""

from django.conf import settings
from django.urls import include, path

handler400 = "erakortek.ui.views.bad_request"
handler403 = "erakortek.ui.views.forbidden"
handler404 = "erakortek.ui.views.not_found"
handler500 = "erakortek.ui.views.server_error"

urlpatterns = [
    *([path("ukur/", include("erakortek.demo.bare"))] if settings.BENCH else []),
    path("", include("erakortek.database.urls")),
    path("", include("erakortek.accounts.urls")),
    path("", include("erakortek.beranda.urls")),
    path("", include("erakortek.integration.urls")),
    path("", include("erakortek.target.urls")),
    path("", include("erakortek.desk.urls")),
    path("", include("erakortek.berita_acara.urls")),
    path("", include("erakortek.hasil.urls")),
    path("", include("erakortek.dashboard.urls")),
    path("", include("erakortek.guide.urls")),
    path("", include("erakortek.intake.urls")),
    path("", include("erakortek.reference.urls")),
    path("", include("erakortek.rakortek.urls")),
    path("ui/", include("erakortek.ui.urls")),
]
