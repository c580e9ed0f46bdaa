"""Addresses of the audit room."""

from django.urls import path

from beatbook.audit import views

urlpatterns = [
    path("purpose", views.purpose, name="purpose"),
    path("purpose/end", views.finish, name="end-purpose"),
]
