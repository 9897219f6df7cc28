"""The pages of feedback; each view bears the name of its URL and its template."""
