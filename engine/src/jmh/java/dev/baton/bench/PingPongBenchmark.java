package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Control;

/** The control beside all rows of two threads: what it takes to hand a cache line over, now. */
@State(Scope.Group)
public class PingPongBenchmark extends Measured {
    private volatile boolean turn;

    /** One of the two. */
    @Benchmark
    @Group
    @OperationsPerInvocation(2)
    public void ping(Control control) {
        take(false, control);
    }

    /** The other. */
    @Benchmark
    @Group
    @OperationsPerInvocation(2)
    public void pong(Control control) {
        take(true, control);
    }

    private void take(boolean mine, Control control) {
        int spins = 0;
        while (turn != mine && !control.stopMeasurement) {
            spins = Grants.pause(spins);
        }
        turn = !mine;
    }
}
