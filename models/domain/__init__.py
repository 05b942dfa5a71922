"""The rules of the desk (RULES.md beside this file), pure: no database, no files, no clock."""
