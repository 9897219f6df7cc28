"""Figures kept row by row, so that a page costs what it shows: a projection of the facts (docs/kpis.md).

keeping.catch_up()     take in what was recorded since; keeping.rebuild() all of it anew
asking.Kept(as_of)     what the kept rows say as of a moment, where they reach it
"""
