"""Why is a figure of the ledger what it is? The steps behind units, draws and sums, in words."""
