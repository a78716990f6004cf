"""What several verbs do: go somewhere, sit, bring a hand to a thing, and what must be so before."""
