"""The admin site opens every table, and changes no fact."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from datasets import ledger
from datasets.models import InsertOnly, OutgoingMail, Unit, UnitChange, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(officer: User) -> Client:
    User.objects.filter(pk=officer.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=officer.pk))
    return client


def test_every_table_of_ours_can_be_looked_into(keeper: Client) -> None:
    ours = {"datasets", "quality", "feedback", "reports"}
    models = [model for model in admin.site._registry if model._meta.app_label in ours]
    assert len(models) > 40
    for model in models:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert keeper.get(reverse(name)).status_code == 200, model


def test_a_fact_is_shown_and_neither_added_changed_nor_deleted(keeper: Client, unit: Unit) -> None:
    fact = ledger.record([UnitChange(unit=unit, kind="created", name="x")])[0]
    page = reverse("admin:datasets_unitchange_change", args=[fact.pk])
    assert keeper.get(page).status_code == 200
    assert keeper.post(page, {"name": "y"}).status_code == 403
    assert keeper.get(reverse("admin:datasets_unitchange_add")).status_code == 403
    assert keeper.get(reverse("admin:datasets_unitchange_delete", args=[fact.pk])).status_code == 403


def test_other_rows_are_not_deleted_either(keeper: Client) -> None:
    mail = OutgoingMail.objects.create(key="k", to="a@example.test", subject="s", body="b")
    assert not issubclass(OutgoingMail, InsertOnly)
    assert keeper.get(reverse("admin:datasets_outgoingmail_change", args=[mail.pk])).status_code == 200
    assert keeper.post(reverse("admin:datasets_outgoingmail_delete", args=[mail.pk])).status_code == 403


def test_an_officer_without_the_key_stays_outside(officer: User) -> None:
    client = Client()
    client.force_login(officer)
    assert client.get(reverse("admin:index")).status_code in {302, 403}
