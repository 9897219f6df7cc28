"""OpenDocument 1.3 (CNS 15251), written as XML directly.

`text` writes ODT, `sheet` ODS, `package` the zip around both.
"""
