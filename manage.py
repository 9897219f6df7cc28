#!/usr/bin/env python
"""Run a management command of the portal: `python manage.py help` lists them."""

import os
import signal
import sys

if sys.argv[1:2] == ["check_urls"]:  # needs nothing of Django, and a third of its time to start
    from quality.checker.cli import main

    os._exit(main(sys.argv[2:]))  # all is written; to take it apart piece by piece costs as much as to start it

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ncc_opendata.settings")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:  # Ctrl-C is no fault to be traced
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(128 + signal.SIGINT)
