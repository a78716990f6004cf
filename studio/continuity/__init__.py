"""Whether a film goes on over its cuts as its world does: found in what is acted and declared; nothing is rendered or painted."""
