"""What people see: pages and the data of their scripts, made of a store alike for a server and for a static site.

Pure: a store, and what else a build wrote, give bytes. This room knows no network and no process.
"""
