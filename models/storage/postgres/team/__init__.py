"""Who works on the desk of a server, with which rights, and at what just now? (RULES 13)"""
