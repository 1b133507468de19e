package dev.baton.trace.oracle;

import dev.baton.fence.FenceSource;

import java.util.ArrayList;
import java.util.List;

/** Kind C: a buffer is used if that is possible at once, until a fence signals; else not at all. */
final class TryLock implements Answering {
    static final String OK = "ok";
    static final String BUSY = "EBUSY";

    private final Buffers buffers;

    /** As the recording numbers them, also those that Baton refused. */
    private final List<FenceSource> named = new ArrayList<>();

    private final List<FenceSource> all = new ArrayList<>();

    TryLock(AskedScenario scenario) {
        this.buffers = new Buffers(scenario.buffers());
    }

    @Override
    public String carryOut(Operation operation) {
        if (operation instanceof Operation.Attach attach) {
            return attach(attach);
        }
        if (operation instanceof Operation.Signal signal) {
            named.get(signal.fence()).signal();
        }
        return "";
    }

    private String attach(Operation.Attach attach) {
        FenceSource source = new FenceSource("f" + named.size());
        all.add(source);
        if (attach.named()) {
            named.add(source);
        }
        if (!buffers.isReady(attach.use())) {
            return BUSY;
        }
        buffers.importFence(List.of(attach.use()), source.fence());
        return OK;
    }

    @Override
    public String observe() {
        StringBuilder observation = new StringBuilder();
        buffers.observe(observation);
        return observation.toString();
    }

    @Override
    public void close() {
        all.forEach(FenceSource::close);
    }
}
