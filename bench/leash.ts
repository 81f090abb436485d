// Loaded before a program that the bench starts: it must not outlive a bench that was killed.
process.on('disconnect', () => process.exit(1));
