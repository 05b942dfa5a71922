"""Screen 3: who the clients are and where their hours went."""
