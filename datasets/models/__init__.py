"""The inventory and its facts, one file a subject. Everything is importable from here."""

from datasets.models.audit import AuditAction, AuditEntry
from datasets.models.calendars import CalendarEdition
from datasets.models.inventory import (
    Dataset,
    Distribution,
    FileChange,
    FileList,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    Openness,
    OwnershipChange,
)
from datasets.models.jobs import ImportRun, Job, JobState
from datasets.models.ledger import Fact, InsertOnly, Installation, LedgerEntry
from datasets.models.limits import LimitVersion
from datasets.models.mail import MailAttachment, OutgoingMail
from datasets.models.openness import (
    Ground,
    InformationSystem,
    OpennessDecision,
    SystemAssessment,
    SystemChange,
    SystemDataset,
    SystemOwner,
    WithdrawalRefusal,
    WithdrawalRequest,
)
from datasets.models.people import MailRhythm, PasswordRecord, Role, User
from datasets.models.schedules import (
    ObligationEvent,
    SchedulePause,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.models.units import Unit, UnitChange
from datasets.models.usage import (
    PlatformSnapshot,
    RecentUse,
    UsageCount,
    UsageReach,
    UsageSource,
    UsageSum,
    UsageTotal,
    UseKind,
)

__all__ = [
    "AuditAction",
    "AuditEntry",
    "CalendarEdition",
    "Dataset",
    "Distribution",
    "Fact",
    "FileChange",
    "FileList",
    "Ground",
    "ImportRun",
    "InformationSystem",
    "InsertOnly",
    "Installation",
    "Job",
    "JobState",
    "LedgerEntry",
    "Lifecycle",
    "LifecycleChange",
    "LimitVersion",
    "MailAttachment",
    "MailRhythm",
    "MetadataChange",
    "ObligationEvent",
    "Openness",
    "OpennessDecision",
    "OutgoingMail",
    "OwnershipChange",
    "PasswordRecord",
    "PlatformSnapshot",
    "RecentUse",
    "Role",
    "SchedulePause",
    "SystemAssessment",
    "SystemChange",
    "SystemDataset",
    "SystemOwner",
    "Unit",
    "UnitChange",
    "UpdateAttestation",
    "UpdateObligation",
    "UpdateSchedule",
    "UsageCount",
    "UsageReach",
    "UsageSource",
    "UsageSum",
    "UsageTotal",
    "UseKind",
    "User",
    "WithdrawalRefusal",
    "WithdrawalRequest",
]
