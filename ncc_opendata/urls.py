"""One line an app; each app's urls.py names its own pages."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from ncc_opendata.views import api_docs

# The back room has no sign-in of its own: one door, one lock, one log.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "ncc_opendata.trouble.server_error"

urlpatterns = [
    path("", include("datasets.urls")),
    path("", include("quality.urls")),
    path("", include("feedback.urls")),
    path("", include("reports.urls")),  # last: its datasets/<identifier>/ must not swallow others' pages
    path("api/", api_docs, name="api_docs"),
    path("api/v1/", include("ncc_opendata.api")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
