"""Does a database lie where one may lie? On a network drive or in a synchronised folder it may be damaged."""

from __future__ import annotations

from pathlib import Path

_RENUMBERING = {"vfat", "exfat", "msdos", "fuseblk", "fuse.sshfs", "nfs", "nfs4", "cifs", "smb3", "smbfs"}
"""File systems on which a file may get another number while it is open."""
_REMOTE = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "fuse.rclone",
    "9p",
    "afpfs",
    "fuse.davfs",
    "ceph",
}
_SYNCHRONISED = (
    *("dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents"),
    *("nextcloud", "owncloud", "syncthing", "pcloud", "seafile"),
)
"""How the folders are called that a program copies to elsewhere as soon as a file in them changes."""


def renumbers(path: Path) -> bool:
    """May a file get another number here while it is open?"""
    return _filesystem(path) in _RENUMBERING


def odd_place(path: Path, names: int) -> str | None:
    """What to say of where the file really lies, whatever links lead there, and of how many `names` it has."""
    path = path.resolve()
    text = str(path).lower()
    for name in _SYNCHRONISED:
        if name in text:
            return f"the database lies in a synchronised folder ({name}): a sync may damage it while it is in use"
    if names > 1:
        return (
            "the database has a second name (a hard link): what a crash leaves under one is not mended under the"
            " other; keep one name, and copy with deskhours backup"
        )
    kind = _filesystem(path)
    if kind in _REMOTE:
        return (
            f"the database lies on a network drive ({kind}): its locks may not hold, keep it on a local disk"
        )
    return None


def _filesystem(path: Path) -> str:
    """The kind of file system that holds `path`, empty where the system does not tell."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    target, best, kind = str(path.absolute()), "", ""
    for line in mounts:
        fields = line.split(" ")
        point = fields[1].replace("\\040", " ") if len(fields) > 2 else ""
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
