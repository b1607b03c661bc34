"""What work may take, and how much of it is done at once. Plain values, with what is usual."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one piece of work may take: seconds, rows, megabytes of memory; and how many do so at once.

    `workers` are there for work that has just begun, `slow` more for what takes longer; `queue` may wait for a worker.
    `services` are the endpoints that a query may ask.
    """

    timeout: float = 30.0
    rows: int = 1_000_000
    memory: int = 512
    workers: int = 6
    slow: int = 24
    queue: int = 64
    services: tuple[str, ...] = ()


USUAL = Limits()
