import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from datasets.grants import create_role, grant, grants, role_exists


class Command(BaseCommand):
    help = "Let a role add and read facts, never change them; to be run as the tables' owner after each migration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", required=True, help="the role that web and workers sign in as")
        parser.add_argument("--print", action="store_true", help="print the statements instead of running them")
        parser.add_argument("--password-env", help="make a missing role, with the password in this variable")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Roles are PostgreSQL's: this database keeps facts by its triggers alone.")
        role = options["role"]
        if role == connection.settings_dict["USER"]:
            raise CommandError(f"“{role}” owns the tables, and an owner may do everything: name another role.")
        if options["print"]:
            self.stdout.writelines(f"{statement};\n" for statement in grants(role))
            return
        try:
            with transaction.atomic():
                self._make(role, options["password_env"])
                self.stdout.write(f"{role} may add and read {grant(role)} tables of facts, and change none of them")
        except DatabaseError as error:
            raise CommandError(str(error).strip()) from None

    def _make(self, role: str, variable: str | None) -> None:
        if role_exists(role):
            return
        password = os.environ.get(variable or "", "")
        if not password:
            raise CommandError(
                f"There is no role “{role}”: make it, or name its password's variable by --password-env."
            )
        create_role(role, password)
