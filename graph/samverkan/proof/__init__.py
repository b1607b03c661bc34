"""The page on which a person checks the machine: every document beside what was read from it, and what was not.

A sink: it shows facts and findings at their places, and may not change, choose or add any. Persons stay covered.
"""

from samverkan.proof.files import TEXTS, Before, write

__all__ = ["TEXTS", "Before", "write"]
