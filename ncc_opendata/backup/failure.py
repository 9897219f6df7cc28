class BackupFailed(Exception):
    """The sentence says what is wrong and what to do; nothing was changed."""
