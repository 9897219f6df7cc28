"""Who gets in where: one line a URL name. A URL without a line fails tests/test_permissions.py.

`get` and `post` name who is let through (a page, a form with errors, a redirect onwards); everybody else must meet
the sign-in page, 403 or 404. PUT, PATCH and DELETE are refused to everybody everywhere.
`arguments` names the values for the URL's parameters where `World` (test_permissions.py) does not already have them.
`own` marks pages of one unit's objects: staff of another unit ("stranger") are then left out of EDITORS.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

ANYBODY = frozenset({"public", "staff", "head", "stranger", "advisor", "officer", "auditor"})
SIGNED_IN = ANYBODY - {"public"}
NOBODY: frozenset[str] = frozenset()
OFFICER = frozenset({"officer"})
AUDITOR = frozenset({"auditor"})
READERS = frozenset({"advisor", "officer", "auditor"})
MANAGEMENT = frozenset({"officer", "auditor"})
"""The officer changes, the auditor reads."""
UNIT = frozenset({"staff", "head"})
"""People of the unit that the object belongs to."""
EDITORS_OF_UNIT = UNIT | OFFICER
READERS_OF_UNIT = UNIT | READERS
EDITORS = frozenset({"staff", "head", "stranger", "officer"})
"""Unit people of any unit and the officer: pages that show each the own rows."""
ANY_UNIT = EDITORS - OFFICER
PUBLIC_ONLY = frozenset({"public"})


@dataclass(frozen=True)
class Line:
    get: frozenset[str] = NOBODY
    post: frozenset[str] = NOBODY
    arguments: dict[str, str] = field(default_factory=dict)


PAGE = Line(get=ANYBODY)
"""A public page that changes nothing."""
OF_A_PUBLISHED_ONE = Line(get=ANYBODY, arguments={"identifier": "5996", "order": "0"})
"""A public page of a dataset: `identifier` of World is one that is not published."""

THIS_YEAR = datetime.now(tz=UTC).year
KEY = "00000000-0000-0000-0000-000000000001"
"""The primary key of the objects that World makes for addresses by key."""

TABLE: dict[str, Line] = {
    # -- reports ------------------------------------------------------------------------------------
    "home": PAGE,
    "usage": PAGE,
    "usage_csv": PAGE,
    "about": PAGE,
    "accessibility": PAGE,
    "privacy": PAGE,
    "dataset": OF_A_PUBLISHED_ONE,
    "scores": OF_A_PUBLISHED_ONE,
    "dashboard": Line(get=SIGNED_IN),
    "scoreboard": Line(get=SIGNED_IN),
    "tv": PAGE,
    "changes": Line(get=READERS),
    "restatements": Line(get=READERS),
    "kpi": Line(get=SIGNED_IN, arguments={"code": "timely_updates"}),
    # A row is found inside a figure of one's own scope alone (tests/reports/test_kpi_page.py); here there is none.
    "kpi_row": Line(arguments={"code": "timely_updates", "key": "00000000-0000-0000-0000-000000000000"}),
    "meetings": Line(get=READERS, post=OFFICER),
    "members": Line(get=MANAGEMENT, post=OFFICER),
    "member": Line(get=OFFICER, post=OFFICER, arguments={"pk": KEY}),
    # Whoever has a signed link is the member; this one is forged (tests/reports/test_invitations.py has real ones).
    "meeting_answer": Line(arguments={"token": "forged"}),
    "meeting_papers": Line(arguments={"token": "forged", "name": "minutes.odt"}),
    "meeting_plan": Line(get=OFFICER, post=OFFICER, arguments={"pk": KEY}),
    # A POST that names nothing to save is answered with 404 (tests/reports/test_meeting_live.py saves).
    "meeting_live": Line(get=OFFICER, arguments={"pk": KEY}),
    "meeting_file": Line(get=READERS, arguments={"pk": KEY, "name": "minutes.odt"}),
    "meeting": Line(get=READERS, post=OFFICER, arguments={"pk": KEY}),
    "excusals": Line(get=READERS, post=OFFICER),
    "resolutions": Line(get=SIGNED_IN),
    "resolution": Line(get=READERS_OF_UNIT, post=EDITORS_OF_UNIT, arguments={"pk": KEY}),
    "reviews": Line(get=SIGNED_IN),
    "reviews_waiting": Line(get=SIGNED_IN),
    "review": Line(get=SIGNED_IN, post=OFFICER, arguments={"quarter": "2026Q2"}),
    # A POST without a form's name is a unit's proposal, which is the unit's alone; decisions: test_reviews.py.
    "review_item": Line(get=READERS_OF_UNIT, post=UNIT, arguments={"pk": KEY}),
    "claims": Line(get=SIGNED_IN),
    "claim": Line(arguments={"pk": "00000000-0000-0000-0000-000000000000"}),
    "explanations": Line(get=SIGNED_IN),
    "explanations_of": Line(get=SIGNED_IN, arguments={"quarter": "2026Q2"}),
    "explanation": Line(get=READERS_OF_UNIT, post=UNIT, arguments={"quarter": "2026Q2", "kpi": "timely_updates"}),
    "plan": Line(get=SIGNED_IN, post=OFFICER),
    "stocktaking": Line(get=SIGNED_IN, post=OFFICER),
    "stocktaking_answer": Line(get=READERS_OF_UNIT, post=UNIT, arguments={"pk": KEY}),
    "annual_reviews": Line(get=READERS),
    "annual": Line(get=READERS, post=OFFICER, arguments={"year": str(THIS_YEAR)}),
    "annual_file": Line(get=READERS, arguments={"year": str(THIS_YEAR), "name": f"annual-review-{THIS_YEAR}-en.odt"}),
    "strategy": Line(get=READERS, post=OFFICER),
    "outreach": Line(get=READERS, post=OFFICER),
    # A POST that names nothing to do is answered with 404 (tests/reports/test_outreach.py does all of it).
    "outreach_event": Line(get=READERS, arguments={"event": KEY}),
    # No material lies on this disk.
    "outreach_file": Line(arguments={"pk": KEY, "name": "slides.pdf"}),
    "letterheads": Line(get=READERS, post=OFFICER),
    "letterhead_file": Line(get=READERS, arguments={"name": "starter.odt"}),
    "packets": Line(get=READERS, post=OFFICER),
    "packet": Line(get=READERS, arguments={"pk": "1"}),
    "packet_cancel": Line(post=OFFICER, arguments={"pk": "1"}),
    # Nothing was built here, so readers meet 404; tests/reports/test_packets.py asks each role of a built one.
    "packet_section": Line(arguments={"pk": "1", "number": "1"}),
    "packet_file": Line(arguments={"pk": "1", "name": "manifest.json"}),
    "seal_ask": Line(post=OFFICER, arguments={"pk": "1"}),
    "seal_request": Line(get=READERS, post=OFFICER, arguments={"pk": KEY}),
    "sealed_packet": Line(get=READERS, post=OFFICER, arguments={"pk": KEY}),
    # Nothing was built and nothing released here; tests/reports/test_seals.py asks of what was.
    "sealed_file": Line(arguments={"pk": KEY, "edition": "full", "name": "manifest.json"}),
    "published_packets": PAGE,
    "published_file": Line(arguments={"quarter": "2026Q1", "number": "0", "name": "manifest.json"}),
    # -- datasets -----------------------------------------------------------------------------------
    "catalogue": PAGE,
    "download": OF_A_PUBLISHED_ONE,
    "dataset_jsonld": OF_A_PUBLISHED_ONE,
    "dataset_turtle": OF_A_PUBLISHED_ONE,
    "closed": PAGE,
    "priority": PAGE,
    "catalogue_jsonld": PAGE,
    "catalogue_turtle": PAGE,
    "feed": PAGE,
    "robots": PAGE,
    "sitemap": PAGE,
    "sitemap_section": Line(get=ANYBODY, arguments={"section": "datasets"}),
    "due": Line(get=ANY_UNIT, post=ANY_UNIT),
    "manage": Line(get=MANAGEMENT),
    "inventory": Line(get=EDITORS | MANAGEMENT, post=OFFICER),
    "inventory_csv": Line(get=MANAGEMENT),
    "dataset_add": Line(get=OFFICER, post=OFFICER),
    "dataset_edit": Line(get=EDITORS_OF_UNIT, post=EDITORS_OF_UNIT),
    "file_edit": Line(get=OFFICER, post=OFFICER, arguments={"file": "new"}),
    "openness": Line(get=EDITORS_OF_UNIT, post=EDITORS_OF_UNIT),
    "withdrawals": Line(get=MANAGEMENT | {"head"}),
    "schedules": Line(get=MANAGEMENT, post=OFFICER),
    "units": Line(get=MANAGEMENT, post=OFFICER),
    "unit_edit": Line(get=MANAGEMENT, post=OFFICER),
    "people": Line(get=MANAGEMENT, post=OFFICER),
    "person": Line(get=MANAGEMENT, post=OFFICER, arguments={"username": "staff"}),
    "systems": Line(get=MANAGEMENT, post=OFFICER),
    "system": Line(get=MANAGEMENT, post=OFFICER, arguments={"code": "billing"}),
    "imports": Line(get=MANAGEMENT, post=OFFICER),
    "usage_imports": Line(get=MANAGEMENT, post=OFFICER),
    "import_run": Line(get=MANAGEMENT, post=OFFICER),
    "import_remarks": Line(get=MANAGEMENT),
    "import_difference": Line(get=MANAGEMENT),
    "calendars": Line(get=MANAGEMENT, post=OFFICER),
    "calendar_year": Line(get=MANAGEMENT, arguments={"year": "2026"}),
    "my_settings": Line(get=SIGNED_IN, post=SIGNED_IN),
    "audit_log": Line(get=frozenset({"officer", "auditor"})),
    # -- quality ------------------------------------------------------------------------------------
    "rounds": Line(get=SIGNED_IN),  # people of a unit are led to their own list
    "begin_round": Line(post=OFFICER),
    "mend": Line(get=SIGNED_IN),
    "disputes": Line(get=READERS),
    "badges": Line(get=READERS, post=OFFICER),
    "rule": Line(post=OFFICER),
    "round": Line(get=READERS),
    "distribution": Line(get=ANYBODY, post=UNIT),
    "check_now": Line(post=EDITORS_OF_UNIT),
    # -- feedback -----------------------------------------------------------------------------------
    "feedback_form": Line(get=ANYBODY, post=ANYBODY),
    "feedback_receipt": PAGE,  # whoever knows the secret address
    "feedback_track": Line(get=ANYBODY, post=ANYBODY),
    "answered": PAGE,
    "answer": PAGE,
    "queue": Line(get=EDITORS | AUDITOR),
    "enter": Line(get=EDITORS, post=EDITORS),
    "message": Line(get=EDITORS_OF_UNIT | AUDITOR),
    "message_acknowledge": Line(post=EDITORS_OF_UNIT),
    "message_reply": Line(post=EDITORS_OF_UNIT),
    "message_note": Line(post=EDITORS_OF_UNIT),
    "message_transfer": Line(post=EDITORS_OF_UNIT),
    "message_spam": Line(post=EDITORS_OF_UNIT),
    "message_propose": Line(post=EDITORS_OF_UNIT),
    "message_publish": Line(post=OFFICER),
    "message_decline": Line(post=OFFICER),
    "message_unpublish": Line(post=OFFICER),
    "message_erase": Line(post=OFFICER),
    # -- API ----------------------------------------------------------------------------------------
    "api_docs": PAGE,
    "api_dataset-list": PAGE,
    "api_dataset-detail": OF_A_PUBLISHED_ONE,
    "api_distribution-list": PAGE,
    "api_distribution-detail": Line(get=ANYBODY, arguments={"pk": "00000000-0000-0000-0000-000000000001"}),
    "api_check-list": PAGE,
    "api_usage-list": PAGE,
    "api_kpis": PAGE,
    "api_schema": PAGE,
    # -- sign-in (allauth) --------------------------------------------------------------------------
    # Somebody who is signed in is sent home from the sign-in and sign-up pages: that is getting in.
    # To the public the sign-up page says that there is none (tests/datasets/test_sign_in.py).
    "account_login": Line(get=ANYBODY, post=ANYBODY),
    "account_logout": Line(get=ANYBODY, post=ANYBODY),
    "account_inactive": PAGE,
    "account_signup": Line(get=ANYBODY, post=ANYBODY),
    "account_reauthenticate": Line(get=SIGNED_IN, post=SIGNED_IN),
    "account_email": Line(get=ANYBODY, post=ANYBODY),  # leads to one's settings, which ask for a sign-in
    "account_email_verification_sent": PAGE,
    "account_change_password": Line(get=SIGNED_IN, post=SIGNED_IN),
    "account_set_password": Line(get=SIGNED_IN, post=SIGNED_IN),
    "account_reset_password": Line(get=ANYBODY, post=ANYBODY),
    "account_reset_password_done": PAGE,
    "account_reset_password_from_key": Line(
        get=ANYBODY, post=ANYBODY, arguments={"uidb36": "0", "key": "set-password"}
    ),
    "account_reset_password_from_key_done": PAGE,
    "account_confirm_email": Line(get=ANYBODY, arguments={"key": "abc"}),
    "account_confirm_login_code": Line(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_index": Line(get=SIGNED_IN),
    "mfa_authenticate": Line(get=ANYBODY - PUBLIC_ONLY, post=ANYBODY - PUBLIC_ONLY),
    "mfa_reauthenticate": Line(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_activate_totp": Line(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_deactivate_totp": Line(),  # these three are there for who has a second factor; here nobody has
    "mfa_view_recovery_codes": Line(),
    "mfa_generate_recovery_codes": Line(get=SIGNED_IN, post=SIGNED_IN),
    "mfa_download_recovery_codes": Line(),
    # -- the frame ----------------------------------------------------------------------------------
    "set_language": Line(get=ANYBODY, post=ANYBODY),
}

PREFIXES: dict[str, Line] = {
    "admin/": Line(),  # the back room: none of the roles alone opens it (is_staff does)
}
