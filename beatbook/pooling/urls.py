"""Addresses of the pooling room."""

from django.urls import path

from beatbook.pooling.views import needs, plans, statements

urlpatterns = [
    path("pooling", needs.pools, name="pooling"),
    path("pooling/plans/<uuid:identifier>", plans.move_plan, name="move-plan"),
    path("pooling/plans/<uuid:identifier>/moves.<slug:form>", plans.move_plan_file, name="move-plan-file"),
    path("pooling/books/<slug:company>", statements.statements, name="statements"),
    path("pooling/books/<slug:company>/statements.<slug:form>", statements.statements_file, name="statements-file"),
    path("pooling/books/<slug:company>/<slug:member>/<int:year>", statements.statement, name="statement"),
    path("pooling/books/<slug:company>/<slug:member>/<int:year>/lines.<slug:form>", statements.statement_file, name="statement-file"),
    path("pooling/needs/<slug:code>", needs.pooled_need, name="pooled-need"),
    path("pooling/needs/<slug:code>/needs.<slug:form>", needs.pooled_need_file, name="pooled-need-file"),
    path("pooling/needs/<slug:code>/offers", needs.offers, name="offers"),
    path("pooling/needs/<slug:code>/offers.<slug:form>", needs.offers_file, name="offers-file"),
    path("pooling/needs/<slug:code>/say", needs.say, name="say-need"),
    path("pooling/needs/<slug:code>/plan", plans.ask_plan, name="ask-plan"),
]
