//! Compares manifests with live state: ordered steps, field changes and consequences; applies them step by step.
