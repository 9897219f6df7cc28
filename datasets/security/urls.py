from django.urls import path
from django.views.generic import RedirectView

from datasets.security import views

urlpatterns = [
    path("account/settings/", views.my_settings, name="my_settings"),
    # Mail addresses are kept by the officer: allauth's own page for them leads to one's settings.
    path("account/email/", RedirectView.as_view(pattern_name="my_settings"), name="account_email"),
    path("manage/audit/", views.audit_log, name="audit_log"),
]
