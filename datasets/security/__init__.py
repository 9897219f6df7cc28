"""Sign-in, sessions, passwords and the audit log (資通系統防護基準 level 中; docs/security.md)."""
