"""One file per screen, on one base."""
