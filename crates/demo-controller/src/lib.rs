//! A Controller with the same contract as Datasance Controller 3.7.3, in memory, for demos and tests.
