"""The officer's pages."""

from django.urls import URLPattern, path

from datasets.views.manage.calendars import calendar_year, calendars
from datasets.views.manage.edit import dataset_add, dataset_edit, file_edit
from datasets.views.manage.home import manage
from datasets.views.manage.imports import import_difference, import_remarks, import_run, imports, usage_imports
from datasets.views.manage.inventory import inventory, inventory_csv
from datasets.views.manage.openness import openness, withdrawals
from datasets.views.manage.people import people, person
from datasets.views.manage.schedules import schedules
from datasets.views.manage.systems import system, systems
from datasets.views.manage.units import unit_edit, units

urlpatterns: list[URLPattern] = [
    path("", manage, name="manage"),
    path("inventory/", inventory, name="inventory"),
    path("inventory.csv", inventory_csv, name="inventory_csv"),
    path("inventory/add/", dataset_add, name="dataset_add"),
    path("inventory/<str:identifier>/edit/", dataset_edit, name="dataset_edit"),
    path("inventory/<str:identifier>/files/<str:file>/", file_edit, name="file_edit"),
    path("inventory/<str:identifier>/openness/", openness, name="openness"),
    path("withdrawals/", withdrawals, name="withdrawals"),
    path("schedules/", schedules, name="schedules"),
    path("units/", units, name="units"),
    path("units/<slug:unit>/", unit_edit, name="unit_edit"),
    path("people/", people, name="people"),
    path("people/<str:username>/", person, name="person"),
    path("systems/", systems, name="systems"),
    path("systems/<slug:code>/", system, name="system"),
    path("imports/", imports, name="imports"),
    path("imports/usage/", usage_imports, name="usage_imports"),
    path("imports/<int:run>/", import_run, name="import_run"),
    path("imports/<int:run>/remarks.csv", import_remarks, name="import_remarks"),
    path("imports/<int:run>/difference.csv", import_difference, name="import_difference"),
    path("calendars/", calendars, name="calendars"),
    path("calendars/<int:year>/", calendar_year, name="calendar_year"),
]
