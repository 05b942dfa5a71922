"""How is each tool's file read? One file a tool: what it wrote becomes rows, and problems by line."""
