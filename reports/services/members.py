"""Who sits in the advisory group: rows that can be erased."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from datasets.models import OutgoingMail
from reports.models import Member, StatementText


@transaction.atomic
def erase_member(member: Member, *, now: datetime) -> None:
    """Blank name, affiliation, address and words; meetings keep a seat without a name, mails their key."""
    StatementText.objects.filter(statement__member=member).update(salt="", text="", erased_at=now)
    mails = OutgoingMail.objects.filter(Q(key__startswith="meeting:") & Q(key__contains=f":{member.pk}:"))
    mails.filter(sent_at=None).update(sent_at=now, last_error="erased before it was sent")
    for mail in mails:
        mail.attachments.all().delete()
    mails.update(to="", subject="", body="")
    member.name = member.affiliation = member.email = ""
    member.account, member.left, member.erased_at = None, True, now
    member.save()
