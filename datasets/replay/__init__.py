"""Replay: whether the rows say what the facts say. For the command `verify_facts` (contract.md, Facts)."""
