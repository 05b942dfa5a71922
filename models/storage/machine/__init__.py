"""What does this machine tell? Its user, its zone and currency, and how long it slept."""
