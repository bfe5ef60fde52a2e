//! The Controller's REST contract: requests as values, answers decoded, one error type, a transport trait.
