package dev.baton.proptests.kit;

import dev.baton.explore.Workload;

/** Where workloads come from. */
final class Source {
    private Source() {}

    static Workload draw(long seed) {
        return new EngineWorkload(Draw.of(seed));
    }

    /** How many calls it makes. */
    static int steps(Workload workload) {
        return workload instanceof EngineWorkload engine
                ? (int) engine.program().calls().count()
                : workload.size().steps();
    }
}
