package dev.baton.sim.scenario;

import dev.baton.engine.PoisonPolicy;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;
import dev.baton.sim.scenario.DeviceSpec.GpuSpec;
import dev.baton.sim.scenario.JobSpec.Buffers;
import dev.baton.sim.scenario.JobSpec.Context;
import dev.baton.sim.scenario.JobSpec.Sync;
import dev.baton.sim.scenario.JobSpec.Work;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads {@code jobs}: what a job is, and what its device can do of it. */
final class JobSection {
    static final List<String> SYNC_KEYS = List.of(
            "waits", "not-before", "expires", "deadline", "hold", "on-poison", "follows", "media");
    static final List<String> WORK_KEYS = List.of("work", "takes", "acquire");
    static final List<String> CONTEXT_KEYS = List.of("context", "ring", "priority");
    static final List<String> KEYS = Stream.of(
                    List.of("on"),
                    TriggerSection.KEYS,
                    List.of("count"),
                    UseSection.KEYS,
                    WORK_KEYS,
                    SYNC_KEYS,
                    CONTEXT_KEYS,
                    List.of("maps"))
            .flatMap(List::stream)
            .toList();

    /** What may end a job before its work does. */
    private static final List<String> ENDING_KEYS = List.of("expires", "hold", "on-poison");

    private final Declared declared;
    private final TriggerSection triggers;
    private final UseSection uses;
    private final Map<String, Context> contexts = new HashMap<>();

    JobSection(Declared declared) {
        this.declared = declared;
        this.triggers = new TriggerSection(declared);
        this.uses = new UseSection(declared);
    }

    List<JobSpec> read() throws ScenarioException {
        List<JobSpec> jobs = new ArrayList<>();
        for (Value value : declared.jobs().values()) {
            jobs.add(job(value.key(), value.map("a job", KEYS)));
        }
        triggers.refuseCycles();
        for (JobSpec job : jobs) {
            refuseTimeless(job, jobs);
        }
        return List.copyOf(jobs);
    }

    private JobSpec job(String name, YamlMap map) throws ScenarioException {
        DeviceSpec device = device(map.get("on"));
        Value count = map.find("count");
        Work work = new Work(map.word("work", Work.Kind.NONE), takes(map, device));
        JobSpec job = new JobSpec(
                name,
                device.name(),
                triggers.read(name, map),
                triggers.wakes(map),
                count == null ? Long.MAX_VALUE : count.number(1, Limits.COUNT_MAX),
                buffers(map, device),
                work,
                context(name, map, device),
                sync(name, map));
        refuseForeign(map, device, job);
        new AddressCheck(declared).refuseUnmappable(map.get("on"), device, job);
        return job;
    }

    /** Jobs that submit one another for ever at one instant. */
    private void refuseTimeless(JobSpec job, List<JobSpec> jobs) throws ScenarioException {
        Map<String, JobSpec> byName = new HashMap<>();
        jobs.forEach(each -> byName.put(each.name(), each));
        JobSpec at = job;
        for (int i = 0; i < jobs.size(); i++) {
            JobSpec before = byName.get(String.valueOf(at.trigger().job()));
            boolean waits = !(at.trigger() instanceof Trigger.With);
            if (before == null || mayPause(at) || waits && takesTime(before)) {
                return;
            }
            if (before == job) {
                throw Objects.requireNonNull(declared.jobs().get(job.name()))
                        .refused("it comes again and again at one instant; give what goes round a"
                                + " takes of more than 0s");
            }
            at = before;
        }
    }

    private static boolean mayPause(JobSpec job) {
        return job.wakes() != null || job.countMax() != Long.MAX_VALUE;
    }

    private static boolean takesTime(JobSpec job) {
        return !new Spread.Fixed(0).equals(job.work().takes());
    }

    private DeviceSpec device(Value value) throws ScenarioException {
        DeviceSpec device = declared.device(value);
        if (device instanceof AudioSpec) {
            throw value.refused(device.name() + " is an audio clock, which takes no jobs");
        }
        return device;
    }

    private Buffers buffers(YamlMap map, DeviceSpec device) throws ScenarioException {
        Buffers buffers = new Buffers(
                uses.read(map, "reads"),
                uses.read(map, "writes"),
                uses.read(map, "unordered"),
                uses.read(map, "shows"),
                map.word("acquire", JobSpec.Acquire.ATOMIC),
                maps(map, device));
        UseSection.refuseTwice(map, buffers);
        return buffers;
    }

