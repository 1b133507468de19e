package dev.baton.proptests.kit;

import dev.baton.explore.Workload;
import dev.baton.proptests.sharing.SharingWorkload;

/** Where workloads come from: most are about the order of jobs, some about the buffers themselves. */
final class Source {
    private static final int ONE_OF = 8;

    private Source() {}

    static Workload draw(long seed) {
        return Math.floorMod(seed, ONE_OF) == 0
                ? SharingWorkload.draw(seed)
                : new EngineWorkload(Draw.of(seed));
    }

    /** How many calls it makes. */
    static int steps(Workload workload) {
        return workload instanceof EngineWorkload engine
                ? (int) engine.program().calls().count()
                : workload.size().steps();
    }
}
