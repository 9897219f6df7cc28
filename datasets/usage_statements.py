"""The statements of usage_ranking.py. Each reads the parts `shown`, `sums` and `recent`, which `PARTS` makes.

Rows of the list have the nine cells that are shown, and in `USED` the uses by which they are ordered.
"""

PARTS = """
WITH shown (id, identifier, title, title_en) AS {kept} ({shown}),
sums ({columns}, uses) AS {kept} ({sums}),
recent (dataset, views, downloads) AS MATERIALIZED ({recent})
"""
"""Sums as of now are read along their index, as far as asked for; others are made once."""
ADDED = """
WITH added ({columns}) AS ({added})
SELECT dataset, SUM(views), SUM(downloads), SUM(their_views), SUM(their_downloads), SUM(guesses), MAX(known) = 1,
    ROUND(SUM(views) + SUM(downloads) + MAX(known) * (SUM(their_views) + SUM(their_downloads)), 6)
FROM added GROUP BY dataset
"""
USED = """
SELECT identifier, title, title_en, views, downloads, their_views, their_downloads, guesses, known, uses FROM (
    SELECT * FROM (
        SELECT identifier, title, title_en, views, downloads, their_views, their_downloads, guesses, known, uses
        FROM sums JOIN shown ON shown.id = sums.dataset
        WHERE uses > 0 AND dataset NOT IN (SELECT dataset FROM recent)
        ORDER BY uses DESC, identifier LIMIT {stop}
    ) before
    UNION ALL
    SELECT identifier, title, title_en, COALESCE(sums.views, 0) + recent.views,
        COALESCE(sums.downloads, 0) + recent.downloads, COALESCE(their_views, 0), COALESCE(their_downloads, 0),
        COALESCE(guesses, 0), COALESCE(known, FALSE), COALESCE(uses, 0) + recent.views + recent.downloads
    FROM recent JOIN shown ON shown.id = recent.dataset LEFT JOIN sums ON sums.dataset = recent.dataset
) used
ORDER BY uses DESC, identifier LIMIT {stop} - {start} OFFSET {start}
"""
UNUSED = """
SELECT identifier, title, title_en, 0, 0, 0, 0, COALESCE(guesses, 0), COALESCE(known, FALSE)
FROM shown LEFT JOIN sums ON sums.dataset = shown.id
WHERE COALESCE(uses, 0) <= 0 AND id NOT IN (SELECT dataset FROM recent)
ORDER BY identifier LIMIT {stop} - {start} OFFSET {start}
"""
EVERY = """
SELECT identifier, title, title_en, COALESCE(sums.views, 0) + COALESCE(recent.views, 0),
    COALESCE(sums.downloads, 0) + COALESCE(recent.downloads, 0), COALESCE(their_views, 0),
    COALESCE(their_downloads, 0), COALESCE(guesses, 0), COALESCE(known, FALSE)
FROM shown LEFT JOIN sums ON sums.dataset = shown.id LEFT JOIN recent ON recent.dataset = shown.id
ORDER BY COALESCE(uses, 0) + COALESCE(recent.views, 0) + COALESCE(recent.downloads, 0) DESC, identifier
"""
"""Where sums have to be made first, that is done once for all."""
HOW_MANY_USED = """
SELECT COUNT(*) FROM shown
WHERE id IN (SELECT dataset FROM sums WHERE uses > 0) OR id IN (SELECT dataset FROM recent)
"""
DAYS = """
SELECT SUM(views), SUM(downloads), SUM(CASE WHEN known THEN their_views END),
    SUM(CASE WHEN known THEN their_downloads END), MAX(CASE WHEN known THEN guesses END),
    (SELECT increment + snapshot FROM datasets_usagereach)
FROM sums JOIN shown ON shown.id = sums.dataset
"""
TODAY = """
SELECT SUM(views), SUM(downloads), (SELECT increment + snapshot FROM datasets_usagereach),
    (SELECT MAX(position) FROM datasets_lifecyclechange)
FROM recent JOIN shown ON shown.id = recent.dataset
"""
WHOLE = """
SELECT SUM(views), SUM(downloads), SUM(CASE WHEN known THEN their_views END),
    SUM(CASE WHEN known THEN their_downloads END), MAX(CASE WHEN known THEN guesses END)
FROM (
    SELECT dataset, views, downloads, their_views, their_downloads, guesses, known FROM sums
    UNION ALL SELECT dataset, views, downloads, 0, 0, 0, FALSE FROM recent
) parts JOIN shown ON shown.id = parts.dataset
"""
BOTH = "SELECT ranked.*, whole.* FROM ({ranked}) ranked CROSS JOIN ({whole}) whole ORDER BY uses DESC, identifier"
"""As of the past both need the same sums, which are then made once."""
