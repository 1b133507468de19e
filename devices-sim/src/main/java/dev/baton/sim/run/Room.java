package dev.baton.sim.run;

import dev.baton.engine.Access;
import dev.baton.engine.AccessMode;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.HardwareDomain;
import dev.baton.event.EventListener;
import dev.baton.event.EventStream;
import dev.baton.sim.AudioClock;
import dev.baton.sim.Loop;
import dev.baton.sim.Semaphore;
import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.JobSpec.Work.Kind;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Spread;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The machine room of one run: what a scenario describes, built and wired.
 *
 * <p>For the conductor's loop, on which jobs are submitted; figures and pictures are for any thread.
 */
final class Room implements AutoCloseable {
    /** Refusals that are kept in words. */
    private static final int NOTES_MAX = 16;

    /** Whose pictures carry the number of those they are made of. */
    private static final Set<Kind> CARRY = Set.of(Kind.BLIT, Kind.CONVERT, Kind.BLUR);

    private final Scenario scenario;
    private final Loops loops;
    private final Loop conductor;
    private final Dispatcher dispatcher;
    private final Figures figures = new Figures();
    private final RunPicture picture;
    private final LatencyLog latencies;
    private final Losses losses = new Losses();
    private final PathLog path;
    private final Memory memory;
    private final Devices devices;
    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final Set<OneByOne.Sequence> sequences = new LinkedHashSet<>();
    private final HardwareDomain<Semaphore> hardware = new HardwareDomain<>("hardware");
    private final Set<String> dead = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private volatile boolean open = true;
    private volatile boolean finished;

    Room(Scenario scenario, Loops loops, EventListener listener, RunPicture picture) {
        this.scenario = scenario;
        this.loops = loops;
        this.picture = picture;
        this.latencies = loops.isExplored()
                ? LatencyLog.none()
                : new LatencyLog(loops instanceof ThreadLoops);
        this.path = new PathLog(figures, latencies, picture);
        this.conductor = loops.next("application");
        EndCounter ends = new EndCounter(figures);
        EventStream events = new EventStream(conductor::nowNanos, event -> {
            listener.on(event);
            ends.on(event);
            losses.on(event);
        });
        this.dispatcher = new Dispatcher(events, conductor.timers("timer"));
        this.memory = new Memory(scenario);
        this.devices = new Devices(this);
        for (JobSpec spec : scenario.jobs()) {
            streams.put(spec.name(), new Stream(this, spec, devices.stationFor(spec)));
        }
        for (Stream stream : streams.values()) {
            stream.spec().sync().waits().forEach(awaited -> stream(awaited).remember());
            for (BufferUse use : stream.spec().buffers().writes()) {
                Pool pool = pool(use.pool());
                stream.whenMade((iteration, nanos) -> pool.written(iteration));
            }
            copies(stream.spec());
            if (!stream.spec().buffers().shows().isEmpty()) {
                path.watch(stream, List.copyOf(streams.values()));
            }
        }
        new Triggers(this).wire(streams.values());
    }

    /** What a camera leaves out is left out of the copies as well. */
    private void copies(JobSpec spec) {
        Kind kind = spec.work().kind();
        List<BufferUse> reads = spec.buffers().reads();
        boolean copied = CARRY.contains(kind) && !reads.isEmpty();
        if (copied && reads.get(0).isOfIteration()) {
            BufferUse from = reads.get(0);
            spec.buffers()
                    .writes()
                    .forEach(to -> pool(to.pool()).copies(pool(from.pool()), from.back()));
        }
    }

    Loop conductor() {
        return conductor;
    }

