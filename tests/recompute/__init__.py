"""The five figures, computed again from an export of the facts by the standard library alone.

Nothing of the project is imported: the rules are written a second time, from domain.md. `python -m tests.recompute`
"""
