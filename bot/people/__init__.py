"""How each person wants to be written to; who arrives, who leaves."""
