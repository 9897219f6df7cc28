"""Three ways to grade a dataset: the national indicators and badge, the stars, and the European MQA points.

Pure functions of facts: no Django, no clock, no settings. Each grade carries its parts, and each part says what it
asks, what was found, and what its mending gains.
"""
