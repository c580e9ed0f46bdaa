"""Addresses of the neighbourhoods room."""

from django.urls import path

from beatbook.neighbourhoods import views
from beatbook.neighbourhoods.problems import views as problems
from beatbook.neighbourhoods.profile import views as profile
from beatbook.neighbourhoods.scrutiny import views as scrutiny
from beatbook.neighbourhoods.work import views as work

urlpatterns = [
    path("your-area", views.your_area, name="your-area"),
    path("your-area/<slug:force>", views.force_areas, name="force-areas"),
    path("your-area/<slug:force>/areas.<slug:form>", views.force_file, name="force-areas-file"),
    path("your-area/<slug:force>/<str:code>", views.neighbourhood, name="neighbourhood"),
    path("your-area/<slug:force>/<str:code>/recorded.<slug:form>", views.ground_file, name="neighbourhood-file"),
    path("your-area/<slug:force>/<str:code>/stop-and-search", views.searches, name="neighbourhood-searches"),
    path("your-area/<slug:force>/<str:code>/map", views.explore, name="neighbourhood-map"),
    path("your-area/<slug:force>/<str:code>/map.geojson", views.explore_data, name="neighbourhood-map-data"),
    path("neighbourhoods", profile.profiles, name="profiles"),
    path("neighbourhoods/<str:area>", profile.profile, name="profile"),
    path("neighbourhoods/<str:area>/read", profile.read, name="profile-read"),
    path("neighbourhoods/<str:area>/visits", work.visits, name="beat-visits"),
    path("neighbourhoods/<str:area>/case-reviews", work.reviews, name="case-reviews"),
    path("neighbourhoods/<str:area>/problems", problems.problems, name="problems"),
    path("neighbourhoods/<str:area>/problems/new", problems.new_problem, name="new-problem"),
    path("neighbourhoods/<str:area>/repeat-victims", profile.victims, name="repeat-victims"),
    path("neighbourhoods/<str:area>/repeat-victims.<slug:form>", profile.victims_file, name="repeat-victims-file"),
    path("neighbourhoods/<str:area>/<slug:what>.<slug:form>", profile.profile_file, name="profile-file"),
    path("case-reviews/<uuid:review_id>", work.review, name="case-review"),
    path("partner-tasks", work.tasks, name="partner-tasks"),
    path("partner-tasks.<slug:form>", work.tasks_file, name="partner-tasks-file"),
    path("partner-tasks/<uuid:task_id>", work.task, name="partner-task"),
    path("problems/<uuid:problem_id>", problems.problem, name="problem"),
    path("problems/<uuid:problem_id>/months.<slug:form>", problems.problem_file, name="problem-file"),
    path("problems/<uuid:problem_id>/<slug:stage>", problems.stage, name="problem-stage"),
    path("what-works", problems.what_works, name="what-works"),
    path("what-works.<slug:form>", problems.what_works_file, name="what-works-file"),
    path("scrutiny", scrutiny.scrutiny, name="scrutiny"),
    path("scrutiny/<uuid:pack_id>", scrutiny.pack, name="scrutiny-pack"),
]
