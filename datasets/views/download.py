"""The way to a file: it counts the download and hands the reader over to where the file lies."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets
from datasets.models import Distribution, Lifecycle
from datasets.services.usage import record_download
from datasets.visitors import agent, is_use, visitor


class ToFile(HttpResponseRedirect):
    allowed_schemes = ["http", "https", "ftp"]


@require_safe
@never_cache
def download(request: HttpRequest, identifier: str, order: int) -> HttpResponse:
    """Only addresses of the inventory are led to; those of a withdrawn dataset no more."""
    offered = visible_datasets(request.user).exclude(lifecycle=Lifecycle.WITHDRAWN)
    distribution = get_object_or_404(
        Distribution.objects.select_related("dataset"),
        dataset__in=offered, dataset__identifier=identifier, order=order, retired=False,
    )  # fmt: skip
    if distribution.download_url.split(":")[0].lower() not in ToFile.allowed_schemes:
        raise Http404
    if is_use(request):
        record_download(distribution, visitor=visitor(request), agent=agent(request), now=timezone.now())
    response = ToFile(iri_to_uri(distribution.download_url))
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
