"""The officer's pages."""

from django.urls import URLPattern, path

from datasets.views.manage.calendars import calendar_year, calendars
from datasets.views.manage.home import manage
from datasets.views.manage.imports import import_difference, import_remarks, import_run, imports, usage_imports

urlpatterns: list[URLPattern] = [
    path("", manage, name="manage"),
    path("imports/", imports, name="imports"),
    path("imports/usage/", usage_imports, name="usage_imports"),
    path("imports/<int:run>/", import_run, name="import_run"),
    path("imports/<int:run>/remarks.csv", import_remarks, name="import_remarks"),
    path("imports/<int:run>/difference.csv", import_difference, name="import_difference"),
    path("calendars/", calendars, name="calendars"),
    path("calendars/<int:year>/", calendar_year, name="calendar_year"),
]
