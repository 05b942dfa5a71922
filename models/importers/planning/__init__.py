"""What would become of each row of a foreign file? Identity, overlaps and fates, before anything is written."""
