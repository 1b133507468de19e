package dev.baton.bench;

import dev.baton.engine.DispatchObserver;
import dev.baton.engine.Dispatcher;
import dev.baton.event.EventStream;
import dev.baton.event.JfrListener;

import jdk.jfr.Recording;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Submit, grant and release of one exclusive job of one buffer, with a flight recording or without. */
public class FlightBenchmark extends Buffers {
    /**
     * No recording runs: the dispatcher has no observer; or an observer that tells a listener of
     * nothing; or one for a recording that may start later. Or one runs.
     */
    @Param({"off", "observed", "attached", "recording"})
    String mode;

    private final Recording recording = new Recording();
    private Dispatcher flown;

    /** Starts the recording, if there is one. */
    @Setup
    public void begin() {
        makeBuffers(1);
        if (mode.equals("recording")) {
            recording.setMaxSize(1 << 24);
            recording.start();
        }
        DispatchObserver observer = switch (mode) {
            case "observed" -> new EventStream(() -> 0, event -> {});
            case "attached" -> new EventStream(() -> 0, new JfrListener());
            default -> JfrListener.observer();
        };
        flown = new Dispatcher(observer, null);
    }

    /** Ends the recording. */
    @TearDown
    public void end() {
        recording.close();
    }

    /** Called back directly. */
    @Benchmark
    public boolean baton() {
        return flown.submit(exclusive, grants).release();
    }
}
