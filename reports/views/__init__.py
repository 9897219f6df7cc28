"""Pages that join the apps, one file a page."""
