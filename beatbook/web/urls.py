"""Addresses of the web room."""

from django.urls import path

from beatbook.web import views

urlpatterns = [path("gallery/", views.show_gallery, name="gallery")]
