package dev.baton.engine;

import java.util.ArrayList;
import java.util.List;

/** An eager client that writes down what it is told, on one thread, and keeps what it gets. */
final class EagerLog implements EagerClient {
    private final List<String> told = new ArrayList<>();

    @Override
    public void onAvailable(Job job, SyncQueue queue) {
        told.add("available " + queue);
    }

    @Override
    public void granted(Job job) {
        told.add("granted");
    }

    @Override
    public void fenceOff(Job job) {
        told.add("fenced off");
    }

    List<String> told() {
        return told;
    }
}
