from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, include, path

from erakortek.integration import views
from erakortek.integration.api import api

patterns, app, namespace = api.urls
for pattern in patterns:
    if isinstance(pattern, URLPattern):
        # The bearer token is this door's lock; a machine gets 401, never a sign-in page.
        pattern.callback = login_not_required(pattern.callback)

own = (
    [
        path("rakortek/<str:key>/hasil.xlsx", views.results_xlsx, name="xlsx"),
        path("rakortek/<str:key>/hasil.csv", views.results_csv, name="csv"),
    ],
    "integration",
)
urlpatterns = [path("api/v1/", (patterns, app, namespace)), path("", include(own))]
