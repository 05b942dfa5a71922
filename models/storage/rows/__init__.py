"""How do values and rows become each other? Reading, writing, texts of months, money apart from minutes."""
