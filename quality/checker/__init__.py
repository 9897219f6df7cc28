"""The checker's engine: guard -> fetch -> sniff -> parse -> judge.

No Django, no database: bytes in, one verdict out.
"""
