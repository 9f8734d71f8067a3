"""Keeps numeric libraries from fighting over few cores; imported for its effect, before numpy and ctranslate2.

Measured on 2 cores with another busy process: OpenMP threads that spin while they wait made a decode take 85-127 s
instead of 7-12 s, and OpenBLAS on two threads made small matrix products 10 times slower. What the user has set stays.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def cores() -> int:
    """How many cores this process may use, at least 1."""
    allowed = getattr(os, "sched_getaffinity", None)
    return max(1, len(allowed(0)) if allowed else os.cpu_count() or 1)
