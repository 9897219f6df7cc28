"""Reminders: one digest a person, only when something changed, never on a holiday (domain.md, Escalation).

stages -> subjects -> digest: how far a thing has come, what each person must hear of, and the mail.
"""
