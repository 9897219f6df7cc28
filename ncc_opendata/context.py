"""What every page knows: whose portal this is, and whether its data is a demonstration."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from datasets.models import Installation


def site(request: HttpRequest) -> dict[str, object]:
    english = get_language() == "en"
    return {
        "agency_name": settings.AGENCY_NAME_EN if english else settings.AGENCY_NAME,
        "demonstration": Installation.is_demonstration(),
    }
