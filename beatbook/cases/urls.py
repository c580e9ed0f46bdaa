"""Addresses of the cases room. An investigation's address is that of any of its events."""

from django.urls import path

from beatbook.cases.views import case, intelligence, minor, shift, supervising, victims, writing

urlpatterns = [
    path("minor", minor.minor, name="minor"),
    path("minor/times", minor.times, name="minor-times"),
    path("minor/<uuid:form_id>", minor.sent, name="minor-sent"),
    path("intelligence", intelligence.handed_in, name="handed-in"),
    path("intelligence/from/<uuid:record_id>", intelligence.hand_in, name="hand-in"),
    path("intelligence/<uuid:submission_id>", intelligence.submission, name="submission"),
    path("intelligence/<uuid:submission_id>/own", intelligence.own, name="own-submission"),
    path("shift", shift.shift, name="shift"),
    path("shift/handover", shift.handover, name="hand-over"),
    path("victims", shift.victims_owed, name="victims-owed"),
    path("victims/owed.<slug:form>", shift.victims_owed_file, name="victims-owed-file"),
    path("cases/<uuid:record_id>", case.case, name="case"),
    path("cases/<uuid:record_id>/timeline.<slug:form>", case.timeline_file, name="case-timeline-file"),
    path("cases/<uuid:record_id>/decision", writing.decision, name="decide-case"),
    path("cases/<uuid:record_id>/plan", writing.plan, name="plan-case"),
    path("cases/<uuid:record_id>/link", writing.link, name="link-case"),
    path("cases/<uuid:record_id>/victims/<uuid:victim_id>/needs", victims.assess, name="assess-needs"),
    path("cases/<uuid:record_id>/victims/<uuid:victim_id>/contact", victims.contact, name="record-contact"),
    path("cases/<uuid:record_id>/allocate", supervising.give, name="allocate-case"),
    path("cases/<uuid:record_id>/review", supervising.review, name="review-case"),
    path("cases/<uuid:record_id>/refer", supervising.ask, name="refer-case"),
    path("cases/<uuid:record_id>/referrals/<uuid:referral_id>", supervising.answer_asked, name="answer-referral"),
]
