"""The signed record of a desk session: frozen snapshot, document, approvals, verification."""
