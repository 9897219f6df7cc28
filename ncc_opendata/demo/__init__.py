"""A demonstration year on the agency's real inventory: seeded, deterministic, as of a given day.

Every page says that it is one, and such a database never becomes a real one (domain.md, Facts and as-of).
"""
