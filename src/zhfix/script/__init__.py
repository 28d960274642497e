"""Simplified and traditional characters."""
