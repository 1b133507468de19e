package dev.baton.engine;

import java.util.ArrayList;
import java.util.List;

/** A client that writes down its grants, on one thread, and keeps what it is granted. */
final class GrantLog implements Client {
    private final List<Job> jobs = new ArrayList<>();

    @Override
    public void granted(Job job) {
        jobs.add(job);
    }

    /** The jobs so far, in the order in which they were told. */
    List<Job> jobs() {
        return jobs;
    }
}
