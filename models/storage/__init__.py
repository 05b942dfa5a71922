"""Where the desk is kept: the database, its tables and migrations, files, copies, and the machine around them."""
