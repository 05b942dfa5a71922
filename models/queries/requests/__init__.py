"""What is asked of the desk: the queue, its filters, the page of a request."""
