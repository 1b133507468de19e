package dev.baton.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A ring of a hardware domain, of which each job's semaphore is its name. For one thread. */
final class RingLog implements HardwareClient<String> {
    private final HardwareDomain<String> domain;

    /** What it was told, in order. */
    final List<String> told = new ArrayList<>();

    private final Map<Job, String> names = new HashMap<>();

    /** What each hand-over does beside. */
    Consumer<Job> taking = job -> {};

    RingLog(HardwareDomain<String> domain) {
        this.domain = domain;
    }

    @Override
    public HardwareDomain<String> domain() {
        return domain;
    }

    @Override
    public String handOver(Job job, List<String> waits) {
        String name = nameOf(job);
        told.add(name + " after " + waits);
        taking.accept(job);
        return name;
    }

    @Override
    public void mayRun(Job job) {
        told.add("run " + nameOf(job));
    }

    @Override
    public void fenceOff(Job job) {
        told.add("drop " + nameOf(job));
    }

    /** Jobs are named by what is attached to them. */
    private String nameOf(Job job) {
        return names.computeIfAbsent(job, named -> String.valueOf(named.attachment()));
    }
}
