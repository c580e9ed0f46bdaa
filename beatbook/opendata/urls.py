"""Addresses of the opendata room."""

from django.urls import path

from beatbook.opendata import views

urlpatterns = [
    path("api/<path:path>", views.interface, name="interface"),
]
