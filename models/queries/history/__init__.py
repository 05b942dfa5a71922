"""Who changed what, and what undo would take back."""