    private static JobSpec.@Nullable Maps maps(YamlMap map, DeviceSpec device)
            throws ScenarioException {
        if (device.iommu() == null) {
            map.refuse("maps", device.name() + " reaches memory without an IOMMU");
            return null;
        }
        if (!(device instanceof GpuSpec)) {
            map.refuse("maps", "only a gpu maps job by job");
        }
        if (map.find("work") != null) {
            map.refuse("maps", "a job that maps its buffers does no work on them");
        }
        return map.find("maps") == null ? null : map.word("maps", JobSpec.Maps.BATCHED);
    }

    private static @Nullable Spread takes(YamlMap map, DeviceSpec device) throws ScenarioException {
        if (device instanceof GpuSpec || device instanceof CpuSpec) {
            return DeviceSection.spread(map.get("takes"), 0);
        }
        return null;
    }

    private Context context(String name, YamlMap map, DeviceSpec device) throws ScenarioException {
        if (!(device instanceof GpuSpec gpu)) {
            refuse(map, CONTEXT_KEYS, "only a GPU has contexts");
            return new Context(name, 0, Priority.NORMAL);
        }
        Value named = map.find("context");
        Value ring = map.find("ring");
        Context context = new Context(
                named == null ? name : named.name(),
                ring == null ? 0 : ring.count(0, gpu.rings() - 1),
                map.word("priority", Priority.NORMAL));
        Context before = contexts.putIfAbsent(gpu.name() + " " + context.name(), context);
        if (before != null && !before.equals(context)) {
            throw map.refused("the context " + context.name() + " has ring " + before.ring()
                    + " and priority " + before.priority().word() + " by a job before");
        }
        return context;
    }

    private Sync sync(String name, YamlMap map) throws ScenarioException {
        Value follows = map.find("follows");
        return new Sync(
                triggers.waits(name, map.find("waits")),
                notBefore(map.find("not-before")),
                map.duration("expires", Sync.NEVER, 1),
                map.duration("deadline", Sync.NEVER, 1),
                map.duration("hold", Sync.NEVER, 1),
                map.word("on-poison", PoisonPolicy.RUN),
                follows == null ? null : declared.audio(follows),
                follows == null ? map.duration("media", 0, 1) : map.get("media").duration(1));
    }

    private static long notBefore(@Nullable Value value) throws ScenarioException {
        return value == null
                ? 0
                : value.quantity(Quantity.DURATION, 0, Limits.NOT_BEFORE_NANOS_MAX);
    }

    /** What a device of this kind does not do. */
    private void refuseForeign(YamlMap map, DeviceSpec device, JobSpec job)
            throws ScenarioException {
        if (device instanceof DisplaySpec display) {
            refuseNone(map, "shows", job.buffers().shows());
            refuse(map, List.of("reads", "writes"), "a display only shows");
            refuse(map, List.of("hold"), "a display holds what it shows until the next flip");
            uses.refuseUnshowable(map, display, job.buffers().shows());
        } else {
            refuse(map, List.of("shows", "follows", "media"), "only a display shows pictures");
        }
        if (device instanceof CaptureSpec) {
            refuseNone(map, "writes", job.buffers().writes());
            refuse(map, List.of("reads"), "a camera only writes");
            uses.refuseUnfillable(map, job.buffers().writes());
        }
        if (job.work().takes() == null) {
            refuse(map, WORK_KEYS, "for a gpu or a cpu; this device works by its own clock");
        } else {
            uses.refuseUndoable(map, job.work().kind(), job.buffers());
        }
        if (device instanceof GpuSpec && job.buffers().acquire() == JobSpec.Acquire.ONE_BY_ONE) {
            map.refuse("acquire", "only a cpu asks for its buffers one by one");
        }
        if (job.buffers().acquire() == JobSpec.Acquire.ONE_BY_ONE) {
            refuse(map, ENDING_KEYS, "who asks for buffers one by one never gives up");
        }
    }

    private static void refuseNone(YamlMap map, String key, List<BufferUse> uses)
            throws ScenarioException {
        if (uses.isEmpty()) {
            throw map.get(key).refused("an empty list; this device needs a picture in it");
        }
    }

    private static void refuse(YamlMap map, List<String> keys, String why)
            throws ScenarioException {
        for (String key : keys) {
            map.refuse(key, why);
        }
    }
}
