"""Who worked on what, when: timesheets, days, overlaps, and what a form of time can offer."""
