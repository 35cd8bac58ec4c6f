"""Vendors' ids in the paths of requests."""

from __future__ import annotations

from urllib.parse import quote


def segment(vendor_id: str) -> str:
    """Return `vendor_id` as one segment of a path: whatever it holds, it leads nowhere else."""
    return quote(vendor_id, safe="").replace(".", "%2E")
