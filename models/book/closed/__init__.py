"""What does the book keep of closed months that closing again would not make?"""
