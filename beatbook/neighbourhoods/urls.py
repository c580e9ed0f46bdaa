"""Addresses of the neighbourhoods room."""

from django.urls import path

from beatbook.neighbourhoods import views

urlpatterns = [
    path("your-area", views.your_area, name="your-area"),
    path("your-area/<slug:force>", views.force_areas, name="force-areas"),
    path("your-area/<slug:force>/areas.<slug:form>", views.force_file, name="force-areas-file"),
    path("your-area/<slug:force>/<str:code>", views.neighbourhood, name="neighbourhood"),
    path("your-area/<slug:force>/<str:code>/recorded.<slug:form>", views.ground_file, name="neighbourhood-file"),
    path("your-area/<slug:force>/<str:code>/stop-and-search", views.searches, name="neighbourhood-searches"),
    path("your-area/<slug:force>/<str:code>/map", views.explore, name="neighbourhood-map"),
    path("your-area/<slug:force>/<str:code>/map.geojson", views.explore_data, name="neighbourhood-map-data"),
]
