package dev.baton.sim.scenario;

import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;

import java.util.LinkedHashMap;
import java.util.Map;

/** What jobs and faults may refer to; jobs also to those that come later in the file. */
record Declared(
        Map<String, BufferSpec> buffers,
        Map<String, IommuSpec> iommus,
        Map<String, DeviceSpec> devices,
        Map<String, Value> jobs) {

    DeviceSpec device(Value value) throws ScenarioException {
        return value.known(devices, "device");
    }

    String job(Value value) throws ScenarioException {
        return value.known(jobs, "job").key();
    }

    String cpu(Value value) throws ScenarioException {
        return device(value, CpuSpec.class, "cpu");
    }

    String camera(Value value) throws ScenarioException {
        return device(value, CaptureSpec.class, "capture device");
    }

    String audio(Value value) throws ScenarioException {
        return device(value, AudioSpec.class, "audio clock");
    }

    private String device(Value value, Class<? extends DeviceSpec> kind, String noun)
            throws ScenarioException {
        Map<String, DeviceSpec> ofKind = new LinkedHashMap<>(devices);
        ofKind.values().removeIf(device -> !kind.isInstance(device));
        return value.known(ofKind, noun).name();
    }
}
