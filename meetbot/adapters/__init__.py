"""Everything that touches the outside world; each module maps foreign exceptions to ours."""
