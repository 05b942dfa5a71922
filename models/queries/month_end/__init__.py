"""What is to be done before a close, and what it freezes."""
