"""Addresses of the technology room."""

from django.urls import path

from beatbook.technology.views import applications, blueprint, imports, open_data, pages

urlpatterns = [
    path("technology", pages.overview_page, name="technology"),
    path("technology/paper", pages.paper, name="technology-paper"),
    path("technology/bring-in", imports.bring_in, name="technology-import"),
    path("technology/bring-in/example.xlsx", imports.example, name="technology-import-example"),
    path("technology/bring-in/<uuid:identifier>", imports.report, name="technology-import-report"),
    path("technology/bring-in/<uuid:identifier>/rows.<slug:form>", imports.report_file, name="technology-import-file"),
    path("technology/applications/<uuid:identifier>", applications.application_page, name="technology-application"),
    path("technology/applications/<uuid:identifier>/assess", applications.assess, name="technology-assess"),
    path("technology/applications/<uuid:identifier>/export", applications.run_export, name="technology-run-export"),
    path("technology/capabilities/<slug:code>", pages.capability_page, name="technology-capability"),
    path("technology/capabilities/<slug:code>.<slug:form>", pages.capability_file, name="technology-capability-file"),
    path("technology/blueprint/<slug:code>", blueprint.blueprint_page, name="technology-blueprint"),
    path("technology/wishes", blueprint.make_wish, name="technology-wish"),
    path("technology/wishes/<uuid:identifier>/vote", blueprint.give_vote, name="technology-vote"),
    path("technology/decide", blueprint.decide, name="technology-decide"),
    path("technology/<slug:name>", pages.figure_page, name="technology-figure"),
    path("technology/<slug:name>.<slug:form>", pages.figure_file, name="technology-figure-file"),
    path("open/technology", open_data.open_technology, name="open-technology"),
    path("open/technology.<slug:form>", open_data.open_technology_file, name="open-technology-file"),
]
