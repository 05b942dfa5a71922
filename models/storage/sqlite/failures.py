"""What went wrong with a file, in words? Read only when something did."""

from __future__ import annotations

from pathlib import Path

from models.storage.sqlite.backup import newest_backup

_ROLLED_BACK = ("cannot rollback", "no such savepoint")


def explain_failure(error: BaseException, path: Path) -> str:
    """An error of SQLite in a sentence: who holds the file, the disk, the rights; nothing was saved."""
    text = str(cause_of(error))
    if "locked" in text or "busy" in text:
        return f"{path}: another program holds the database locked; nothing was saved, try again"
    if "full" in text:
        return f"{path}: the disk is full; nothing was saved, free some space and try again"
    if "readonly" in text or "read-only" in text:
        return f"{path}: the database can only be read; nothing was saved"
    if "user-defined function" in text:
        return f"{path}: a record does not hold what it should; deskhours doctor names the record"
    if "disk I/O" in text:
        return f"{path}: the disk reports an error ({text}); nothing was saved"
    return f"{path}: {text}; nothing was saved"


def cause_of(error: BaseException) -> BaseException:
    """What went wrong first: SQLite may have rolled back by itself, and why it did so is the news."""
    while any(words in str(error) for words in _ROLLED_BACK) and error.__context__ is not None:
        error = error.__context__
    return error


def corrupt(path: Path, detail: str) -> str:
    """A damaged file in a sentence: what is wrong, the newest good backup, and the way to rescue rows."""
    newest = newest_backup(path)
    hint = f"the newest good backup is {newest}" if newest else "there is no backup beside it"
    return f"{path}: is damaged ({detail}); {hint}. To rescue rows: sqlite3 {path} .recover"
