"""Screen 6: review, close and bill a month."""
