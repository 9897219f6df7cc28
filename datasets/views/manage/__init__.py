"""The officer's pages: inventory, imports, schedules, calendars, units, people, systems. The auditor reads them."""
