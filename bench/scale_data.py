"""A large agency for bench/scale_bench.py, made in PostgreSQL by INSERT ... SELECT: the same rows at every run.

Size 100: 60,000 datasets, 200,000 distributions, 1,000 units, 2.5 million obligations of ten years with their
attestations, 20 million rows of usage; systems, reviews and messages beside them. Rows are put in past the ledger and
its triggers (`session_replication_role`), so the chain has its first and its last link alone; nothing that a page
reads is left out. Of a larger agency every dataset has the history of one of the first 600 (`i % 600`), so that the
rows of its figures can be copied from theirs (bench/scale_kept.py).
"""

from django.db import connection, transaction

STEPS: tuple[tuple[str, str], ...] = (
    (
        "units",
        """INSERT INTO datasets_unit (id, code, name, name_en)
        SELECT md5('u' || i)::uuid, 'u' || i, '單位' || i, 'Unit ' || i FROM generate_series(0, %(units)s - 1) i""",
    ),
    (
        "datasets",
        """INSERT INTO datasets_dataset (id, identifier, title, title_en, description, keywords, theme, publisher,
            license, landing_page, fee, attribute, publishing_method, declared_frequency, platform_badge, contact_name,
            contact_phone, issued, metadata_modified, note, raw, priority, lifecycle, openness, created_at, unit_id,
            spatial)
        SELECT md5('d' || i)::uuid, (100000 + i)::text,
            (ARRAY['電信','廣播','電視','頻率','基地臺','寬頻','用戶'])[1 + i %% 7] ||
            (ARRAY['統計','年報','月報','預算','決算'])[1 + i / 7 %% 5] || i, 'Dataset ' || i,
            repeat((ARRAY['收視','費用','裁罰','案件','執照','衛星','有線'])[1 + i %% 7], 20),
            '["資料"]', (ARRAY['A00','I00'])[1 + i %% 2], '通傳會', '', '', '', '', '',
            (ARRAY['每1月','每3月','每1年','每1年'])[1 + i %% 4], '', '', '',
            '2015-01-01'::timestamptz + i * interval '1 hour', '2020-01-01'::timestamptz + i * interval '1 minute',
            '', '{}', false, 'published', 'open', '2017-01-01'::timestamptz + i * interval '1 second',
            md5('u' || (i + i / 100) %% %(units)s)::uuid, ''
        FROM generate_series(0, %(datasets)s - 1) i""",
    ),
    (
        "distributions",
        """INSERT INTO datasets_distribution (id, "order", title, download_url, format, encoding, row_count, fields,
            retired, dataset_id)
        SELECT md5('f' || i || '-' || k)::uuid, k, '', 'https://example.test/' || i || '/' || k,
            (ARRAY['CSV','JSON','XML','ODS'])[1 + k], 'UTF-8', '', '[]', false, md5('d' || i)::uuid
        FROM generate_series(0, %(datasets)s - 1) i, generate_series(0, CASE WHEN i %% 3 = 0 THEN 3 ELSE 2 END) k""",
    ),
    (
        "lives",
        """INSERT INTO datasets_lifecyclechange (id, position, recorded_at, state, reason, source, dataset_id)
        SELECT md5('l' || i)::uuid, i, '2016-12-01'::timestamptz + i %% 600 * interval '1 microsecond', 'published', '',
            '', md5('d' || i)::uuid
        FROM generate_series(0, %(datasets)s - 1) i""",
    ),
    (
        "owners",
        """INSERT INTO datasets_ownershipchange (id, position, recorded_at, reason, dataset_id, unit_id)
        SELECT md5('w' || i)::uuid, i, '2016-12-02'::timestamptz + i %% 600 * interval '1 microsecond', '',
            md5('d' || i)::uuid, md5('u' || (i + i / 100) %% %(units)s)::uuid
        FROM generate_series(0, %(datasets)s - 1) i""",
    ),
    (
        "schedules",
        """INSERT INTO datasets_updateschedule (id, position, recorded_at, frequency, lag_days, starts_on, dataset_id)
        SELECT md5('s' || i)::uuid, i, '2016-12-03'::timestamptz + i %% 600 * interval '1 microsecond',
            CASE WHEN i %% 100 < 22 THEN '每1月' WHEN i %% 100 < 47 THEN '每3月' ELSE '每1年' END, 0, '2017-01-01',
            md5('d' || i)::uuid
        FROM generate_series(0, %(datasets)s - 1) i""",
    ),
    (
        "obligations",
        """INSERT INTO datasets_updateobligation (id, position, recorded_at, period_start, period_end, due, deadline,
            day_count, dataset_id, unit_id, schedule_id)
        SELECT md5('o' || i || g.began)::uuid, row_number() OVER (ORDER BY g.began, i),
            (g.began AT TIME ZONE 'Asia/Taipei') + i %% 600 * interval '1 microsecond', g.began::date, ends.on_day,
            ends.on_day, ends.on_day + 5, 'calendar', md5('d' || i)::uuid, md5('u' || (i + i / 100) %% %(units)s)::uuid,
            md5('s' || i)::uuid
        FROM generate_series(0, %(datasets)s - 1) i,
            LATERAL (SELECT CASE WHEN i %% 100 < 22 THEN interval '1 month' WHEN i %% 100 < 47 THEN interval '3 months'
                ELSE interval '1 year' END AS long) step,
            LATERAL generate_series('2017-01-01'::timestamp, now()::timestamp, step.long) g(began),
            LATERAL (SELECT (g.began + step.long - interval '1 day')::date AS on_day) ends
        ORDER BY g.began, i""",
    ),
    (
        "attestations",
        # Of a hundred: 88 in time, 6 late, 3 never, 3 late and then corrected to be in time.
        """INSERT INTO datasets_updateattestation (id, position, recorded_at, claimed_at, date_only, note,
            obligation_id)
        SELECT md5('a' || k || id)::uuid, row_number() OVER (ORDER BY claimed, k, position),
            (claimed AT TIME ZONE 'Asia/Taipei') + (12 + k) * interval '1 hour'
                + like_number * interval '1 microsecond',
            (CASE WHEN k = 0 THEN claimed ELSE due::timestamp END) AT TIME ZONE 'Asia/Taipei', true, '', id
        FROM (SELECT o.*, like_number,
                    ('x' || substr(md5(like_number || '-' || period_start), 1, 4))::bit(16)::int %% 100 AS dice
                FROM datasets_updateobligation o JOIN datasets_dataset d ON d.id = o.dataset_id,
                LATERAL (SELECT (d.identifier::int - 100000) %% 600 AS like_number) l) o,
            LATERAL (SELECT (due + CASE WHEN dice < 88 THEN dice %% 10 - 5 ELSE 6 + dice %% 15 END)::timestamp
                AS claimed) c,
            LATERAL generate_series(0, CASE WHEN dice >= 97 THEN 1 ELSE 0 END) k
        WHERE dice NOT BETWEEN 94 AND 96 AND claimed < now() - interval '2 days'
        ORDER BY claimed, k""",
    ),
    (
        "checks",
        """INSERT INTO quality_round (id, period, started_at, self_check)
        SELECT md5('r' || k)::uuid, 'bench-' || k, now() - interval '40 days' + k * interval '20 days', ''
        FROM generate_series(0, 1) k;
        INSERT INTO quality_observation (id, position, recorded_at, observed_at, link, reason, final_url, redirects,
            bytes, sha256, etag, last_modified, format, encoding, machine_readable, fields, findings, delimiter,
            header_row, members, decided_by, fault, distribution_id)
        SELECT md5('v' || id)::uuid, n, '2017-02-01'::timestamptz + like_file * interval '1 microsecond',
            '2017-02-01'::timestamptz, 'ok', '', '', '[]', 9, '', '', '', format, 'UTF-8', like_file %% 20 > 0,
            '[]', '[]', '', 0, '[]', '', false, id
        FROM (SELECT f.*, like_file, row_number() OVER () AS n
            FROM datasets_distribution f JOIN datasets_dataset d ON d.id = f.dataset_id,
            LATERAL (SELECT (d.identifier::int - 100000) %% 600 * 4 + f."order" AS like_file) l) f;
        INSERT INTO quality_check (checked_at, elapsed_ms, "full", distribution_id, observation_id, round_id)
        SELECT now() - interval '40 days' + k * interval '20 days', 100, true, id, md5('v' || id)::uuid,
            md5('r' || k)::uuid
        FROM datasets_distribution, generate_series(0, 1) k""",
    ),
    (
        "usage",
        """INSERT INTO datasets_usagecount (day, source, views, downloads, estimated, recorded_at, dataset_id)
        SELECT g.day::date, CASE WHEN i %% 5 = 0 THEN 'platform' ELSE 'portal' END, (i * 7 + n) %% 50, (i + n) %% 5,
            i %% 5 = 0, g.day + interval '1 day', md5('d' || i)::uuid
        FROM generate_series('2017-01-01'::timestamp, now()::timestamp - interval '1 day', interval '1 day')
                WITH ORDINALITY g(day, n),
            generate_series(0, %(datasets)s - 1) i
        WHERE (n + i) %% 11 = 0
        ORDER BY n, i""",
    ),
    (
        "systems",
        # One of each unit, with three datasets of its own; a tenth of them in every year.
        """INSERT INTO datasets_informationsystem (id, code, name, name_en, public_site, introduced_on, unit_id)
        SELECT md5('y' || u)::uuid, 'y' || u, '系統' || u, 'System ' || u, false, make_date(2017 + u %% 10, 1, 1),
            md5('u' || u)::uuid
        FROM generate_series(0, %(units)s - 1) u;
        INSERT INTO datasets_systemassessment (id, position, recorded_at, introduced_on, publishable, reason, system_id)
        SELECT id, n, (introduced_on::timestamp AT TIME ZONE 'Asia/Taipei') + n * interval '1 microsecond',
            introduced_on, true, '', id
        FROM (SELECT *, row_number() OVER (ORDER BY code) AS n FROM datasets_informationsystem) y;
        INSERT INTO datasets_systemdataset (id, position, recorded_at, linked, dataset_id, system_id)
        SELECT md5('z' || u || '-' || k)::uuid, 3 * u + k,
            '2017-01-02'::timestamptz + (3 * u + k) * interval '1 microsecond', true,
            md5('d' || u + k * %(units)s)::uuid, md5('y' || u)::uuid
        FROM generate_series(0, %(units)s - 1) u, generate_series(0, 2) k""",
    ),
    (
        "reviews",
        # Of each quarter the ten least used and one in a hundred; the last quarter waits for its decisions.
        """INSERT INTO reports_reviewitem (id, position, recorded_at, quarter, rule, dataset_id)
        SELECT md5('q' || i || '-' || n)::uuid, row_number() OVER (ORDER BY n, i),
            q.ended + interval '9 days' + i * interval '1 microsecond', to_char(q.ended - interval '1 day', 'YYYY"Q"Q'),
            'least_used', md5('d' || i * 50)::uuid
        FROM generate_series('2017-04-01'::timestamptz, now() - interval '10 days', interval '3 months')
                WITH ORDINALITY q(ended, n),
            generate_series(0, 9 + %(datasets)s / 100) i
        WHERE i * 50 < %(datasets)s;
        INSERT INTO reports_reviewdecision (id, position, recorded_at, decision, reason, item_id)
        SELECT id, position, recorded_at + interval '30 days', 'keep', '', id
        FROM reports_reviewitem WHERE quarter < (SELECT max(quarter) FROM reports_reviewitem)""",
    ),
    (
        "messages",
        # Each dataset is written about once in four years; nine in ten are answered, of those 19 in 20 in time.
        """INSERT INTO feedback_feedbackmessage (id, position, recorded_at, thread, tracking_code, number, channel,
            topic, received_at, deadline, day_count, language, text_hash, dataset_id, unit_id)
        SELECT md5('m' || i)::uuid, i, at, md5('m' || i)::uuid, md5('t' || i), 'B' || i, 'portal',
            (ARRAY['request','error','general'])[1 + i %% 3], at, (at AT TIME ZONE 'Asia/Taipei')::date + 7, 'calendar',
            'zh-hant', '', md5('d' || i %% %(datasets)s)::uuid, md5('u' || (i + i / 100) %% %(units)s)::uuid
        FROM generate_series(0, %(datasets)s * 5 / 2 - 1) i, LATERAL (SELECT '2017-01-03'::timestamptz
            + i * ((now() - interval '1 day' - '2017-01-03'::timestamptz) / (%(datasets)s * 5 / 2)) AS at) t;
        INSERT INTO feedback_feedbackevent (id, position, recorded_at, kind, released_at, text_hash, message_id)
        SELECT id, position, answered, 'replied', answered, '', id
        FROM (SELECT *, received_at + (CASE WHEN position %% 20 = 0 THEN 9 ELSE 3 END) * interval '1 day' AS answered
            FROM feedback_feedbackmessage WHERE position %% 10 > 0) m
        WHERE answered < now() - interval '1 hour'""",
    ),
    (
        "the chain's first and last link",
        """INSERT INTO datasets_ledgerentry (position, recorded_at, kind, fact_id, hash)
        SELECT 1, min(recorded_at), 'bench', md5('first')::uuid, repeat('0', 64) FROM datasets_lifecyclechange;
        INSERT INTO datasets_ledgerentry (position, recorded_at, kind, fact_id, hash)
        SELECT 100000000, max(recorded_at), 'bench', md5('head')::uuid, repeat('0', 64)
        FROM (SELECT recorded_at FROM datasets_updateattestation
            UNION ALL SELECT recorded_at FROM feedback_feedbackevent) facts""",
    ),
)


def fill(size: int) -> None:
    """An empty, migrated PostgreSQL database becomes one of `size` × 600 datasets."""
    numbers = {"datasets": 600 * size, "units": max(10 * size, 1)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for _name, statement in STEPS:
            cursor.execute(statement, numbers)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def counts() -> dict[str, int]:
    tables = ("unit", "dataset", "distribution", "updateobligation", "updateattestation", "usagecount")
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM datasets_{table}")
            found[table] = int(cursor.fetchone()[0])
    return found
