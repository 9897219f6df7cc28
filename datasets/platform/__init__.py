"""The national platform's file formats (data.gov.tw), in and out. Pure: bytes in, frozen values out, no database.

Every reader is a generator that never raises on bad input: it yields what it could read, and a `Notice` for what it
could not, with the row and what to do about it. Rows are counted as a spreadsheet shows them: the heading is row 1.
Content decides what a file is; the platform serves its CSV as text/html, so the Content-Type is never asked.
"""
