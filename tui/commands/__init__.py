"""The commands without a screen, a module a theme; each module declares its parsers and runs them."""
