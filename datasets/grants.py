"""What the application's own role may do on PostgreSQL: add and read facts, and change what is no fact.

Triggers stop accidents, and an owner of the tables could drop them. So the owner only migrates; web and workers sign in
as a role that may not change a fact even without triggers (contract.md, Facts).
"""

from collections.abc import Iterator

from django.db import connection

from datasets.protection import insert_only_tables

FACTS = "SELECT, INSERT"
OTHERS = "SELECT, INSERT, UPDATE, DELETE"


def role_exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None


def create_role(role: str, password: str) -> None:
    """A role that may sign in, and nothing else yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {_name(role)} LOGIN PASSWORD %s", [password])


def grants(role: str) -> Iterator[str]:
    """The statements that give the role its rights and take all others; to be run by the owner after each migration."""
    whom, facts = _name(role), set(insert_only_tables())
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {whom}"
    yield f"GRANT USAGE ON SCHEMA public TO {whom}"
    for table in sorted(connection.introspection.table_names()):
        yield f"GRANT {FACTS if table in facts else OTHERS} ON {_name(table)} TO {whom}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {whom}"


def grant(role: str) -> int:
    """Run them; how many tables are facts."""
    with connection.cursor() as cursor:
        for statement in grants(role):
            cursor.execute(statement)
    return len(insert_only_tables())


def _name(name: str) -> str:
    return connection.ops.quote_name(name.replace('"', '""'))
