"""Addresses of the innovation room."""

from django.urls import path

from beatbook.innovation.views import appraisals, benefits, bids, rounds

urlpatterns = [
    path("innovation", rounds.innovation, name="innovation"),
    path("innovation/rounds/<slug:code>", rounds.fund_round, name="fund-round"),
    path("innovation/rounds/<slug:code>/bids.<slug:form>", rounds.fund_round_file, name="fund-round-file"),
    path("innovation/rounds/<slug:code>/new", rounds.new_bid, name="new-bid"),
    path("innovation/bids/<uuid:identifier>", bids.bid, name="bid"),
    path("innovation/library", rounds.library, name="innovation-library"),
    path("innovation/library/innovations.<slug:form>", rounds.library_file, name="innovation-library-file"),
    path("innovation/benefits", benefits.benefits, name="benefits"),
    path("innovation/benefits/register.<slug:form>", benefits.benefits_file, name="benefits-file"),
    path("innovation/benefits/new", benefits.new_benefit, name="new-benefit"),
    path("innovation/benefits/<uuid:identifier>", benefits.benefit, name="benefit"),
    path("innovation/appraisals", appraisals.appraisals, name="appraisals"),
    path("innovation/appraisals/new", appraisals.new_appraisal, name="new-appraisal"),
    path("innovation/appraisals/<uuid:identifier>", appraisals.appraisal, name="appraisal"),
    path("innovation/appraisals/<uuid:identifier>/results.<slug:form>", appraisals.appraisal_file, name="appraisal-file"),
]
