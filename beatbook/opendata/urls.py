"""Addresses of the opendata room. The interface takes every address below `/api/` that no room before it took."""

from django.urls import path

from beatbook.opendata import views

urlpatterns = [
    path("open-data", views.open_data, name="open-data"),
    path("open-data/<str:month>.zip", views.archive_file, name="archive"),
    path("open-data/<slug:force>/<str:code>/meetings.ics", views.calendar, name="neighbourhood-calendar"),
    path("open-data/<slug:force>/<str:code>/news.atom", views.news, name="neighbourhood-news"),
    path("api/<path:path>", views.interface, name="interface"),
]
