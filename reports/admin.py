from datasets.backroom import open_tables

open_tables("reports")
