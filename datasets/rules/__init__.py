"""The law in code: pure functions from facts and a date to an answer (docs/architecture.md).

Standard library only: no Django, no clock, no settings. Days are Taipei dates, moments are aware datetimes.
"""
