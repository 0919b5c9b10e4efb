"""Threads of libraries that are never given work."""

from typing import Final

ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
"""Environment that keeps NumPy's linear algebra, which is not used, from starting threads when it
is imported: 0.17 CPU-seconds on two cores, more on more."""
