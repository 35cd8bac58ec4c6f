"""What a file or folder lies on, and who may get at it."""

from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path

MOUNTS = Path("/proc/mounts")
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|lustre|fuse\.(sshfs|rclone|s3fs|glusterfs|davfs\w*)|davfs"
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_kind(path: Path, mounts: Path = MOUNTS) -> str:
    """Return the kind of the file system that `path` lies on if it is one of a network, else "", also where the system
    does not tell (it is asked by `mounts`, in the format of proc_mounts(5))."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    place, kind = Path(os.path.realpath(path)), ""
    longest = -1
    for line in lines:
        words = line.split(" ")
        if len(words) < 3:
            continue
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), words[1]))
        # Of two at the same point the later one covers the earlier.
        if place.is_relative_to(point) and len(point.parts) >= longest:
            longest, kind = len(point.parts), words[2]
    return kind if _NETWORK.fullmatch(kind) else ""


def free_bytes(path: Path) -> int | None:
    """Return how much room there is for files at `path`, which need not exist; None if nobody can tell."""
    for folder in (path, *path.parents):
        try:
            return shutil.disk_usage(folder).free
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None


def mode_text(path: Path) -> str:
    """Return the permissions in digits, `600`. Raises OSError."""
    return f"{stat.S_IMODE(path.stat().st_mode):o}"


def others_may(path: Path) -> str:
    """Return what others than the owner may do with `path`: `read and change it`, `read it`, "" if nothing. Raises
    OSError."""
    mode = path.stat().st_mode
    if mode & 0o022:
        return "read and change it" if mode & 0o044 else "change it"
    return "read it" if mode & 0o044 else ""


def owner(path: Path) -> str:
    """Return whose file it is if it is neither ours nor root's, else "". Raises OSError."""
    found = path.stat().st_uid
    if found in (os.geteuid(), 0):
        return ""
    import pwd

    try:
        return pwd.getpwuid(found).pw_name
    except KeyError:
        return f"uid {found}"
