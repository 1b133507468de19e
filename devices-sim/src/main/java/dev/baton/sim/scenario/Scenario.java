package dev.baton.sim.scenario;

import java.util.List;

/**
 * A scenario: devices, the buffers that go between them, the jobs that use the buffers, faults, and
 * what is expected of a run.
 *
 * @param name in kebab-case, as the file's own
 * @param story what it shows, at most {@link Limits#STORY_LINES_MAX} lines
 * @param seed decides everything that is drawn, unless the run brings another one
 * @param forNanos jobs are submitted for so long
 * @param settleNanos how long after that everything must have ended
 * @param heaps besides {@code system}, which is always there
 * @param buffers the pools
 * @param iommus those that devices name
 * @param devices what does the work, and the audio clocks
 * @param jobs in the order in which those of one instant are submitted
 * @param faults what goes wrong
 * @param expectations what a run is judged by; always one on {@link Measure#DEADLOCK}
 * @since 0.1
 */
public record Scenario(
        String name,
        String story,
        long seed,
        long forNanos,
        long settleNanos,
        List<HeapSpec> heaps,
        List<BufferSpec> buffers,
        List<IommuSpec> iommus,
        List<DeviceSpec> devices,
        List<JobSpec> jobs,
        List<FaultSpec> faults,
        List<Expectation> expectations) {
    /** The heap that is always there. */
    public static final String SYSTEM_HEAP = "system";

    /**
     * The same, with an end to every job's iterations.
     *
     * @param countMax so many of each job and no more
     * @return the shortened scenario
     */
    public Scenario limited(long countMax) {
        List<JobSpec> limited = jobs.stream().map(job -> job.limited(countMax)).toList();
        return with(devices, limited, faults, expectations);
    }

    /**
     * The same, with other faults.
     *
     * @param others what strikes instead
     * @return the changed scenario
     */
    public Scenario withFaults(List<FaultSpec> others) {
        return with(devices, jobs, others, expectations);
    }

    /**
     * The same, judged by something else: under faults frames are lost.
     *
     * @param others what is expected instead; none on {@link Measure#DEADLOCK} means that there must
     *     be none
     * @return the changed scenario
     */
    public Scenario withExpectations(List<Expectation> others) {
        return with(devices, jobs, faults, others);
    }

    private Scenario with(
            List<DeviceSpec> otherDevices,
            List<JobSpec> otherJobs,
            List<FaultSpec> otherFaults,
            List<Expectation> otherExpectations) {
        return new Scenario(
                name,
                story,
                seed,
                forNanos,
                settleNanos,
                heaps,
                buffers,
                iommus,
                otherDevices,
                otherJobs,
                otherFaults,
                otherExpectations);
    }

    /**
     * The same, with devices that wait otherwise: all that can do so by themselves, or none.
     *
     * @param by who makes them wait
     * @return a copy; equal to this if nothing changes
     */
    public Scenario ordered(DeviceSpec.Ordering by) {
        List<DeviceSpec> ordered =
                devices.stream().map(device -> device.ordered(by)).toList();
        return with(ordered, jobs, faults, expectations);
    }
}
