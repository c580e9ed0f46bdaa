"""Addresses of the stewardship room."""

from django.urls import path

from beatbook.stewardship import views

urlpatterns = [
    path("oversight", views.oversight, name="oversight"),
    path("oversight/looks.<slug:form>", views.oversight_file, name="oversight-file"),
    path("oversight/<uuid:event_id>", views.look, name="oversight-look"),
]
