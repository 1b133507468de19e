package dev.baton.bench;

import dev.baton.engine.Client;
import dev.baton.engine.Job;

/** The client of both engines: called directly, it counts. */
final class Grants implements Client, OneLock.Callback {
    long count;

    @Override
    public void granted(Job job) {
        count++;
    }

    @Override
    public void granted(OneLock.ResourceSet set) {
        count++;
    }
}
