"""What a Trajectory tells: who was where and on what (ledger), what happened (events), why, and what if."""
