from django.urls import URLPattern, path

from reports.views.dashboard import dashboard
from reports.views.dataset import dataset
from reports.views.home import home
from reports.views.kpi import kpi
from reports.views.kpi_row import kpi_row
from reports.views.packets import packet, packet_file, packet_section, packets
from reports.views.pages import about, accessibility, privacy
from reports.views.usage import usage, usage_csv

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("usage/", usage, name="usage"),
    path("usage.csv", usage_csv, name="usage_csv"),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("datasets/<str:identifier>/", dataset, name="dataset"),
    path("dashboard/", dashboard, name="dashboard"),
    path("dashboard/<slug:code>/", kpi, name="kpi"),
    path("dashboard/<slug:code>/<uuid:key>/", kpi_row, name="kpi_row"),
    path("packets/", packets, name="packets"),
    path("packets/<int:pk>/", packet, name="packet"),
    path("packets/<int:pk>/<int:number>/", packet_section, name="packet_section"),
    path("packets/<int:pk>/<str:name>", packet_file, name="packet_file"),
]
