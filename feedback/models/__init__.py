"""Messages of the public and what became of them, one file a subject. Everything is importable from here."""

from feedback.models.events import EventText, FeedbackEvent, PublicationDraft, ReplyDraft
from feedback.models.messages import Channel, FeedbackMessage, MessageText, Topic
from feedback.models.state import MessageState
from feedback.models.submissions import Submission

__all__ = [
    "Channel",
    "EventText",
    "FeedbackEvent",
    "FeedbackMessage",
    "MessageState",
    "MessageText",
    "PublicationDraft",
    "ReplyDraft",
    "Submission",
    "Topic",
]
