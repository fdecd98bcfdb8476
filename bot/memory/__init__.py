"""The network's memory, open without us: files that are read, searched and printed from a disk."""
