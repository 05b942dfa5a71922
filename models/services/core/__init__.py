"""What every write shares: recorded changes, guards of closed months, the checks against colleagues."""
