"""Disable accounts that nobody used for long (資通系統防護基準: 資通系統閒置帳號應禁用)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from datasets.security.accounts import disable_idle


class Command(BaseCommand):
    help = "Disable accounts without a sign-in for IDLE_ACCOUNT_DAYS; the officer can enable them again."

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        for user in disable_idle(since=now - timedelta(days=settings.IDLE_ACCOUNT_DAYS), now=now):
            self.stdout.write(f"disabled {user.username}")
