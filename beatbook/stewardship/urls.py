"""Addresses of the stewardship room."""

from django.urls import path

from beatbook.stewardship.views import oversight, replaying

urlpatterns = [
    path("oversight", oversight.oversight, name="oversight"),
    path("oversight/looks.<slug:form>", oversight.oversight_file, name="oversight-file"),
    path("oversight/<uuid:event_id>", oversight.look, name="oversight-look"),
    path("replay", replaying.screens, name="replays"),
    path("replay/<uuid:event_id>", replaying.replay, name="replay"),
]
