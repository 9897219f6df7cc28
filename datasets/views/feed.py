"""New datasets as an Atom feed."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from datasets.access import visible_datasets
from datasets.catalogue import Criteria, matching
from datasets.models import Dataset

NEWEST = 30


class NewDatasets(Feed):
    feed_type = Atom1Feed
    title = _("New datasets")
    description = _("The datasets that the agency published last.")

    def link(self) -> str:
        return reverse("catalogue")

    def items(self) -> list[Dataset]:
        return list(matching(visible_datasets(AnonymousUser()), Criteria())[:NEWEST])

    def item_link(self, item: Dataset) -> str:
        return reverse("dataset", args=[item.identifier])

    def item_description(self, item: Dataset) -> str:
        return item.description

    def item_pubdate(self, item: Dataset) -> datetime:
        return item.issued or item.created_at

    def item_updateddate(self, item: Dataset) -> datetime:
        return item.metadata_modified or self.item_pubdate(item)
