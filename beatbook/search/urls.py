"""Addresses of the search room."""

from django.urls import path

from beatbook.search.views import home, live, results, saved, ways

urlpatterns = [
    path("", home.home, name="home"),
    path("search", results.results, name="search"),
    path("search/results.<slug:form>", results.results_file, name="search-file"),
    path("search/live", live.results_changes, name="search-live"),
    path("search/saved", saved.saved, name="saved-searches"),
    path("search/saved/<uuid:saved_id>/end", saved.end, name="end-saved-search"),
    path("search/approvals", saved.approvals, name="watching-approvals"),
    path("search/approvals/<uuid:saved_id>", saved.decide, name="decide-watching"),
    path("people/<uuid:record_id>/way", ways.way_to, name="way-to"),
    path("door", results.door, name="door"),
]
