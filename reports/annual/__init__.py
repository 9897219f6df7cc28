"""年度檢討, the annual review: `collect` reads the year, `paper` lays it out, `standing` what a meeting made of it."""
