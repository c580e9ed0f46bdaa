"""Addresses of the forecasts room. What begins with `how-we-forecast` is for the public."""

from django.urls import path

from beatbook.forecasts.views import cover, patrol, published, staff

urlpatterns = [
    path("forecasts", staff.index, name="forecasts"),
    path("forecasts/<slug:code>", staff.forecast, name="forecast"),
    path("forecasts/<slug:code>/squares.<slug:form>", staff.forecast_file, name="forecast-file"),
    path("forecasts/<slug:code>/plan", staff.plan, name="forecast-plan"),
    path("forecasts/<slug:code>/cover", cover.cover, name="forecast-cover"),
    path("forecasts/<slug:code>/cover/places.<slug:form>", cover.cover_file, name="forecast-cover-file"),
    path("patrols", patrol.patrols, name="patrols"),
    path("patrols/<uuid:planned_id>", patrol.visit, name="patrol-visit"),
    path("how-we-forecast", published.open_index, name="forecasts-published"),
    path("how-we-forecast/<slug:code>", published.open_forecast, name="forecast-published"),
    path("how-we-forecast/<slug:code>/periods.<slug:form>", published.open_forecast_file, name="forecast-published-file"),
]
