"""How does the book write what holds from dates, by windows, or on paper? Terms of desk, contract and client."""
