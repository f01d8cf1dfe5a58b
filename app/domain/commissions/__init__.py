"""The commission engine: terms in, amount and arithmetic out. Pure."""
