"""The writing side: one use case a function, one transaction each, every change recorded so that it can be undone."""
