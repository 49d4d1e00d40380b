"""The parent and therapist view: what happened in a session, why, and what people say of it. A local web app."""
