"""What the engine knows of Vietnamese, as data."""

from rules.loader import Case, Pattern, Rule, RuleFile, formula, load, patterns

__all__ = ["Case", "Pattern", "Rule", "RuleFile", "formula", "load", "patterns"]
