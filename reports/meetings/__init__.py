"""A meeting of the advisory group, from its agenda to its minutes.

`agenda` from the packet, `calendar` the .ics of an invitation, `record` what was recorded, `minutes` 會議紀錄.
"""
