"""The people of a RemoteLock account: access persons with their accesses, and the guests of resort locks."""
