from django.urls import URLPattern, path

from reports.views.dataset import dataset
from reports.views.home import home
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
]
