package dev.baton.engine;

import java.util.Objects;
import java.util.concurrent.Executor;

/** A client told on an executor. */
class ExecutorClient implements Client {
    private final Executor executor;
    private final Client client;

    ExecutorClient(Executor executor, Client client) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.client = Objects.requireNonNull(client, "client");
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void granted(Job job) {
        client.granted(job);
    }

    @Override
    public boolean isWorking(Job job) {
        return client.isWorking(job);
    }

    @Override
    public void fenceOff(Job job) {
        client.fenceOff(job);
    }

    @Override
    public void deadlineHinted(Job job, long nanos) {
        client.deadlineHinted(job, nanos);
    }

    @Override
    public String name() {
        return client.name();
    }

    /** The same for an eager one. */
    static final class Eager extends ExecutorClient implements EagerClient {
        private final EagerClient client;

        Eager(Executor executor, EagerClient client) {
            super(executor, client);
            this.client = client;
        }

        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            client.onAvailable(job, queue);
        }
    }
}
