"""Where does the desk's database lie? Known without opening it, and without loading anything heavy."""

from __future__ import annotations

import os

from models.domain.basics.errors import StorageError

TYPE_CHECKING = False  # typing itself costs `status` a tenth of its time
if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

    Place: TypeAlias = "Path | Server"
    """Where a desk is kept: a file of SQLite or a database of a server."""
    Stamp: TypeAlias = tuple[int, ...]
    """What differs whenever anybody wrote to a desk."""
else:
    Place = Stamp = object

APPLICATION_ID = 0x64736B68
"""What our databases carry in their header."""
SCHEMA_VERSION = 12
"""The number of the newest file in `migrations/`."""
VERIFIED_BYTES = 256 << 20
"""A larger file is not checked through before the first write: that would take longer than anybody waits."""

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

NO_STAMP: Stamp = (0, 0)
"""Of a desk that was never looked at."""


def default_path() -> Path:
    """`deskhours.db` in the user's data folder."""
    # Loaded here, as pathlib below: a status bar that is told its file needs neither.
    from platformdirs import user_data_path

    return user_data_path("deskhours") / "deskhours.db"


SERVERS = ("postgresql://", "postgres://")
"""How the name of a desk on a server begins."""


class Server:
    """A desk on a server, by its URL; shown, it never says a password."""

    __slots__ = ("url",)

    def __init__(self, url: str) -> None:
        """Of a `postgresql://…` URL."""
        self.url = url

    def __str__(self) -> str:
        from models.storage.urls import without_secrets

        return without_secrets(self.url)

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Server) and other.url == self.url

    def __hash__(self) -> int:
        return hash(self.url)


def resolve(target: str | None) -> Place:
    """The file or server of `resolve_text`."""
    from pathlib import Path

    text = resolve_text(target)
    return Server(text) if text.startswith(SERVERS) else Path(text)


def home(place: Place) -> Path:
    """The file itself; for a server, a file that is never made: beside it stand this user's private files."""
    if isinstance(place, Server):
        from models.storage.urls import file_name

        return default_path().with_name(f"{file_name(place.url)}.server")
    return place


def shown(text: str) -> str:
    """The place of `resolve_text` as it may be shown."""
    return str(Server(text)) if text.startswith(SERVERS) else text


def system_name(text: str) -> str:
    """A name of a file as the system takes it: where a locale knows no letters, the bytes of UTF-8."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return os.fsdecode(text.encode("utf-8", "surrogateescape"))
    return text


def resolve_text(target: str | None) -> str:
    """The place that `--database`, else DESKHOURS_DATABASE, else the default names.

    Accepts a path, `sqlite:///path` and `postgresql://…`; raises StorageError for another URL, and for a name that
    is given but empty: a script whose variable is not set must not reach the desk of everyday.
    """
    if target is not None and not target.strip():
        raise StorageError(
            "database: the name is empty; accepted are a path, sqlite:///PATH and postgresql://…"
        )
    target = target or os.environ.get("DESKHOURS_DATABASE") or None
    if target is None:
        return str(default_path())
    if target.startswith("sqlite:///"):
        return system_name(target.removeprefix("sqlite:///"))
    if "://" in target and not target.startswith(SERVERS):
        scheme = target.split("://", 1)[0]
        raise StorageError(
            f"database: {scheme}:// is not supported; accepted are a path, sqlite:///PATH and postgresql://…"
        )
    return target if target.startswith(SERVERS) else system_name(target)


def no_desk_yet(place: object) -> str:
    """What is said where a desk is asked for and there is none."""
    return f"{place}: there is no desk yet; deskhours load FILE or deskhours makes one"


def too_new(place: object, version: int) -> str:
    """What is said of a desk that a newer deskhours made or brought up to date."""
    return (
        f"{place}: has schema {version}, this deskhours knows up to {SCHEMA_VERSION}; "
        "install the newer deskhours, nothing was changed"
    )


def what_is_wrong(path: str) -> str:
    """Why this path can hold no database, as the end of a sentence; empty for a file, and where nothing is.

    A pipe would be waited for, a device read for ever: SQLite must not get to see them.
    """
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return ""
    except NotADirectoryError:
        return "a part of this path is a file, not a folder"
    except (OSError, ValueError) as error:
        return f"cannot be looked at ({getattr(error, 'strerror', None) or error})"
    kind = mode & 0o170000
    if kind == 0o100000:
        return "" if os.access(path, os.R_OK) else "this user may not read it"
    known = {
        0o040000: "a folder",
        0o010000: "a pipe",
        0o020000: "a device",
        0o060000: "a disk",
        0o140000: "a socket",
    }
    return f"is {known.get(kind, 'something else')}; accepted is a file"


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
        with open("/proc/self/mounts", encoding="utf-8", errors="replace") as file:
            mounts = file.read().splitlines()
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
