"""What every page knows: whose portal this is, where one can go, and whether its data is a demonstration."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from datasets.models import Installation
from ncc_opendata.navigation import FOOTER, MAIN, links


def site(request: HttpRequest) -> dict[str, object]:
    english = get_language() == "en"
    return {
        "agency_name": settings.AGENCY_NAME_EN if english else settings.AGENCY_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "demonstration": Installation.is_demonstration(),
        "navigation": links(MAIN, request),
        "footer": links(FOOTER, request),
    }
