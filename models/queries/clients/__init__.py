"""Who is supported: the list of clients, the page of one, what they have used and have left."""
