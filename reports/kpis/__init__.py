"""The five KPIs, one file each: pure functions of facts, a period and an as-of moment (docs/kpis.md).

Each reads only what was recorded at or before as-of, and returns a `Figure` whose rows explain it.
"""
