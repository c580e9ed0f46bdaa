"""Addresses of the pole room. A person's address is that of any record about them."""

from django.urls import path

from beatbook.pole.views import choosing, concerns, corrections, joins, judgements, live, people, review, seals, things, walks

urlpatterns = [
    path("people/<uuid:record_id>", people.person, name="person"),
    path("people/<uuid:record_id>/timeline.<slug:form>", people.timeline_file, name="person-timeline-file"),
    path("people/<uuid:record_id>/chart", walks.chart, name="person-chart"),
    path("people/<uuid:record_id>/path", walks.path, name="person-path"),
    path("people/<uuid:record_id>/where", walks.where, name="person-where"),
    path("people/<uuid:record_id>/choose", choosing.choose, name="choose-value"),
    path("people/<uuid:record_id>/live", live.person_changes, name="person-live"),
    path("people/<uuid:record_id>/looks", people.looks, name="person-looks"),
    path("people/<uuid:record_id>/judgements", judgements.judge, name="judge"),
    path("people/<uuid:record_id>/judgements/<uuid:judgement_id>/undo", judgements.undo, name="undo-judgement"),
    path("events/<uuid:record_id>", things.event, name="event"),
    path("records/<uuid:record_id>", things.record, name="record"),
    path("records/<uuid:record_id>/tell", corrections.tell, name="tell-source"),
    path("records/<uuid:record_id>/concerns", concerns.concerns, name="concerns"),
    path("people/<uuid:record_id>/concerns/<uuid:concern_id>/undo", concerns.undo, name="undo-concern"),
    path("people/<uuid:record_id>/seal", seals.seal_person, name="seal-person"),
    path("seals", seals.all_seals, name="seals"),
    path("seals/<uuid:seal_id>", seals.seal, name="seal"),
    path("seals/<uuid:seal_id>/decide", seals.decide, name="decide-seal"),
    path("review", review.queue, name="review"),
    path("review/begin", review.begin, name="begin-review"),
    path("review/team", review.team, name="review-team"),
    path("review/<uuid:item_id>", review.item, name="review-item"),
    path("review/<uuid:item_id>/undo", review.undo, name="undo-review"),
    path("how-scores-work", joins.how_scores_work, name="how-scores-work"),
    path("things/<slug:sort>/<str:value>", things.thing, name="thing"),
]
