"""The pages of this app, a line a subject."""

from django.urls import URLPattern, URLResolver, include, path

from datasets.views.due import due

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("datasets.public_urls")),
    path("manage/", include("datasets.manage_urls")),
    path("due/", due, name="due"),
    path("", include("datasets.security.urls")),
]
