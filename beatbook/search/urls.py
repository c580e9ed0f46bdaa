"""Addresses of the search room."""

from django.urls import path

from beatbook.search.views import home, results

urlpatterns = [
    path("", home.home, name="home"),
    path("search", results.results, name="search"),
    path("search/results.<slug:form>", results.results_file, name="search-file"),
    path("door", results.door, name="door"),
]
