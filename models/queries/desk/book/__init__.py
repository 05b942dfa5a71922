"""What is the whole desk, as a book that another desk can load? Its records, and the closed months to the letter."""
