package dev.baton.sim.run;

import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.AudioClock;
import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.Loop;
import dev.baton.sim.capture.Capture;
import dev.baton.sim.capture.CaptureOptions;
import dev.baton.sim.cpu.Cpu;
import dev.baton.sim.gpu.Gpu;
import dev.baton.sim.gpu.GpuOptions;
import dev.baton.sim.gpu.TimeoutHandler;
import dev.baton.sim.kms.Crtc;
import dev.baton.sim.kms.CrtcOptions;
import dev.baton.sim.kms.Mode;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.scenario.DeviceSpec;
import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;
import dev.baton.sim.scenario.DeviceSpec.GpuSpec;
import dev.baton.sim.scenario.DeviceSpec.Ordering;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Spread;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The devices of a run, each with its loop, its faults and its station. */
final class Devices {
    private final Room room;
    private final Map<String, DeviceSpec> specs = new LinkedHashMap<>();
    private final Map<String, Loop> loops = new HashMap<>();
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, AudioClock> audio = new LinkedHashMap<>();
    private final FaultPlan faults;

    Devices(Room room) {
        this.room = room;
        this.faults = new FaultPlan(room);
        for (DeviceSpec spec : room.scenario().devices()) {
            specs.put(spec.name(), spec);
            Loop loop = room.loops().next(spec.name());
            loops.put(spec.name(), loop);
            faults.plan(spec.name(), loop);
            room.picture().lane(spec.name());
            build(spec, loop);
        }
    }

    private void build(DeviceSpec spec, Loop loop) {
        if (spec instanceof GpuSpec gpu) {
            buildGpu(gpu, loop);
        } else if (spec instanceof DisplaySpec display) {
            buildDisplay(display, loop);
        } else if (spec instanceof CpuSpec cpu) {
            buildCpu(cpu, loop);
        } else if (spec instanceof AudioSpec sound) {
            audio.put(
                    sound.name(),
                    new AudioClock(
                            loop.nowNanos() + sound.prerollNanos(),
                            sound.rateHz(),
                            sound.periodSamples(),
                            sound.driftPpm()));
        }
    }

    private void buildGpu(GpuSpec spec, Loop loop) {
        GpuOptions options = GpuOptions.named(spec.name())
                .withDevice(room.memory().device(spec.name()))
                .withRings(spec.rings(), spec.credits())
                .withInterrupt(latency(spec.interrupt()))
                .withTimeout(spec.timeoutNanos(), spec.resetNanos(), TimeoutHandler.RESET);
        Interrupt line = faults.interrupt(spec.name(), GpuStation.timed(loop, room.latencies()));
        Gpu gpu = new Gpu(loop, options, counted(line));
        if (spec.order() == Ordering.HARDWARE) {
            gpu.joins(room.hardware());
        }
        faults.breaks(spec.name(), gpu);
        stations.put(spec.name(), new GpuStation(room, loop, gpu, spec.name()));
    }

    /** An interrupt is told of before the work that it makes for the CPU. */
    private Interrupt counted(Interrupt line) {
        return (job, error) -> {
            room.figures().add(Measure.INTERRUPTS, 1);
            if (job.attachment() instanceof Ordered work) {
                room.called(work.order());
            }
            line.done(job, error);
        };
    }

    private void buildDisplay(DisplaySpec spec, Loop loop) {
        Mode mode = new Mode(spec.size().width(), spec.size().height(), spec.periodNanos());
        CrtcOptions options = CrtcOptions.of(spec.name(), mode)
                .drift(spec.driftPpm())
                .presentation(spec.presentation())
                .bands(spec.bands())
                .device(room.memory().device(spec.name()));
        FrameLog log = new FrameLog(room.figures(), room.picture(), spec.name());
        Crtc crtc = new Crtc(
                loop,
                room.dispatcher(),
                options,
                faults.interrupt(spec.name(), Interrupt.SOUND),
                (sequence, nanos, latched) -> {
                    room.latencies().handled(nanos, loop.nowNanos());
                    room.figures().add(Measure.INTERRUPTS, latched ? 1 : 0);
                    log.vblank(nanos);
                });
        if (spec.order() == Ordering.HARDWARE) {
            crtc.joins(room.hardware());
        }
        faults.breaks(spec.name(), crtc);
        crtc.interpose(client -> faults.client(spec.name(), client));
        stations.put(spec.name(), new DisplayStation(room, spec.name(), loop, crtc, log, faults));
    }

