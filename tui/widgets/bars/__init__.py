"""Bars that show hours, on a month or along a day."""
