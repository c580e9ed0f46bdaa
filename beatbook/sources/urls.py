"""Addresses of the sources room."""

from django.urls import path

from beatbook.sources import views
from beatbook.sources.carriers import views as carriers

urlpatterns = [
    path("feeds", views.feeds, name="feeds"),
    path("feeds/<slug:code>", views.feed, name="feed"),
    path("national-systems", carriers.national_systems, name="national-systems"),
    path("outbox", views.outbox, name="outbox"),
    path("api/feeds/<slug:code>/messages", views.receive, name="receive-message"),
]
