"""What the engine knows of Vietnamese, as data."""

from rules.loader import Case, Pattern, Rule, RuleFile, load

__all__ = ["Case", "Pattern", "Rule", "RuleFile", "load"]
