"""What one person's home holds: raw files by their hash, recordings, and facts that are only ever added.

``store.store.Store`` is the face. Nothing heavy is imported here: SQLAlchemy and Alembic load when a store is opened.
"""
