"""What this machine tells of a process."""

from __future__ import annotations

import os
from pathlib import Path

_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def resident_mb(process: int) -> float:
    """Return how much memory a process takes, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE_KB / 1024
