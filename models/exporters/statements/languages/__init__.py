"""In which words is a client addressed? One file a language; one that has none here is addressed in English."""
