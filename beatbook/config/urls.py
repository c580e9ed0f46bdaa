"""Every address of the service; pages of different rooms link by the names given in their own urls."""

from django.urls import include, path

from beatbook.config.api import api

urlpatterns = [
    path("staff-api/v1/", api.urls),
    path("", include("beatbook.search.urls")),
    path("", include("beatbook.pooling.urls")),
    path("", include("beatbook.innovation.urls")),
    path("", include("beatbook.neighbourhoods.urls")),
    path("", include("beatbook.stewardship.urls")),
    path("", include("beatbook.cases.urls")),
    path("", include("beatbook.technology.urls")),
    path("", include("beatbook.suppliers.urls")),
    path("", include("beatbook.measures.urls")),
    path("", include("beatbook.pole.urls")),
    path("", include("beatbook.linkage.urls")),
    path("", include("beatbook.sources.urls")),
    path("", include("beatbook.audit.urls")),
    path("", include("beatbook.accounts.urls")),
    path("", include("beatbook.access.urls")),
    path("", include("beatbook.forecasts.urls")),
    path("", include("beatbook.tension.urls")),
    path("", include("beatbook.web.urls")),
    path("", include("beatbook.opendata.urls")),
]
handler400 = "beatbook.web.views.bad_request"
handler403 = "beatbook.web.views.not_found"
handler404 = "beatbook.web.views.not_found"
handler500 = "beatbook.web.views.server_error"
