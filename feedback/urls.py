"""The pages of this app: first the public's, then the units'."""

from django.urls import path

from feedback.views import acts, answers, message, public, queue

urlpatterns = [
    path("feedback/", public.feedback_form, name="feedback_form"),
    path("feedback/receipt/<slug:code>/", public.feedback_receipt, name="feedback_receipt"),
    path("feedback/track/<slug:code>/", public.feedback_track, name="feedback_track"),
    path("answers/", answers.answered, name="answered"),
    path("answers/<slug:number>/", answers.answer, name="answer"),
    path("queue/", queue.queue, name="queue"),
    path("queue/enter/", queue.enter, name="enter"),
    path("queue/<slug:number>/", message.message, name="message"),
    path("queue/<slug:number>/acknowledge/", acts.message_acknowledge, name="message_acknowledge"),
    path("queue/<slug:number>/reply/", acts.message_reply, name="message_reply"),
    path("queue/<slug:number>/note/", acts.message_note, name="message_note"),
    path("queue/<slug:number>/transfer/", acts.message_transfer, name="message_transfer"),
    path("queue/<slug:number>/spam/", acts.message_spam, name="message_spam"),
    path("queue/<slug:number>/propose/", acts.message_propose, name="message_propose"),
    path("queue/<slug:number>/publish/", acts.message_publish, name="message_publish"),
    path("queue/<slug:number>/decline/", acts.message_decline, name="message_decline"),
    path("queue/<slug:number>/unpublish/", acts.message_unpublish, name="message_unpublish"),
    path("queue/<slug:number>/erase/", acts.message_erase, name="message_erase"),
]
