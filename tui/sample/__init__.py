"""What does `deskhours demo` stand on? A sample desk in a folder that goes with the program."""
