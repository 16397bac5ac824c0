"""Faults made on purpose: a history of what was accepted, an injector that harms, a checker that compares."""
