"""Addresses of the linkage room."""

from django.urls import path

from beatbook.linkage import views

urlpatterns = [
    path("models", views.models, name="models"),
    path("models/<slug:version>", views.model, name="model"),
    path("models/<slug:version>.csv", views.model_file, name="model-file"),
]
