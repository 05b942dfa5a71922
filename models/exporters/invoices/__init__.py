"""How does what is billed get into the books? One file an accounting program, all from the same invoices."""
