"""What is declared: things, people, and what they do."""
