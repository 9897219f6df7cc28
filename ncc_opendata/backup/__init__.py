"""The whole portal in one file, and back: database and uploaded files, with a hash of each (docs/backup.md).

`databases` copies a database by its own means, `archive` is the file around it, `portal` joins them.
"""
