"""Addresses of the measures room."""

from django.urls import path

from beatbook.measures.views import behind, lists, one, published

urlpatterns = [
    path("measures", lists.all_measures, name="measures"),
    path("measures/<slug:code>", one.measure, name="measure"),
    path("measures/<slug:code>/definition", lists.definition, name="measure-definition"),
    path("measures/<slug:code>/published", published.published, name="measure-published"),
    path("measures/<slug:code>/published.<slug:form>", published.published_file, name="measure-published-file"),
    path("measures/<slug:code>/compare", one.compare, name="measure-compare"),
    path("measures/<slug:code>/records", behind.behind, name="measure-records"),
    path("measures/<slug:code>/records.<slug:form>", behind.records_taken, name="measure-taken"),
    path("measures/<slug:code>/months.<slug:form>", behind.months_taken, name="measure-months"),
    path("measures/<slug:code>/parts.<slug:form>", behind.parts_taken, name="measure-parts"),
]
