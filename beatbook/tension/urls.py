"""Addresses of the tension room."""

from django.urls import path

from beatbook.tension.views import places, threats, writing

urlpatterns = [
    path("tension", places.index, name="tension"),
    path("tension/areas.<slug:form>", places.index_file, name="tension-file"),
    path("tension/<slug:area>", places.area, name="tension-area"),
    path("tension/<slug:area>/weeks.<slug:form>", places.area_file, name="tension-area-file"),
    path("tension/<slug:area>/write", writing.write, name="tension-write"),
    path("tension/<slug:area>/end/<uuid:assessment_id>", writing.end, name="tension-end"),
    path("threats", threats.index, name="threats"),
    path("threats/<uuid:alert_id>", threats.alert, name="threat"),
    path("threats/<uuid:alert_id>/weeks.<slug:form>", threats.alert_file, name="threat-file"),
]
