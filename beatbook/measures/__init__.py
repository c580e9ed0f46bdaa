"""One definition per figure: its value at any level, and exactly the records behind it."""
