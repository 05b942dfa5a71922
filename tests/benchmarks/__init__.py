"""How fast is the program? Scripts, not tests: medians and ratios against small reference programs."""
