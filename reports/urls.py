from django.urls import URLPattern, path

from reports.views.annual import annual, annual_file, annual_reviews
from reports.views.changes import changes, restatements
from reports.views.claims import claim, claims
from reports.views.dashboard import dashboard
from reports.views.dataset import dataset
from reports.views.excusals import excusals
from reports.views.explanations import explanation, explanations, explanations_of
from reports.views.home import home
from reports.views.kpi import kpi
from reports.views.kpi_row import kpi_row
from reports.views.letterheads import letterhead_file, letterheads
from reports.views.meeting_answer import meeting_answer, meeting_papers
from reports.views.meeting_live import meeting_live
from reports.views.meetings import meeting, meeting_file, meeting_plan, meetings
from reports.views.members import member, members
from reports.views.outreach import outreach, outreach_event, outreach_file
from reports.views.packets import packet, packet_cancel, packet_file, packet_section, packets
from reports.views.pages import about, accessibility, privacy
from reports.views.plan import plan
from reports.views.published import published_file, published_packets
from reports.views.resolutions import resolution, resolutions
from reports.views.reviews import review, review_item, reviews, reviews_waiting
from reports.views.scoreboard import scoreboard
from reports.views.scores import scores
from reports.views.seals import seal_ask, seal_request, sealed_file, sealed_packet
from reports.views.stocktaking import stocktaking, stocktaking_answer
from reports.views.strategy import strategy
from reports.views.tv import tv
from reports.views.usage import usage, usage_csv

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("usage/", usage, name="usage"),
    path("usage.csv", usage_csv, name="usage_csv"),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("datasets/<str:identifier>/", dataset, name="dataset"),
    path("datasets/<str:identifier>/scores/", scores, name="scores"),
    path("dashboard/", dashboard, name="dashboard"),
    path("dashboard/scoreboard/", scoreboard, name="scoreboard"),
    path("dashboard/tv/", tv, name="tv"),
    path("dashboard/changes/", changes, name="changes"),
    path("dashboard/restatements/", restatements, name="restatements"),
    path("dashboard/<slug:code>/", kpi, name="kpi"),
    path("dashboard/<slug:code>/<uuid:key>/", kpi_row, name="kpi_row"),
    path("meetings/", meetings, name="meetings"),
    path("meetings/members/", members, name="members"),
    path("meetings/members/<uuid:pk>/", member, name="member"),
    path("meetings/answer/<str:token>/", meeting_answer, name="meeting_answer"),
    path("meetings/answer/<str:token>/<str:name>", meeting_papers, name="meeting_papers"),
    path("meetings/<uuid:pk>/", meeting, name="meeting"),
    path("meetings/<uuid:pk>/plan/", meeting_plan, name="meeting_plan"),
    path("meetings/<uuid:pk>/live/", meeting_live, name="meeting_live"),
    path("meetings/<uuid:pk>/<str:name>", meeting_file, name="meeting_file"),
    path("resolutions/excusals/", excusals, name="excusals"),
    path("resolutions/", resolutions, name="resolutions"),
    path("resolutions/<uuid:pk>/", resolution, name="resolution"),
    path("reviews/", reviews, name="reviews"),
    path("reviews/waiting/", reviews_waiting, name="reviews_waiting"),
    path("reviews/<str:quarter>/", review, name="review"),
    path("reviews/items/<uuid:pk>/", review_item, name="review_item"),
    path("explanations/", explanations, name="explanations"),
    path("explanations/claims/", claims, name="claims"),
    path("explanations/claims/<uuid:pk>/", claim, name="claim"),
    path("explanations/<str:quarter>/", explanations_of, name="explanations_of"),
    path("explanations/<str:quarter>/<slug:unit>/<slug:kpi>/", explanation, name="explanation"),
    path("plan/", plan, name="plan"),
    path("stocktaking/", stocktaking, name="stocktaking"),
    path("stocktaking/<uuid:pk>/<slug:unit>/", stocktaking_answer, name="stocktaking_answer"),
    path("strategy/", strategy, name="strategy"),
    path("annual/", annual_reviews, name="annual_reviews"),
    path("annual/<int:year>/", annual, name="annual"),
    path("annual/<int:year>/<str:name>", annual_file, name="annual_file"),
    path("outreach/", outreach, name="outreach"),
    path("outreach/<uuid:event>/", outreach_event, name="outreach_event"),
    path("outreach/files/<uuid:pk>/<str:name>", outreach_file, name="outreach_file"),
    path("packets/letterheads/", letterheads, name="letterheads"),
    path("packets/letterheads/<str:name>", letterhead_file, name="letterhead_file"),
    path("packets/", packets, name="packets"),
    path("packets/<int:pk>/", packet, name="packet"),
    path("packets/<int:pk>/cancel/", packet_cancel, name="packet_cancel"),
    path("packets/<int:pk>/<int:number>/", packet_section, name="packet_section"),
    path("packets/<int:pk>/seal/", seal_ask, name="seal_ask"),
    path("packets/<int:pk>/<str:name>", packet_file, name="packet_file"),
    path("seals/<uuid:pk>/", seal_request, name="seal_request"),
    path("sealed/<uuid:pk>/", sealed_packet, name="sealed_packet"),
    path("sealed/<uuid:pk>/<slug:edition>/<str:name>", sealed_file, name="sealed_file"),
    path("review-packets/", published_packets, name="published_packets"),
    path("review-packets/<str:quarter>/<int:number>/<str:name>", published_file, name="published_file"),
]
