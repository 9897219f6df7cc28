"""Typst in a process of its own: a request as JSON on stdin, the PDF on stdout, Typst's own words on stderr.

Run by its path, so that it starts in a tenth of a second, and what it took goes back to the machine when it ends.
"""

import json
import sys

import typst


def main() -> None:
    asked = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    try:
        made = typst.compile(
            asked["template"],
            root=asked["root"],
            format="pdf",
            sys_inputs={"paper": asked["paper"]},
            font_paths=fonts,
            pdf_standards=["ua-1"],
            timestamp=asked["timestamp"],
        )
    except typst.TypstError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
