package dev.baton.sim.scenario;

import dev.baton.sim.fault.Fault;
import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@code faults}. */
final class FaultSection {
    static final List<String> KEYS = List.of("kind", "on", "job", "iteration", "at", "chance");

    private final Declared declared;
    private final Map<String, JobSpec> jobs;
    private final long forNanos;

    FaultSection(Declared declared, List<JobSpec> jobs, long forNanos) {
        this.declared = declared;
        this.forNanos = forNanos;
        this.jobs = jobs.stream().collect(Collectors.toMap(JobSpec::name, job -> job));
    }

    List<FaultSpec> read(@Nullable Value value) throws ScenarioException {
        List<FaultSpec> faults = new ArrayList<>();
        if (value != null) {
            for (Value item : value.items(Limits.FAULTS_MAX)) {
                faults.add(fault(item.map("a fault", KEYS)));
            }
        }
        return List.copyOf(faults);
    }

    private FaultSpec fault(YamlMap map) throws ScenarioException {
        Fault kind = map.get("kind").word(Fault.class);
        DeviceSpec device = declared.device(map.get("on"));
        if (device instanceof AudioSpec) {
            throw map.get("on").refused("an audio clock takes no jobs, so no fault strikes it");
        }
        if (kind == Fault.EARLY_RELEASE && !(device instanceof DisplaySpec)) {
            throw map.get("on").refused("only a display releases too early");
        }
        return new FaultSpec(kind, device.name(), job(map.find("job"), device), when(map));
    }

    private @Nullable String job(@Nullable Value value, DeviceSpec device)
            throws ScenarioException {
        if (value == null) {
            return null;
        }
        JobSpec job = value.known(jobs, "job");
        if (!job.on().equals(device.name())) {
            throw value.refused(
                    value.shown() + " is a job of " + job.on() + ", not of " + device.name());
        }
        return job.name();
    }

    private FaultSpec.When when(YamlMap map) throws ScenarioException {
        if (map.has("at")) {
            map.refuse("iteration", "the fault strikes at a time; leave one of them out");
            map.refuse("chance", "the fault strikes at a time; leave one of them out");
            return new FaultSpec.AtTime(beforeTheEnd(map.get("at")));
        }
        if (map.has("chance")) {
            map.refuse("iteration", "the fault strikes by chance; leave one of them out");
            int perMillion = (int) map.get("chance").quantity(Quantity.CHANCE, 1, 1_000_000);
            return new FaultSpec.Chance(perMillion);
        }
        if (!map.has("job") && !map.has("iteration")) {
            throw map.refused("a fault needs at, chance, or job and iteration: when it strikes");
        }
        map.get("job");
        return new FaultSpec.At(map.get("iteration").number(0, Limits.COUNT_MAX));
    }

    private long beforeTheEnd(Value at) throws ScenarioException {
        long nanos = at.duration(0);
        if (nanos >= forNanos) {
            throw at.refused(at.shown() + " is not before the end: faults strike while jobs are"
                    + " submitted, for " + Quantity.DURATION.words(forNanos));
        }
        return nanos;
    }
}
