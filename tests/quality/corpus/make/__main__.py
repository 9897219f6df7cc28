"""Write the files and the manifest."""

import json
from pathlib import Path

from . import archives, documents, locked, oddbooks, sheets, strangers, tables, trees, unseen

HERE = Path(__file__).parents[1]


def main() -> None:
    """Everything anew; a file that no case names any more goes."""
    folder = HERE / "files"
    folder.mkdir(exist_ok=True)
    cases = [c for module in (tables, trees, sheets, archives, documents, strangers, locked, oddbooks, unseen) for c in module.cases()]
    assert len({c.name for c in cases}) == len(cases), "two cases of one name"
    for old in folder.iterdir():
        if old.name not in {c.name for c in cases}:
            old.unlink()
    for c in cases:
        target = folder / c.name
        if not target.exists() or target.read_bytes() != c.data:
            target.write_bytes(c.data)
    lines = ",\n".join(json.dumps(c.entry(), ensure_ascii=False) for c in cases)
    (HERE / "manifest.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(cases)} files")


main()
