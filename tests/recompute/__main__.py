"""python -m tests.recompute EXPORT < questions > answers

Each line of questions is {"period": "2026Q2", "as_of": "2026-09-01T00:00:00+08:00"}; each line of answers has the five
figures of that question, for the agency and for each unit: {"kpi", "unit", "numerator": [keys], "denominator": [keys]}.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.recompute.figures import FIGURES, Question, days, scopes
from tests.recompute.log import Log, moment


def main(export: str) -> None:
    with Path(export).open(encoding="utf-8") as lines:
        log = Log(lines)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(list(answers(log, asked["period"], asked["as_of"]))))


def answers(log: Log, period: str, as_of: str) -> Iterator[dict[str, Any]]:
    first, last = days(period)
    question = Question(log, first, last, moment(as_of))
    below = scopes(log, question.as_of)
    for kpi, compute in FIGURES.items():
        whole = compute(question)
        for unit, figure in [(None, whole), *((unit, whole.of(scope)) for unit, scope in below.items())]:
            rows = {"numerator": figure.numerator, "denominator": figure.denominator}
            yield {"kpi": kpi, "unit": unit, **{name: sorted(key for key, _unit in own) for name, own in rows.items()}}


if __name__ == "__main__":
    main(sys.argv[1])
