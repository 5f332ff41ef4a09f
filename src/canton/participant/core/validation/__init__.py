"""Phase 3: is what came authentic, allowed, consistent, and what the packages make of it?"""
