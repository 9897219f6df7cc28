"""One line an app; each app's urls.py names its own pages."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("", include("datasets.urls")),
    path("", include("quality.urls")),
    path("", include("feedback.urls")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