    private void buildCpu(CpuSpec spec, Loop loop) {
        Cpu cpu = new Cpu(
                loop,
                spec.name(),
                latency(spec.wakeup()),
                faults.interrupt(spec.name(), Interrupt.SOUND));
        faults.breaks(spec.name(), cpu);
        Client client = faults.client(spec.name(), cpu);
        stations.put(spec.name(), new CpuStation(room, loop, spec.name(), client));
    }

    /** A camera is built when it is known what it fills. */
    private Station buildCamera(CaptureSpec spec, JobSpec job) {
        Loop loop = loop(spec.name());
        Pool pool = room.pool(job.buffers().writes().get(0).pool());
        Framebuffer picture = Objects.requireNonNull(pool.slot(0).picture(), job.name());
        CaptureOptions options = new CaptureOptions(
                room.memory().device(spec.name()),
                room.memory().topology(),
                spec.memory(),
                picture.format(),
                picture.width(),
                picture.height(),
                spec.periodNanos(),
                spec.driftPpm());
        Capture camera = new Capture(
                loop, room.dispatcher(), options, faults.interrupt(spec.name(), Interrupt.SOUND));
        faults.breaks(spec.name(), camera);
        camera.submitAs(faults.client(spec.name(), camera));
        return new CaptureStation(room, loop, camera, spec, pool);
    }

    private static @Nullable Latency latency(Spread spread) {
        if (spread instanceof Spread.Drawn drawn) {
            return drawn.latency();
        }
        long nanos = ((Spread.Fixed) spread).nanos();
        return nanos == 0 ? null : new Latency(nanos, nanos);
    }

    /** Where the orders of a job go. */
    Station stationFor(JobSpec spec) {
        DeviceSpec device = Objects.requireNonNull(specs.get(spec.on()), spec.on());
        if (spec.buffers().acquire() == JobSpec.Acquire.ONE_BY_ONE) {
            return new OneByOne(room, device.name(), ((CpuSpec) device).wakeup());
        }
        if (spec.buffers().maps() != null) {
            return new MappingStation(room, loop(device.name()), device.name());
        }
        Station station = device instanceof CaptureSpec camera
                ? stations.computeIfAbsent(camera.name(), name -> buildCamera(camera, spec))
                : Objects.requireNonNull(stations.get(device.name()), device.name());
        station.prepare(spec);
        return station;
    }

    private Loop loop(String device) {
        return Objects.requireNonNull(loops.get(device), device);
    }

    FaultPlan faults() {
        return faults;
    }

    /** Which iteration a device's job is; null if that cannot be told. */
    @Nullable
    Order order(String device, Job job) {
        Station station = stations.get(device);
        return job.attachment() instanceof Ordered ordered
                ? ordered.order()
                : station == null ? null : station.order(job);
    }

    Spread wakeup(String cpu) {
        return ((CpuSpec) Objects.requireNonNull(specs.get(cpu), cpu)).wakeup();
    }

    long refreshNanos(String display) {
        return ((DisplaySpec) Objects.requireNonNull(specs.get(display), display)).periodNanos();
    }

    AudioClock audio(String name) {
        return Objects.requireNonNull(audio.get(name), name);
    }

    @Nullable
    AudioClock anyAudio() {
        return audio.values().stream().findFirst().orElse(null);
    }

    void finish() {
        stations.values().forEach(Station::finish);
    }
}
