"""Addresses of the stewardship room."""

from django.urls import path

from beatbook.stewardship.views import access, oversight, removing, replaying

urlpatterns = [
    path("oversight", oversight.oversight, name="oversight"),
    path("oversight/looks.<slug:form>", oversight.oversight_file, name="oversight-file"),
    path("oversight/<uuid:event_id>", oversight.look, name="oversight-look"),
    path("access", access.access, name="access"),
    path("access/people/<uuid:user_id>", access.holder, name="access-holder"),
    path("access/changes/<uuid:change_id>", access.change, name="access-change"),
    path("access/agreements", access.agreements, name="agreements"),
    path("access/agreements/new", access.agreement, name="new-agreement"),
    path("access/agreements/<str:code>", access.agreement, name="access-agreement"),
    path("removals", removing.removals_page, name="removals"),
    path("removals/ask", removing.ask, name="ask-removal"),
    path("removals/<uuid:request_id>", removing.request_page, name="removal-request"),
    path("replay", replaying.screens, name="replays"),
    path("replay/<uuid:event_id>", replaying.replay, name="replay"),
]
