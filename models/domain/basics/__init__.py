"""What everything else counts with: dates, months, zones, money, text, and how they are written and read."""
