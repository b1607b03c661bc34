"""Made-up projects of any number, as tables and as documents, with a key that says what is right.

Everything follows from a project's place in the row, how many there are, and a seed: the same call gives the same
bytes, and nothing is held in memory. Municipalities and authorities are real, all other organisations and all projects
are made up, and there are no persons. This package may not read what it has written.
"""
