"""Prices, replays and quotes, opened from several screens."""
