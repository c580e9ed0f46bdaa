"""Addresses of the access room."""

from django.urls import path

from beatbook.access import views

urlpatterns = [
    path("sign-in", views.choose_person, name="sign-in"),
    path("time-left", views.time_left, name="time-left"),
    path("sign-out", views.leave, name="sign-out"),
]
