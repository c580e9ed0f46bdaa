"""Linking on Apache Spark, where one machine is outgrown: Spark makes the joins and shuffles, the kernel compares inside it."""
