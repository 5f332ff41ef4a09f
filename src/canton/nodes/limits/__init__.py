"""From limits in the configuration to those of the parts that enforce them."""