    Loops loops() {
        return loops;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Figures figures() {
        return figures;
    }

    RunPicture picture() {
        return picture;
    }

    LatencyLog latencies() {
        return latencies;
    }

    /** Those of the devices that wait for one another by themselves. */
    HardwareDomain<Semaphore> hardware() {
        return hardware;
    }

    /** The CPU is called about an order. */
    void called(Order order) {
        conductor.post(() -> path.called(order.iteration()));
    }

    /** A display is told that it owns what an order shows. */
    void granted(Order order, long nanos) {
        conductor.post(() -> path.granted(order.iteration(), nanos));
    }

    PathLog path() {
        return path;
    }

    Memory memory() {
        return memory;
    }

    Devices devices() {
        return devices;
    }

    Pool pool(String name) {
        return memory.pool(name);
    }

    Stream stream(String name) {
        return Objects.requireNonNull(streams.get(name), name);
    }

    Set<OneByOne.Sequence> sequences() {
        return sequences;
    }

    List<String> notes() {
        return notes;
    }

    Losses losses() {
        return losses;
    }

    /** A device's client, with the faults that the scenario has for it in between. */
    Client client(String device, Client client) {
        return devices.faults().client(device, client);
    }

    Spread wakeup(String cpu) {
        return devices.wakeup(cpu);
    }

    /**
     * When the sound card reports a frame's time, half a refresh early: to be nearest to it. What is
     * due before the sound has begun is known without a report.
     */
    long dueNanos(JobSpec spec, long iteration) {
        AudioClock clock = devices.audio(Objects.requireNonNull(spec.sync().follows()));
        long mediaNanos =
                iteration * spec.sync().mediaNanos() - devices.refreshNanos(spec.on()) / 2;
        return mediaNanos < 0 ? clock.dueNanos(mediaNanos) : clock.reportedNanos(mediaNanos);
    }

    /** Notes how far a frame that is seen now is from being heard; nothing where there is no sound. */
    void skewed(JobSpec spec, long iteration, long nanos) {
        String followed = spec.sync().follows();
        AudioClock clock = followed == null ? devices.anyAudio() : devices.audio(followed);
        if (clock != null) {
            long mediaNanos = iteration * spec.sync().mediaNanos();
            long skewNanos = Math.abs(clock.positionNanos(nanos) - mediaNanos);
            figures.atLeast(Measure.AV_SKEW, skewNanos);
            latencies.took(Span.AV_SKEW, 0, skewNanos);
        }
    }

    /** What a job names, in the order of the file. */
    List<Access> named(JobSpec spec, long iteration) {
        List<Access> accesses = new ArrayList<>();
        add(accesses, spec.buffers().reads(), iteration, AccessMode.SHARED);
        add(accesses, spec.buffers().writes(), iteration, AccessMode.EXCLUSIVE);
        return accesses;
    }

    private void add(List<Access> accesses, List<BufferUse> uses, long iteration, AccessMode mode) {
        for (BufferUse use : uses) {
            Slot slot = pool(use.pool()).at(use, iteration);
            if (slot != null) {
                slot.queues().forEach(queue -> accesses.add(new Access(queue, mode)));
            }
        }
    }

    void refused(JobSpec spec, long iteration, @Nullable String why) {
        figures.add(Measure.REFUSED, 1);
        if (notes.size() < NOTES_MAX) {
            notes.add(spec.name() + " " + iteration + " was refused: " + why);
        }
    }

    /** Whether jobs are still submitted with a device. */
    boolean isOpen(String device) {
        return open && !dead.contains(device);
    }

    boolean isOpen() {
        return open;
    }

    /** The process behind a device is gone, and submits nothing any more. */
    void dies(String device) {
        dead.add(device);
    }

    /** No more jobs, and no more faults. */
    void shut() {
        open = false;
        devices.faults().stop();
    }

    /** Whatever is held until something replaces it is let go. */
    void finish() {
        conductor.post(() -> {
            devices.finish();
            finished = true;
        });
    }

    /** Whether that is done, or under way on the devices' loops. */
    boolean isFinished() {
        return finished;
    }

    Scenario scenario() {
        return scenario;
    }

    @Override
    public void close() {
        memory.close();
    }
}
