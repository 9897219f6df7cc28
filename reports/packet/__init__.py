"""The quarterly review packet (季檢討資料): facts of one quarter, laid out once, written in six formats.

`data` is what the packet says (typed, frozen, canonical JSON), `sections` lays it out as headings and tables in either
language, and each renderer (`odt`, `ods`, `pdf`, `xlsx`, `csv`) writes that layout. Only `collect` reads the database.
"""
