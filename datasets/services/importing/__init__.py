"""Bring the national platform's lists in: first a difference as a typed value, then apply; twice is harmless.

    difference = compare(source, context)            reads, writes nothing
    applied = apply(source, context, by=user)        writes in batches, each one transaction

Both walk the same plans (planning.py), so that what is shown is what is done.
"""

from datasets.services.importing.applying import apply, compare
from datasets.services.importing.difference import ChangedDataset, Difference, GoneDataset, NewDataset
from datasets.services.importing.planning import Context

__all__ = ["ChangedDataset", "Context", "Difference", "GoneDataset", "NewDataset", "apply", "compare"]
