"""Addresses of the search room."""

from django.urls import path

from beatbook.search import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.results, name="search"),
    path("search/results.<slug:form>", views.results_file, name="search-file"),
    path("door", views.door, name="door"),
]
