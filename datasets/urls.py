from django.urls import URLPattern, path

from datasets.views.due import due

urlpatterns: list[URLPattern] = [
    path("due/", due, name="due"),
]
