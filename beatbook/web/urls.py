"""Addresses of the web room."""

from django.urls import path

from beatbook.web import views

urlpatterns = [
    path("accessibility", views.accessibility, name="accessibility"),
    path("privacy", views.privacy, name="privacy"),
    path("how-this-works", views.how_this_works, name="how-this-works"),
    path("gallery/", views.show_gallery, name="gallery"),
]
